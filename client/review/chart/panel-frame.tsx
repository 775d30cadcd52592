import { linesOf, type Panel } from './panels.ts'
import classes from './chart.module.css'
import { usePanel, usePlotEnds } from './use-panel.ts'

export interface PanelFrameProps {
  readonly panel: Panel
  readonly label: string
  /** False: the label alone. */
  readonly hasScale: boolean
}

/** The lines of a panel's scale with their figures, and what it shows. */
export const PanelFrame = ({ panel, label, hasScale }: PanelFrameProps) => {
  const scales = usePanel(panel.id)
  const ends = usePlotEnds()
  if (scales === null || ends === null) return null
  const top = scales.y(panel.scale.high)
  return (
    <g>
      <text className={classes.panelLabel} x={0} y={(top + scales.y(panel.scale.low)) / 2 + 4}>
        {label}
      </text>
      {hasScale
        ? linesOf(panel.scale).map((value) => (
            <g key={value}>
              <line className={classes.grid} x1={ends.left} x2={ends.right} y1={scales.y(value)} y2={scales.y(value)} />
              <text className={classes.tick} x={ends.left - 8} y={scales.y(value) + 4} textAnchor="end">
                {value}
              </text>
            </g>
          ))
        : null}
    </g>
  )
}
