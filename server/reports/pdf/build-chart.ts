import type { Phase } from '../../../shared/domain/phase.ts'
import { plusMs, type Instant } from '../../../shared/domain/time.ts'
import { alarmLives } from '../../core/statistics-alarm-list.ts'
import { doseCourse, givenMg, type DoseCourse } from '../../core/statistics-dose.ts'
import { endOf, phaseSpans } from '../../core/statistics-phases.ts'
import { inOwnTurn } from '../turns.ts'
import type { VisitRecord } from '../visit-record.ts'
import { figure } from '../words/figure-words.ts'
import type { LocalTime } from '../words/local-time.ts'
import { pressurePanel, valuePanels } from './build-panels.ts'
import type { ChartAlarm, ChartLook, ChartModel, ChartSpan, DosePanel } from './chart-model.ts'
import { timeTicks } from './chart-scale.ts'

const PHASE_WORD: Readonly<Record<Phase, string>> = {
  scheduled: 'Scheduled',
  preparing: 'Preparing',
  infusing: 'Infusing',
  paused: 'Paused',
  recovering: 'Recovering',
  discharged: 'Discharged',
  transferred: 'Transferred',
  cancelled: 'Cancelled',
}

/** From admission until the patient left, or until now; null: nobody was admitted. */
const visitSpan = ({ events, now }: VisitRecord): ChartSpan | null => {
  const admitted = phaseSpans(events).find(({ phase }) => phase !== 'scheduled')
  return admitted === undefined ? null : { from: admitted.from, to: endOf(events) ?? now }
}

const phasesOf = ({ events }: VisitRecord, { to: end }: ChartSpan): ChartModel['phases'] =>
  phaseSpans(events).flatMap(({ phase, from, to }) =>
    phase === 'scheduled'
      ? []
      : [{ phase, label: PHASE_WORD[phase], from, to: to ?? end, isDosing: phase === 'infusing' }],
  )

/** A dose given at once is a step: what was given just before it, and with it. */
const givenLine = (dose: DoseCourse): DosePanel['given'] => {
  const turns = [
    ...dose.rates.flatMap(({ from, to }) => [from, to]),
    ...dose.atOnce.flatMap(({ at }) => [plusMs(at, -1), at]),
  ]
  return [...new Set(turns)].sort((first, second) => first - second).map((at) => ({ at, mg: givenMg(dose, at) }))
}

const dosePanel = ({ events, view, now }: VisitRecord): DosePanel | null => {
  if (view.infusion === undefined) return null
  const dose = doseCourse(events, now)
  return {
    ...dose,
    given: givenLine(dose),
    total: `${figure(view.infusion.deliveredMg)} mg`,
    totalMg: view.infusion.deliveredMg,
  }
}

const alarmsOf = ({ written }: VisitRecord, { to: end }: ChartSpan): readonly ChartAlarm[] =>
  alarmLives(written).map(({ raisedAt, overAt, highest, kind, channel }) => ({
    channel,
    from: raisedAt,
    to: overAt ?? end,
    priority: highest,
    kind,
  }))

/** An entry as the chart numbers it. */
export type ChartEntry = ChartModel['entries'][number]

export interface ChartRequest {
  readonly record: VisitRecord
  readonly entries: readonly ChartEntry[]
  readonly local: LocalTime
  readonly look: ChartLook
}

/** The visit on one time axis; null where nobody was admitted. */
export const buildChart = async ({ record, entries, local, look }: ChartRequest): Promise<ChartModel | null> => {
  const span = visitSpan(record)
  if (span === null || span.to <= span.from) return null
  const isInside = ({ at }: { readonly at: Instant }) => span.from <= at && at <= span.to
  return {
    ...span,
    ticks: timeTicks(span, local),
    phases: phasesOf(record, span),
    pressure: await inOwnTurn(() => pressurePanel(record, span, look)),
    lines: await valuePanels(record, span, look),
    dose: dosePanel(record),
    alarms: alarmsOf(record, span),
    entries: entries.filter(isInside),
  }
}
