import { MS_PER_MINUTE, type Instant } from '../../../shared/domain/time.ts'
import type { SheetRow, SheetSection, VisitSheet } from '../../../shared/wire/visit-sheet.ts'
import type { VisitRecord } from '../visit-record.ts'
import { courseOf, type EffectSigns } from './course-of.ts'
import { endOf, eventsOf, figure, goodValues, happenedAt, pressuresOf, row, section, sheetOf } from './sheet-parts.ts'

/** Monitoring lasts at least so long from the dose (esketamine label). Minutes. */
const MONITORING_MIN = 120
/** *At about 40 min* (esketamine label): a value this near speaks for it, and one this near to the end for it. Minutes. */
const PEAK = { atMin: 40, within: 10 } as const
const LEAVING_WITHIN_MIN = 30

const SEDATION: EffectSigns = {
  scales: { moaas: 5, rass: 0 },
  isLowWorse: true,
  symptoms: ['sedation', 'drowsiness', 'somnolence'],
}
const DISSOCIATION: EffectSigns = {
  scales: { dissociation: 0, cadss6: 0 },
  isLowWorse: false,
  symptoms: ['dissociation'],
}

/** What the visit knows beside its entries. */
export interface EsketamineFacts {
  /** Earlier doses of this protocol to this patient that are held here. */
  readonly earlierDoses: number
  /** Since when the patient was ready to leave, without a break until he left; null: he was not. */
  readonly readySince: Instant | null
}

const MEDICINES = ['Other sedatives', 'Stimulants', 'MAO inhibitors', 'Opioids'] as const
const FIRST = 'First treatment'
const LOT = 'Lot'
const SERIOUS = 'Serious events'
const BREATH = 'Respiratory depression'

/** What no other entry has a place for. */
const BY_NOTE: ReadonlySet<string> = new Set([FIRST, ...MEDICINES, LOT, BREATH, SERIOUS])

/** A note `Lot: 4711` says what no other entry has a place for. */
const noted = (record: VisitRecord, label: string): string | null => {
  const start = `${label.toLowerCase()}:`
  const note = eventsOf(record, 'noteAdded').findLast(({ data }) => data.text.trim().toLowerCase().startsWith(start))
  const said = note?.data.text.trim().slice(start.length).trim() ?? ''
  return said === '' ? null : said
}

const asked = (record: VisitRecord, labels: readonly string[]): readonly SheetRow[] =>
  labels.map((label) => row(label, noted(record, label)))

const minutesFrom = (dose: Instant, at: Instant): string =>
  `${Math.round((at - dose) / MS_PER_MINUTE)} min from the dose`

const firstTreatment = (record: VisitRecord, { earlierDoses }: EsketamineFacts): SheetRow => {
  return row(FIRST, earlierDoses > 0 ? `no, ${earlierDoses} earlier here` : noted(record, FIRST))
}

const patientSection = (record: VisitRecord, facts: EsketamineFacts): SheetSection =>
  section('Patient and medicines', {
    rows: [firstTreatment(record, facts), ...asked(record, MEDICINES)],
  })

interface Doses {
  readonly at: Instant
  readonly rows: readonly SheetRow[]
}

const dosesOf = (record: VisitRecord): Doses | null => {
  const [started] = eventsOf(record, 'infusionStarted')
  if (started === undefined) return null
  const more = eventsOf(record, 'bolusGiven').map((event) =>
    row('Second device', `${figure(event.data.mg, 1)} mg`, happenedAt(event)),
  )
  const total = record.view.infusion?.deliveredMg ?? started.data.doseMg
  const dose = row('Dose', `${figure(started.data.doseMg, 1)} mg, ${started.data.route}`, happenedAt(started))
  return { at: happenedAt(started), rows: [dose, ...more, row('Dose in all', `${figure(total, 1)} mg`)] }
}

const doseSection = (record: VisitRecord, doses: Doses | null): SheetSection =>
  section('Treatment', {
    rows: [row('Site', record.view.site), ...(doses?.rows ?? [row('Dose', null)]), ...asked(record, [LOT])],
  })

const monitoringRows = (
  record: VisitRecord,
  dose: Instant | null,
  { readySince }: EsketamineFacts,
): readonly SheetRow[] => {
  const { phase } = record.view
  const hasLeft = phase === 'discharged' || phase === 'transferred'
  const labels = { end: 'End of monitoring', ready: 'Ready to leave' }
  if (dose === null) return [row(labels.end, null), row(labels.ready, null)]
  const end = endOf(record)
  const enough = end - dose >= MONITORING_MIN * MS_PER_MINUTE ? '' : `, less than ${MONITORING_MIN} min`
  return [
    hasLeft ? row(labels.end, `${minutesFrom(dose, end)}${enough}`, end) : row(labels.end, null),
    readySince === null ? row(labels.ready, null) : row(labels.ready, minutesFrom(dose, readySince), readySince),
  ]
}

