import type { ReactNode } from 'react'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { Summary } from '../../shared/wire/review.ts'
import { formatFigure, formatTime } from '../ui/format.ts'
import { PHASE_WORD } from '../ui/phase-words.ts'
import { Card } from './card.tsx'
import { duration, signed } from './figures.ts'
import classes from './review.module.css'

export interface VisitCardProps {
  readonly summary: Summary
  readonly view: SessionView
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className={classes.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

type Rise = NonNullable<NonNullable<Summary['pressure']>['rise']>

const riseText = ({ sbp, dbp, peakAfterMin }: Rise): string => {
  const diastolic = dbp === undefined ? '' : ` / ${signed(dbp)}`
  return `${signed(sbp)}${diastolic} mmHg at ${Math.round(peakAfterMin)} min`
}

const backText = ({ stayedWithin, backAfterMin }: Rise): string => {
  if (stayedWithin) return 'never left it'
  return backAfterMin === null ? 'not measured' : `${Math.round(backAfterMin)} min from the start`
}

const PressureFacts = ({ pressure }: Pick<Summary, 'pressure'>) => {
  const rise = pressure?.rise ?? null
  if (rise === null) return null
  return (
    <>
      <Fact name="Pressure rise">{riseText(rise)}</Fact>
      <Fact name="Back within 10 %">{backText(rise)}</Fact>
    </>
  )
}

const DoseFact = ({ dose }: Pick<Summary, 'dose'>) => (
  <Fact name="Dose">
    {dose === null
      ? 'none given'
      : `${formatFigure(dose.deliveredMg)} of ${formatFigure(dose.plannedMg)} mg, ${dose.mgPerKg.toFixed(2)} mg/kg`}
  </Fact>
)

const recoveryText = ({ recovery }: SessionView, seconds: number): string => {
  if (recovery === undefined) return duration(seconds)
  const minimum = (Date.parse(recovery.minimumUntil) - Date.parse(recovery.endedAt)) / 60_000
  return `${duration(seconds)} (minimum ${Math.round(minimum)} min)`
}

/** The visit at one glance. */
export const VisitCard = ({ summary: { dose, phases, pressure }, view }: VisitCardProps) => {
  const { baseline } = view
  const last = phases.at(-1)
  return (
    <Card title="Visit">
      <dl className={classes.factList}>
        <DoseFact dose={dose} />
        {baseline === undefined ? null : (
          <Fact name="Baseline">
            {formatFigure(baseline.sbp)}/{formatFigure(baseline.dbp)}, HR {formatFigure(baseline.hr)}
          </Fact>
        )}
        <PressureFacts pressure={pressure} />
        {phases
          .filter(({ to }) => to !== undefined)
          .map(({ phase, from, seconds }) => (
            <Fact key={from} name={PHASE_WORD[phase]}>
              {phase === 'recovering' ? recoveryText(view, seconds) : duration(seconds)}
            </Fact>
          ))}
        {last === undefined ? null : (
          <Fact name={PHASE_WORD[view.phase]}>{formatTime(Date.parse(last.to ?? last.from))}</Fact>
        )}
      </dl>
    </Card>
  )
}
