import { useElementSize } from '@mantine/hooks'
import type { ChartSpan, VisitChart } from '../../../shared/wire/chart.ts'
import { PLOT_MARGIN } from './chart-plot.tsx'
import classes from './chart.module.css'
import { Readout } from './readout.tsx'
import { SelectionMenu } from './selection-menu.tsx'
import { useChartHand } from './use-chart-hand.ts'
import { lengthOf, within } from './zoom.ts'

export interface ChartOverlayProps {
  readonly chart: VisitChart
  readonly shown: ChartSpan
  readonly pointed: ChartSpan | null
  readonly onShown: (shown: ChartSpan) => void
  readonly onMark: (stretch: ChartSpan) => void
}

/** A point this far from the reading line is still read. Pixels. */
const REACH = 8

/** Crosshair, selection, wheel and keys over the plot; it draws itself alone, so that the plot stands still below it. */
export const ChartOverlay = ({ chart, shown, pointed, onShown, onMark }: ChartOverlayProps) => {
  const { ref, width: measured } = useElementSize<HTMLDivElement>()
  const width = Math.max(1, measured)
  const { at, stretch, forget, handlers } = useChartHand({ whole: chart, shown, width, onShown })
  const placeOf = (time: number) => ((time - shown.from) / lengthOf(shown)) * width
  return (
    <div
      ref={ref}
      className={classes.overlay}
      style={{ left: PLOT_MARGIN.left, right: PLOT_MARGIN.right, bottom: PLOT_MARGIN.axis }}
      role="application"
      tabIndex={0}
      aria-label="Chart of the visit. Left and right move the reading line, with Shift the view; plus and minus zoom, 0 shows all."
      {...handlers}
    >
      {at === null || stretch?.isDone === true ? null : (
        <div className={classes.crosshair} style={{ left: placeOf(at) }}>
          <Readout chart={chart} at={at} reachMs={(lengthOf(shown) / width) * REACH} isLeft={placeOf(at) > width / 2} />
        </div>
      )}
      {pointed === null || pointed.to < shown.from || pointed.from > shown.to ? null : (
        <div
          data-testid="pointed"
          className={classes.pointed}
          style={{ left: placeOf(pointed.from), width: placeOf(pointed.to) - placeOf(pointed.from) }}
        />
      )}
      {stretch === null ? null : (
        <div
          className={classes.selection}
          style={{ left: placeOf(stretch.from), width: placeOf(stretch.to) - placeOf(stretch.from) }}
        />
      )}
      {stretch?.isDone !== true ? null : (
        <SelectionMenu
          left={placeOf(stretch.to)}
          onZoom={() => {
            onShown(within(chart, stretch))
            forget()
          }}
          onMark={() => {
            onMark({ from: stretch.from, to: stretch.to })
            forget()
          }}
          onClose={forget}
        />
      )}
    </div>
  )
}
