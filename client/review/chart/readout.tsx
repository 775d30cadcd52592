import { MS_PER_MINUTE } from '../../../shared/domain/time.ts'
import type { VisitChart } from '../../../shared/wire/chart.ts'
import { ChemText } from '../../ui/chem-text.tsx'
import { formatAge, formatClock, formatFigure, formatMg, NO_VALUE } from '../../ui/format.ts'
import classes from './chart.module.css'
import { valuesAt, type PointRead } from './values-at.ts'

export interface ReadoutProps {
  readonly chart: VisitChart
  readonly at: number
  readonly reachMs: number
  /** On which side of the line it stands. */
  readonly isLeft: boolean
}

const pointText = (point: PointRead | null): string => {
  if (point === null) return NO_VALUE
  const { value, min, max } = point
  return min === max ? formatFigure(value) : `${formatFigure(value)} (${formatFigure(min)}–${formatFigure(max)})`
}

const cuffText = (isDuringCuff: boolean): string => (isDuringCuff ? ', cuff at work' : '')

const pressureText = ({ pressure }: ReturnType<typeof valuesAt>, at: number): string => {
  if (pressure === null) return NO_VALUE
  const mean = pressure.map === undefined ? '' : ` (${formatFigure(pressure.map)})`
  const age = at - pressure.at < MS_PER_MINUTE ? '' : `, ${formatAge(at - pressure.at)} old`
  const [high, low] = [pressure.sbp, pressure.dbp].map((value) =>
    value === undefined ? NO_VALUE : formatFigure(value),
  )
  return `${high ?? NO_VALUE}/${low ?? NO_VALUE}${mean}${age}`
}

const doseText = ({ givenMg, rateMgPerHour }: ReturnType<typeof valuesAt>): string | null =>
  givenMg === null ? null : `${formatMg(givenMg)} mg, ${rateMgPerHour === null ? 0 : formatFigure(rateMgPerHour)} mg/h`

const sinceStart = ({ phases }: VisitChart, at: number): string => {
  const start = phases.find(({ phase }) => phase === 'infusing')?.from
  if (start === undefined || at < start) return ''
  return ` · ${Math.floor((at - start) / MS_PER_MINUTE)} min in`
}

/** Every value of one moment. */
export const Readout = ({ chart, at, reachMs, isLeft }: ReadoutProps) => {
  const values = valuesAt(chart, at, reachMs)
  const dose = doseText(values)
  return (
    <div className={classes.readout} data-side={isLeft ? 'left' : 'right'} role="status">
      <strong>
        {formatClock(at)}
        {sinceStart(chart, at)}
      </strong>
      <span>BP {pressureText(values, at)}</span>
      <span>
        {chart.pressure.pulse?.label ?? 'HR'} {pointText(values.pulse)}
        {cuffText(values.isPulseDuringCuff)}
      </span>
      {values.lines.map(({ series, point, isDuringCuff }) => (
        <span key={series.metric}>
          <ChemText text={series.label} /> {pointText(point)}
          {cuffText(isDuringCuff)}
        </span>
      ))}
      {dose === null ? null : <span>{dose}</span>}
    </div>
  )
}
