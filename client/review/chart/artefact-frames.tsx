import type { ChartSpan } from '../../../shared/wire/chart.ts'
import classes from './chart.module.css'
import type { Panel } from './panels.ts'
import { usePanel, usePlotEnds } from './use-panel.ts'

/** A stretch of a second is still to be found. */
const LEAST_WIDTH = 6

/** The stretches that somebody marked as artefact. */
export const ArtefactFrames = ({ panel, spans }: { readonly panel: Panel; readonly spans: readonly ChartSpan[] }) => {
  const scales = usePanel(panel.id)
  const ends = usePlotEnds()
  if (scales === null || ends === null) return null
  const [top, bottom] = [scales.y(panel.scale.high), scales.y(panel.scale.low)]
  return spans.map(({ from, to }) => {
    const [left, right] = [scales.x(from), scales.x(to)]
    if (right < ends.left || left > ends.right) return null
    const width = Math.max(LEAST_WIDTH, right - left)
    return (
      <g key={`${from} ${to}`}>
        <rect className={classes.artefact} x={left} y={top} width={width} height={bottom - top} />
        <text className={classes.artefactLabel} x={left + width / 2} y={bottom + 12} textAnchor="middle">
          artefact
        </text>
      </g>
    )
  })
}
