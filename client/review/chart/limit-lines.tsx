import type { ChartLimit } from '../../../shared/wire/chart.ts'
import classes from './chart.module.css'
import { usePanel, usePlotEnds } from './use-panel.ts'

export interface LimitLinesProps {
  readonly panel: string
  readonly limits: readonly ChartLimit[]
}

/** The limits as they stood at each moment; named once, where they are seen last. */
export const LimitLines = ({ panel, limits }: LimitLinesProps) => {
  const scales = usePanel(panel)
  const ends = usePlotEnds()
  if (scales === null || ends === null) return null
  const last = Math.max(...limits.map(({ to }) => to))
  return limits.map(({ from, to, value, label }) => {
    const [left, right] = [Math.max(ends.left, scales.x(from)), Math.min(ends.right, scales.x(to))]
    if (left >= right) return null
    const y = scales.y(value)
    return (
      <g key={`${label} ${from}`}>
        <line className={classes.limit} x1={left} x2={right} y1={y} y2={y} />
        {to < last ? null : (
          <text className={classes.limitLabel} x={ends.right + 6} y={y + 4}>
            {label}
          </text>
        )}
      </g>
    )
  })
}
