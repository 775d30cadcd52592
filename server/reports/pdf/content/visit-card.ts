import { MS_PER_MINUTE, parseIso, type Instant } from '../../../../shared/domain/time.ts'
import { CUFF_METRICS } from '../../../../shared/domain/vital.ts'
import type { InfusionView } from '../../../../shared/domain/session-view.ts'
import { withAmendments } from '../../../core/statistics-amended.ts'
import { phaseSpans } from '../../../core/statistics-phases.ts'
import { BACK_WITHIN_PERCENT, cuffMeasurements, pressureRise } from '../../../core/statistics-pressure.ts'
import { artefactMarks, isCounted } from '../../artefacts.ts'
import type { VisitRecord } from '../../visit-record.ts'
import { figure, metricFigure, minutesBetween, NO_VALUE, signed } from '../../words/figure-words.ts'
import type { LocalTime } from '../../words/local-time.ts'
import type { Card } from '../report-model.ts'
import type { ReportSource } from './report-source.ts'

type Fact = readonly [name: string, value: string]

const ROUTE_WORD = { iv: 'intravenous', im: 'intramuscular', nasal: 'nasal' } as const

const minutesIn = (record: VisitRecord, names: readonly string[]): number =>
  phaseSpans(record.events)
    .filter(({ phase }) => names.includes(phase))
    .reduce((sum, { from, to }) => sum + ((to ?? record.now) - from), 0) / MS_PER_MINUTE

/** What a clinician corrected the delivered dose to; null: it stands as it ran. */
const correctedMg = ({ written }: VisitRecord): number | null => {
  const end = withAmendments(written).find(({ first }) => first.type === 'infusionEnded')
  return end?.now.type === 'infusionEnded' && end.now !== end.first ? end.now.data.deliveredMg : null
}

const doseFacts = (record: VisitRecord, infusion: InfusionView): readonly Fact[] => {
  const { deliveredMg, plannedMg, mgPerKg, route } = infusion
  const corrected = correctedMg(record)
  return [
    ['Dose', `${figure(deliveredMg)} of ${figure(plannedMg)} mg, ${mgPerKg.toFixed(2)} mg/kg`],
    ...(corrected === null ? [] : [['Dose, corrected', `${figure(corrected)} mg`] as const]),
    ...(route === 'iv' ? [] : [['Route', ROUTE_WORD[route]] as const]),
  ]
}

const infusionFacts = (record: VisitRecord, { route, outcome }: InfusionView): readonly Fact[] => {
  if (route !== 'iv') return []
  const paused = minutesIn(record, ['paused'])
  const whole = minutesIn(record, ['infusing', 'paused'])
  const pauses = paused === 0 ? '' : `, paused ${figure(paused, 0)} min`
  return [['Infusion', `${figure(whole, 0)} min${pauses}${outcome === 'stoppedEarly' ? ', stopped early' : ''}`]]
}

const timeOf = (text: string | undefined): Instant | null => (text === undefined ? null : parseIso(text))

const recoveryFacts = ({ view, events, now }: VisitRecord): readonly Fact[] => {
  const span = phaseSpans(events).find(({ phase }) => phase === 'recovering')
  const [ended, minimum] = [timeOf(view.recovery?.endedAt), timeOf(view.recovery?.minimumUntil)]
  if (span === undefined || ended === null || minimum === null) return []
  const least = `minimum ${figure((minimum - ended) / MS_PER_MINUTE, 0)}`
  return [['Recovery', `${minutesBetween(span.from, span.to ?? now)} (${least})`]]
}

const baselineFact = ({ view: { baseline } }: VisitRecord): readonly Fact[] =>
  baseline === undefined
    ? []
    : [
        [
          'Baseline',
          `${metricFigure('sbp', baseline.sbp)}/${metricFigure('dbp', baseline.dbp)}, HR ${metricFigure('hr', baseline.hr)}, SpO2 ${metricFigure('spo2', baseline.spo2)}`,
        ],
      ]

const backWords = (startedAt: Instant, backAt: Instant | null, stayedWithin: boolean): string => {
  if (stayedWithin) return 'never left it'
  return backAt === null ? 'not measured' : `${minutesBetween(startedAt, backAt)} from start`
}

const pressureFacts = ({ view, events, readings }: VisitRecord): readonly Fact[] => {
  const startedAt = timeOf(view.infusion?.startedAt)
  if (view.baseline === undefined || startedAt === null) return []
  const marks = artefactMarks(events)
  const counted = CUFF_METRICS.flatMap((metric) => readings.get(metric) ?? []).filter((it) => isCounted(it, marks))
  const rise = pressureRise(cuffMeasurements(counted), view.baseline, startedAt)
  if (rise === null) return [['Pressure rise', 'not measured']]
  const diastolic = rise.dbp === undefined ? NO_VALUE : signed(rise.dbp)
  return [
    ['Pressure rise', `${signed(rise.sbp)} / ${diastolic} mmHg at ${minutesBetween(startedAt, rise.peakAt)}`],
    [`Back within ${BACK_WITHIN_PERCENT} %`, backWords(startedAt, rise.backAt, rise.stayedWithin)],
  ]
}

const endFact = ({ events }: VisitRecord, local: LocalTime): readonly Fact[] =>
  events.flatMap((event): readonly Fact[] => {
    const at = local.time(event.occurredAt ?? event.at)
    if (event.type === 'sessionDischarged') return [['Home', `${at}, with ${event.data.escort}`]]
    if (event.type === 'sessionTransferred') return [['Transferred', `${at}, to ${event.data.to}`]]
    return event.type === 'sessionCancelled' ? [['Cancelled', `${at}, ${event.data.reason}`]] : []
  })

/** The visit at one glance. */
export const visitCard = ({ record, local }: ReportSource): Card => {
  const { infusion } = record.view
  const facts: readonly Fact[] = [
    ...(infusion === undefined ? [['Dose', 'none given'] as const] : doseFacts(record, infusion)),
    ...(infusion === undefined ? [] : infusionFacts(record, infusion)),
    ...recoveryFacts(record),
    ...baselineFact(record),
    ...pressureFacts(record),
    ...endFact(record, local),
  ]
  return {
    title: 'Visit',
    share: 1.22,
    table: {
      columns: [
        { title: '', share: 2.1 },
        { title: '', share: 3.4, align: 'right' },
      ],
      rows: facts.map(([name, value]) => [
        { text: name, isMuted: true },
        { text: value, isStrong: true },
      ]),
    },
  }
}
