import type { ChartSeries } from '../../../shared/wire/chart.ts'
import classes from './chart.module.css'
import { dotPaths, linePath } from './paths.ts'
import { usePanel } from './use-panel.ts'

export interface SeriesLayerProps {
  readonly panel: string
  readonly series: ChartSeries
  readonly form: 'line' | 'dots'
}

/** What somebody marked stays to be seen: hollow, within the frame of its stretch. */
const Marked = ({ panel, series }: Omit<SeriesLayerProps, 'form'>) => {
  const scales = usePanel(panel)
  if (scales === null) return null
  const { dots } = dotPaths(series.marked, scales)
  return (
    <>
      <path className={classes.markedRing} d={dots} />
      <path className={classes.markedHole} d={dots} />
    </>
  )
}

export const SeriesLayer = ({ panel, series, form }: SeriesLayerProps) => {
  const scales = usePanel(panel)
  if (scales === null) return null
  const { dots, strokes } = form === 'dots' ? dotPaths(series.points, scales) : { dots: '', strokes: '' }
  return (
    <g>
      {form === 'dots' ? (
        <>
          <path className={classes.stroke} d={strokes} />
          <path className={classes.dots} d={dots} />
        </>
      ) : (
        <path className={classes.line} d={linePath(series.points, scales)} />
      )}
      {series.marked.time.length === 0 ? null : <Marked panel={panel} series={series} />}
    </g>
  )
}