const nearest = <T extends { readonly at: Instant }>(list: readonly T[], wanted: number, withinMin: number): T | null =>
  list
    .filter(({ at }) => Math.abs(at - wanted) <= withinMin * MS_PER_MINUTE)
    .toSorted((one, other) => Math.abs(one.at - wanted) - Math.abs(other.at - wanted))[0] ?? null

const vitalsAt = (record: VisitRecord, label: string, wanted: number, withinMin: number): SheetRow => {
  const pressure = nearest(pressuresOf(record), wanted, withinMin)
  if (pressure === null) return row(label, null)
  const beside = (['hr', 'spo2'] as const).flatMap((metric) => {
    const values = goodValues(record, metric).map(({ measuredAt: at, value }) => ({ at, value }))
    const found = nearest(values, pressure.at, 2)
    return found === null ? [] : [`${metric === 'hr' ? 'HR' : 'SpO2'} ${figure(found.value)}`]
  })
  return row(label, [pressure.text, ...beside].join(', '), pressure.at)
}

const baselineRow = (record: VisitRecord): SheetRow => {
  const taken = eventsOf(record, 'baselineRecorded').at(-1)
  if (taken === undefined) return row('Before', null)
  const { sbp, dbp, hr, spo2 } = taken.data.values
  const text = `${figure(sbp)}/${figure(dbp)} mmHg, HR ${figure(hr)}, SpO2 ${figure(spo2)}`
  return row('Before', text, happenedAt(taken))
}

const vitalsSection = (record: VisitRecord, dose: Instant | null): SheetSection => {
  const peak = 'At about 40 min'
  const leaving = 'Before leaving'
  const end = endOf(record)
  const atPeak =
    dose === null ? row(peak, null) : vitalsAt(record, peak, dose + PEAK.atMin * MS_PER_MINUTE, PEAK.within)
  const before = dose === null || end <= dose ? row(leaving, null) : vitalsAt(record, leaving, end, LEAVING_WITHIN_MIN)
  return section('Vital signs', { rows: [baselineRow(record), atPeak, before] })
}

const effectRows = (
  record: VisitRecord,
  label: string,
  signs: EffectSigns,
  dose: Instant | null,
): readonly SheetRow[] => {
  if (dose === null) return [row(label, null)]
  const { isLookedFor, onset, worst, resolution } = courseOf(record, signs, dose)
  if (onset === null) return [row(label, isLookedFor ? 'none seen' : null)]
  const ends = `${label}, resolved`
  return [
    row(`${label}, onset`, `${minutesFrom(dose, onset)}, worst ${worst ?? 'not scored'}`, onset),
    resolution === null ? row(ends, null) : row(ends, minutesFrom(dose, resolution), resolution),
  ]
}

const BREATHING = 'rr.low'

/** By the alarm of the respiratory rate; without a rate nobody can say that there was none. */
const breathingRows = (record: VisitRecord, dose: Instant | null): readonly SheetRow[] => {
  const label = BREATH
  if (dose === null) return [row(label, null)]
  const raised = eventsOf(record, 'alarmRaised').find(({ data }) => data.channel === BREATHING)
  if (raised !== undefined) {
    const over = eventsOf(record, 'alarmCleared').findLast(({ data }) => data.channel === BREATHING)
    return [
      row(`${label}, onset`, minutesFrom(dose, raised.at), raised.at),
      over === undefined
        ? row(`${label}, resolved`, null)
        : row(`${label}, resolved`, minutesFrom(dose, over.at), over.at),
    ]
  }
  const rates = goodValues(record, 'rr').filter(({ measuredAt }) => measuredAt >= dose)
  if (rates.length === 0) return [row(label, noted(record, label))]
  return [row(label, `none seen, lowest rate ${figure(Math.min(...rates.map(({ value }) => value)))}/min`)]
}

const eventsSection = (record: VisitRecord, dose: Instant | null): SheetSection => {
  const transfers = eventsOf(record, 'sessionTransferred').map((event) =>
    row(SERIOUS, `transferred to ${event.data.to}: ${event.data.reason}`, happenedAt(event)),
  )
  return section('What happened', {
    rows: [
      ...effectRows(record, 'Sedation', SEDATION, dose),
      ...effectRows(record, 'Dissociation', DISSOCIATION, dose),
      ...breathingRows(record, dose),
      ...(transfers.length > 0 ? transfers : asked(record, [SERIOUS])),
    ],
  })
}

/** The monitoring sheet from what the visit holds; what it does not hold is listed, never guessed (protocols.md). */
export const esketamineSheet = (record: VisitRecord, facts: EsketamineFacts): VisitSheet => {
  const doses = dosesOf(record)
  const dose = doses?.at ?? null
  const sections = [
    patientSection(record, facts),
    doseSection(record, doses),
    section('Monitoring', { rows: [...monitoringRows(record, dose, facts)] }),
    vitalsSection(record, dose),
    eventsSection(record, dose),
  ]
  const missing = sections.flatMap(({ rows }) => rows).filter(({ value }) => value === null)
  return sheetOf(record, {
    kind: 'esketamine',
    title: 'Esketamine monitoring',
    sections,
    missing: missing.map(({ label }) => ({ label, byNote: BY_NOTE.has(label) })),
  })
}
