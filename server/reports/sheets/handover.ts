import { SCALE_INFO, type Scale } from '../../../shared/domain/score.ts'
import type { PassedGate } from '../../../shared/domain/session-event.ts'
import { MS_PER_HOUR, MS_PER_MINUTE, toIso } from '../../../shared/domain/time.ts'
import { METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import { toWireEvent } from '../../../shared/wire/stored-event.ts'
import type { SheetRow, SheetSection, VisitSheet } from '../../../shared/wire/visit-sheet.ts'
import type { VisitRecord } from '../visit-record.ts'
import {
  endOf,
  eventsOf,
  figure,
  goodValues,
  happenedAt,
  highestOf,
  pressuresOf,
  row,
  section,
  sheetOf,
} from './sheet-parts.ts'

const SHOWN: readonly Metric[] = ['hr', 'spo2', 'rr', 'etco2', 'temp']
const SCORES: readonly Scale[] = ['moaas', 'rass', 'aldrete', 'padss', 'dissociation', 'cadss6', 'nausea', 'pain']

const lastOf = <T>(list: readonly T[]): T | null => list.at(-1) ?? null

const situation = (record: VisitRecord): SheetSection => {
  const { view } = record
  const transferred = lastOf(eventsOf(record, 'sessionTransferred'))
  const going =
    transferred === null
      ? [row('Transferred to', null)]
      : [row('Transferred to', transferred.data.to, happenedAt(transferred)), row('Because', transferred.data.reason)]
  const alarms = view.alarms.map(({ text, since, acknowledged }) =>
    row(acknowledged ? 'Alarm, acknowledged' : 'Alarm, not acknowledged', text, since),
  )
  return section('Situation', { rows: [row('Phase', view.phase, view.phaseSince), ...going, ...alarms] })
}

const doseRows = ({ view }: VisitRecord): readonly SheetRow[] => {
  const { infusion } = view
  if (infusion === undefined) return [row('Ketamine', 'none given')]
  const { route, deliveredMg, plannedMg, mgPerKg, rateMgPerHour, startedAt, endedAt, outcome } = infusion
  const given = `${figure(deliveredMg, 1)} of ${figure(plannedMg, 1)} mg, ${figure(mgPerKg, 2)} mg/kg, ${ROUTE_WORD[route]}`
  const end =
    endedAt === undefined
      ? row('Running at', `${figure(rateMgPerHour, 1)} mg/h`)
      : row(outcome === 'stoppedEarly' ? 'Stopped early' : 'Ended', 'no more is given', endedAt)
  return [row('Given', given), row('Begun', view.protocol.name, startedAt), end]
}

const baselineText = ({ view: { baseline } }: VisitRecord): string | null => {
  if (baseline === undefined) return null
  const { sbp, dbp, hr, spo2 } = baseline
  return `${figure(sbp)}/${figure(dbp)} mmHg, HR ${figure(hr)}, SpO2 ${figure(spo2)} %`
}

const ROUTE_WORD = { iv: 'IV', im: 'IM', nasal: 'nasal' } as const

/** Whoever takes over asks what was given, however long ago. */
const interventionRows = (record: VisitRecord): readonly SheetRow[] =>
  eventsOf(record, 'interventionRecorded').map((event) => {
    const { intervention, detail = '' } = event.data
    return row('Intervention', `${intervention} ${detail}`.trim(), happenedAt(event))
  })

/** What was decided against a gate, and why. */
const overrideRows = ({ events }: VisitRecord): readonly SheetRow[] =>
  events.flatMap((event) => {
    if (!('override' in event.data)) return []
    const { gates, reason } = event.data.override
    const passed = gates.map(({ label }: PassedGate) => label).join('; ')
    return [row('Decided all the same', `${passed}: “${reason}”, ${event.by?.name ?? ''}`, happenedAt(event))]
  })

const background = (record: VisitRecord): SheetSection =>
  section('Background', {
    rows: [
      row('Baseline', baselineText(record)),
      ...doseRows(record),
      ...interventionRows(record),
      ...overrideRows(record),
    ],
  })

const fromBaseline = (mmHg: number): string => `${figure(Math.abs(mmHg))} ${mmHg < 0 ? 'below' : 'above'} the baseline`

const pressureRows = (record: VisitRecord, from: number): readonly SheetRow[] => {
  const end = endOf(record)
  const all = pressuresOf(record).filter(({ at }) => at <= end)
  const newest = lastOf(all)
  const highest = highestOf(all)
  const baseline = record.view.baseline?.sbp
  const rise = highest === null || baseline === undefined ? '' : `, ${fromBaseline(highest.sbp - baseline)}`
  const inHour = all.filter(({ at }) => at >= from)
  return [
    row('Blood pressure, newest', newest?.text ?? null, newest?.at),
    ...(highest === null ? [] : [row('Blood pressure, highest of the visit', `${highest.text}${rise}`, highest.at)]),
    ...inHour.slice(0, -1).map(({ text, at }) => row('Blood pressure', text, at)),
  ]
}

const vitalRows = (record: VisitRecord, from: number): readonly SheetRow[] =>
  SHOWN.flatMap((metric) => {
    const values = goodValues(record, metric).filter(
      ({ measuredAt }) => measuredAt >= from && measuredAt <= endOf(record),
    )
    const newest = lastOf(values)
    if (newest === null) return []
    const { label, unitLabel, decimals } = METRIC_INFO[metric]
    const say = (value: number) => value.toFixed(decimals)
    const [low, high] = [Math.min(...values.map(({ value }) => value)), Math.max(...values.map(({ value }) => value))]
    return [
      row(label, `${say(newest.value)} ${unitLabel}, in the last hour ${say(low)} to ${say(high)}`, newest.measuredAt),
    ]
  })

const scoreRows = (record: VisitRecord): readonly SheetRow[] =>
  SCORES.flatMap((scale) => {
    const newest = lastOf(eventsOf(record, 'assessmentRecorded').filter(({ data }) => data.scale === scale))
    if (newest === null) return []
    const { label, range } = SCALE_INFO[scale]
    return [row(label, `${figure(newest.data.score)} of ${range[1]}`, happenedAt(newest))]
  })

const assessment = (record: VisitRecord, from: number): SheetSection =>
  section('Assessment', { rows: [...pressureRows(record, from), ...vitalRows(record, from), ...scoreRows(record)] })

/** From what is open: nothing is advised that nobody decided. */
const recommendation = ({ view }: VisitRecord): SheetSection => {
  const open = (view.recovery?.criteria ?? []).filter(({ met }) => !met).map(({ label }) => row('Not met', label))
  const due = view.timers
    .filter(({ state }) => state !== 'done')
    .map(({ label, dueAt, state }) => row(state === 'running' ? 'Next' : 'Due since', label, dueAt))
  const lines = open.length === 0 && due.length === 0 ? ['Nothing stands open in the visit.'] : []
  return section('Recommendation', {
    rows: [
      ...open,
      ...due,
      row('Handed over by', null),
      row('To', null),
      row('At', null),
      row('To be watched or done', null),
    ],
    lines,
  })
}

const QUIET: ReadonlySet<string> = new Set([
  'alarmReminded',
  'audioPaused',
  'audioPauseEnded',
  'deviceAttached',
  'deviceDetached',
])

/** Situation, background, assessment and recommendation, and what happened in the last hour. */
export const handover = (record: VisitRecord): VisitSheet => {
  const end = endOf(record)
  const from = end - MS_PER_HOUR
  const events = record.events
    .filter((event) => happenedAt(event) >= from && happenedAt(event) <= end && !QUIET.has(event.type))
    .toSorted((one, other) => happenedAt(one) - happenedAt(other))
  const minutes = Math.round((end - from) / MS_PER_MINUTE)
  return sheetOf(record, {
    kind: 'handover',
    title: 'Hand-over (SBAR)',
    sections: [
      situation(record),
      background(record),
      assessment(record, from),
      recommendation(record),
      section(`The last ${minutes} min`, {
        rows: [row('Until', 'as held', toIso(end))],
        events: events.map(toWireEvent),
      }),
    ],
    missing: [],
  })
}
