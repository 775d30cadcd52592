import type { VisitChart } from '../../../shared/wire/chart.ts'
import classes from './chart.module.css'
import { bandPath, caretPath } from './paths.ts'
import { SeriesLayer } from './series-layer.tsx'
import { usePanel } from './use-panel.ts'

type Pressure = VisitChart['pressure']

const PANEL = 'pressure'
const MEAN = 4

const Cuff = ({ cuff }: Pick<Pressure, 'cuff'>) => {
  const scales = usePanel(PANEL)
  if (scales === null) return null
  return cuff.map(({ at, sbp, dbp, map, isMarked }) => {
    const x = scales.x(at)
    return (
      <g key={`${at} ${isMarked}`} className={isMarked ? classes.cuffMarked : classes.cuff}>
        {sbp === undefined || dbp === undefined ? null : (
          <line className={classes.stem} x1={x} x2={x} y1={scales.y(sbp)} y2={scales.y(dbp)} />
        )}
        {sbp === undefined ? null : <path d={caretPath(at, sbp, scales, true)} />}
        {dbp === undefined ? null : <path d={caretPath(at, dbp, scales, false)} />}
        {map === undefined ? null : <path d={`M${x - MEAN} ${scales.y(map)}h${MEAN * 2}`} />}
      </g>
    )
  })
}

const Expected = ({ expected }: Pick<Pressure, 'expected'>) => {
  const scales = usePanel(PANEL)
  const last = expected.at(-1)
  if (scales === null || last === undefined) return null
  return (
    <g>
      <path className={classes.expected} d={bandPath(expected, scales)} />
      <text className={classes.expectedLabel} x={scales.x(last.at) - 8} y={scales.y(last.high) + 14} textAnchor="end">
        expected systolic
      </text>
    </g>
  )
}

/** The band that is expected, behind all else. */
export const PressureGround = ({ pressure }: { readonly pressure: Pressure }) => (
  <Expected expected={pressure.expected} />
)

/** Facing carets with the mean between them, the arterial line, and the pulse as dots. */
export const PressureLayer = ({ pressure }: { readonly pressure: Pressure }) => (
  <g>
    {pressure.pulse === null ? null : <SeriesLayer panel={PANEL} series={pressure.pulse} form="dots" />}
    {pressure.arterial.map((series) => (
      <SeriesLayer key={series.metric} panel={PANEL} series={series} form="line" />
    ))}
    <Cuff cuff={pressure.cuff} />
  </g>
)
