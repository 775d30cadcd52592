import type { ChartSeries, ChartSpan, VisitChart } from '../../../shared/wire/chart.ts'
import classes from './chart.module.css'
import type { Panel } from './panels.ts'
import { usePanel, usePlotEnds } from './use-panel.ts'

/** Three quarters of a minute in a visit of three hours are still to be found. */
const LEAST_WIDTH = 5
const HEIGHT = 5

/** Where values are missing or poor because the cuff was at work: a bar at the foot of the panel. */
export const CuffMarks = ({ panel, spans }: { readonly panel: Panel; readonly spans: readonly ChartSpan[] }) => {
  const scales = usePanel(panel.id)
  const ends = usePlotEnds()
  if (scales === null || ends === null) return null
  const foot = scales.y(panel.scale.low)
  return spans.map(({ from, to }) => {
    const [left, right] = [scales.x(from), scales.x(to)]
    if (right < ends.left || left > ends.right) return null
    const width = Math.max(LEAST_WIDTH, right - left)
    return <rect key={from} className={classes.cuffMark} x={left} y={foot - HEIGHT} width={width} height={HEIGHT} />
  })
}

const seriesOf = ({ pressure, lines }: VisitChart): readonly ChartSeries[] => [
  ...(pressure.pulse === null ? [] : [pressure.pulse]),
  ...lines.map(({ series }) => series),
]

/** What the bars mean, where there are any. */
export const CuffLegend = ({ chart }: { readonly chart: VisitChart }) =>
  seriesOf(chart).some(({ duringCuff }) => duringCuff.length > 0) ? (
    <p className={classes.legend}>
      <svg width="18" height="8" aria-hidden="true">
        <rect className={classes.cuffMark} x="1" y="1.5" width="16" height={HEIGHT} />
      </svg>
      Cuff at work: values of the finger probe were poor or missing while the same monitor measured a blood pressure.
      The probe was most likely on that arm.
    </p>
  ) : null
