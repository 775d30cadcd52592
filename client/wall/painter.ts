import type { LiveClient } from '../live/live-client.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { layRows, takeRows, tileOf, type PaintArea, type PaintPen } from './paint-rows.ts'
import { readStyle, type PaintStyle } from './paint-style.ts'

export interface Paint extends PaintStyle {
  readonly pen: PaintPen
  /** Of the drawing's place, in device pixels; the pen's origin is its top left corner. */
  readonly width: number
  readonly height: number
  /** The server's time. */
  readonly now: number
}

/** Something of a tile that moves, and is therefore drawn on a canvas over its place. */
export interface Drawing {
  /** Its place, and what it looks like: the style sheet says it of this element. */
  readonly element: HTMLElement
  /** Whether somebody would see the difference, were it drawn now. @param width of its place, in device pixels */
  readonly isDue: (now: number, width: number) => boolean
  readonly draw: (paint: Paint) => void
  /** What stood there is gone, or looks otherwise. */
  readonly forget: () => void
}

/**
 * Draws whatever moves on the tiles: numbers, timers, trends. Text of the page that changes every second in 64 tiles
 * costs the browser far more than drawing it does (layout, painting, layers). The page keeps that text for those who
 * hear it, and shows it itself (`data-drawn` is then absent) wherever it cannot be drawn: a number is never hidden by
 * a canvas that stands still.
 */
export interface Painter {
  /** Puts the canvases over this element; the places of all drawings lie within. @returns how to take them off */
  readonly cover: (surface: HTMLElement) => () => void
  /** @returns how to take the drawing out again */
  readonly add: (drawing: Drawing) => () => void
  /** Something is due: at the next frame it is drawn. */
  readonly request: () => void
  /** Within this element something looks otherwise. */
  readonly restyle: (within: HTMLElement) => void
  /** Reads colours and places anew: something that no size tells has changed. */
  readonly refresh: () => void
  /** @param changed calls whenever the wall is drawn anyway */
  readonly start: (changed: (draw: () => void) => () => void) => () => void
}

const byClass = (one: Element, other: Element): number => one.className.localeCompare(other.className)

/** The drawings and where each of them lies now. */
const createBoard = (refresh: () => void) => {
  /** null: not laid out */
  let areas = new Map<Drawing, PaintArea | null>()
  let surface: HTMLElement | null = null
  /** null: sizes or colours have changed since the places were laid out. */
  let style: PaintStyle | null = null

  /** The page shows its own text again. */
  const giveUp = (): void => {
    if (surface === null) return
    delete surface.dataset.drawn
    takeRows(surface)
    for (const drawing of areas.keys()) areas.set(drawing, null)
  }
  const arrange = (on: HTMLElement): PaintStyle => {
    const rows = layRows(
      on,
      [...areas.keys()].map(({ element }) => element),
    )
    if (rows === null) giveUp()
    else on.dataset.drawn = ''
    for (const canvas of rows?.canvases ?? []) {
      canvas.addEventListener('contextlost', giveUp)
      canvas.addEventListener('contextrestored', refresh)
    }
    // What is written in one hand is drawn in a row.
    const drawings = [...areas.keys()].toSorted((one, other) => byClass(one.element, other.element))
    areas = new Map(drawings.map((drawing) => [drawing, rows?.areaOf(drawing.element) ?? null]))
    for (const drawing of drawings) drawing.forget()
    return readStyle(on)
  }
  const due = (now: number): [Drawing, PaintArea][] =>
    [...areas].flatMap(([drawing, area]) =>
      area !== null && drawing.isDue(now, area.width) ? [[drawing, area] as [Drawing, PaintArea]] : [],
    )
  const drawAll = (on: HTMLElement, now: number): void => {
    style ??= arrange(on)
    for (const [drawing, { pen, left, top, width, height }] of due(now)) {
      pen.context.setTransform(1, 0, 0, 1, left, top)
      drawing.draw({ ...style, pen, width, height, now })
    }
  }
  return {
    add: (drawing: Drawing) => areas.set(drawing, null),
    remove: (drawing: Drawing) => areas.delete(drawing),
    drawings: () => areas.keys(),
    giveUp,
    lieOn: (element: HTMLElement | null) => (surface = element),
    forgetStyle: () => (style = null),
    isAnyDue: (now: number) => style === null || due(now).length > 0,
    draw: (now: number): void => {
      if (surface === null) return
      try {
        drawAll(surface, now)
      } catch (error) {
        // A canvas that stands still would show an old number as a new one.
        giveUp()
        throw error
      }
    },
  }
}

export interface PainterClock {
  readonly clock: Pick<LiveClient['clock'], 'now'>
}

export const createPainter = ({ clock }: PainterClock): Painter => {
  let frame = 0
  const onFrame = () => {
    frame = 0
    const now: Instant | null = clock.now()
    if (now !== null) board.draw(now)
  }
  const request = () => {
    if (frame === 0) frame = requestAnimationFrame(onFrame)
  }
  const refresh = () => {
    board.forgetStyle()
    request()
  }
  const board = createBoard(refresh)
  const onChange = () => {
    const now = clock.now()
    if (now !== null && board.isAnyDue(now)) request()
  }
  const sizes = new ResizeObserver(refresh)
  return {
    cover: (element) => {
      board.lieOn(element)
      sizes.observe(element)
      refresh()
      return () => {
        board.giveUp()
        board.lieOn(null)
        sizes.unobserve(element)
      }
    },
    add: (drawing) => {
      board.add(drawing)
      // Each place has its size from its tile: six of them a tile need not be watched one by one.
      sizes.observe(tileOf(drawing.element))
      refresh()
      return () => {
        board.remove(drawing)
        refresh()
      }
    },
    request,
    restyle: (within) => {
      for (const drawing of board.drawings()) if (within.contains(drawing.element)) drawing.forget()
      request()
    },
    refresh,
    start: (changed) => {
      const stop = changed(onChange)
      // Letters of another font have other widths.
      document.fonts.addEventListener('loadingdone', refresh)
      return () => {
        stop()
        document.fonts.removeEventListener('loadingdone', refresh)
        cancelAnimationFrame(frame)
        frame = 0
      }
    },
  }
}
