import { useState, type KeyboardEvent, type PointerEvent, type WheelEvent } from 'react'
import type { ChartSpan } from '../../../shared/wire/chart.ts'
import { lengthOf, panned, zoomed } from './zoom.ts'

export interface ChartHandProps {
  readonly whole: ChartSpan
  readonly shown: ChartSpan
  /** Pixels. */
  readonly width: number
  readonly onShown: (shown: ChartSpan) => void
}

interface Drag {
  readonly from: number
  readonly to: number
  readonly isDone: boolean
}

/** Less than this was a click. Pixels. */
const LEAST_DRAG = 6
const KEY_STEPS = 120
const PAN_STEP = 0.2
const ZOOM_STEP = 1.6

/** What pointer, wheel and keys do to a chart: a reading line, a stretch that was drawn, and what is shown. */
export const useChartHand = ({ whole, shown, width, onShown }: ChartHandProps) => {
  const [cursor, setCursor] = useState<number | null>(null)
  const [drag, setDrag] = useState<Drag | null>(null)
  const length = lengthOf(shown)
  const at = cursor === null ? null : Math.min(Math.max(cursor, shown.from), shown.to)
  const middle = at ?? (shown.from + shown.to) / 2

  const timeOf = (event: PointerEvent | WheelEvent): number => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left
    return shown.from + (Math.min(Math.max(x, 0), width) / width) * length
  }
  const zoom = (factor: number, around: number) => onShown(zoomed(whole, shown, factor, around))
  const move = (by: number, isPan: boolean) => {
    if (isPan) onShown(panned(whole, shown, by * PAN_STEP))
    else setCursor(middle + (by * length) / KEY_STEPS)
  }
  const keys: Readonly<Record<string, (isShift: boolean) => void>> = {
    ArrowLeft: (isShift) => move(-1, isShift),
    ArrowRight: (isShift) => move(1, isShift),
    '+': () => zoom(1 / ZOOM_STEP, middle),
    '-': () => zoom(ZOOM_STEP, middle),
    '0': () => onShown({ from: whole.from, to: whole.to }),
    Home: () => setCursor(shown.from),
    End: () => setCursor(shown.to),
    Escape: () => setDrag(null),
  }
  return {
    at,
    /** null: nothing was drawn; `isDone`: the hand has let go. */
    stretch:
      drag === null
        ? null
        : { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to), isDone: drag.isDone },
    forget: () => setDrag(null),
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        const time = timeOf(event)
        setDrag({ from: time, to: time, isDone: false })
      },
      onPointerMove: (event: PointerEvent) => {
        const time = timeOf(event)
        setCursor(time)
        setDrag((before) => (before === null || before.isDone ? before : { ...before, to: time }))
      },
      onPointerUp: () => {
        const isStretch = drag !== null && (Math.abs(drag.to - drag.from) / length) * width >= LEAST_DRAG
        setDrag(isStretch ? { ...drag, isDone: true } : null)
      },
      onPointerLeave: () => setCursor(null),
      onWheel: (event: WheelEvent) => {
        if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) onShown(panned(whole, shown, event.deltaX / width))
        else if (event.ctrlKey || event.shiftKey) zoom(event.deltaY > 0 ? ZOOM_STEP : 1 / ZOOM_STEP, timeOf(event))
      },
      onKeyDown: (event: KeyboardEvent) => {
        const act = keys[event.key]
        if (act === undefined) return
        event.preventDefault()
        act(event.shiftKey)
      },
    },
  }
}
