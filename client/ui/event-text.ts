import type { Priority } from '../../shared/domain/limit.ts'
import { SCALE_INFO, SCALES, type Scale } from '../../shared/domain/score.ts'
import type { SessionEventType } from '../../shared/domain/session-event.ts'
import { CUFF_METRICS, isMetric, METRIC_INFO, type Metric } from '../../shared/domain/vital.ts'
import { alarmEventWords } from './alarm-words.ts'
import { readFields, type EventFields } from './event-fields.ts'
import { formatFigure, formatTime, formatValue } from './format.ts'

/** An event as a screen was told of it. */
export interface ToldEvent {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

/** What the ids in events are called, where somebody knows it. */
export interface KnownNames {
  readonly items: Readonly<Record<string, string>>
  readonly criteria: Readonly<Record<string, string>>
  readonly bays: Readonly<Record<string, string>>
}

/** One event in words: a line, and what goes below it. */
export interface EventText {
  readonly text: string
  readonly detail: string
  readonly alarm?: { readonly kind: 'physiological' | 'technical'; readonly priority: Priority }
}

type Words = (data: EventFields, names: KnownNames) => Omit<EventText, 'detail'> & { readonly detail?: string }

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ')
const figure = (value: number | null): string => (value === null ? '?' : formatFigure(value))

const isPriority = (text: string): text is Priority => text === 'low' || text === 'medium' || text === 'high'

const alarm =
  (after: string): Words =>
  (data) => {
    const priority = data.text('priority')
    const kind = data.text('kind') === 'technical' ? 'technical' : 'physiological'
    return {
      text: joined(alarmEventWords(data), after),
      ...(data.isSet('notConfirmedByRepeat') ? { detail: 'not confirmed by the repeat' } : {}),
      ...(isPriority(priority) ? { alarm: { kind, priority } } : {}),
    }
  }

const override = (data: EventFields): string => {
  const passed = data
    .group('override')
    .groups('gates')
    .map((gate) => gate.text('label'))
  const reason = data.group('override').text('reason')
  return reason === '' ? '' : `Overridden: ${[...passed, `“${reason}”`].join('; ')}`
}

/** `128/80 (96), HR 74, SpO2 98` */
const vitals = (values: Readonly<Record<string, number>>): string => {
  const { sbp, dbp, map } = values
  const pressure = sbp === undefined && dbp === undefined ? '' : `${figure(sbp ?? null)}/${figure(dbp ?? null)}`
  const mean = map === undefined ? '' : ` (${figure(map)})`
  const isCuff = (metric: Metric) => (CUFF_METRICS as readonly Metric[]).includes(metric)
  const others = Object.entries(values).flatMap(([metric, value]) =>
    isMetric(metric) && !isCuff(metric) ? [`${METRIC_INFO[metric].label} ${formatValue(metric, value)}`] : [],
  )
  return [pressure + mean, ...others].filter((part) => part !== '').join(', ')
}

const isScale = (text: string): text is Scale => (SCALES as readonly string[]).includes(text)

const score: Words = (data) => {
  const scale = data.text('scale')
  const label = isScale(scale) ? SCALE_INFO[scale].label : scale
  const [, most] = isScale(scale) ? SCALE_INFO[scale].range : [0, null]
  return { text: `${label} ${figure(data.figure('score'))}${most === null || most < 10 ? '' : ` of ${most}`}` }
}

const started: Words = (data) => {
  const dose = `${figure(data.figure('doseMg'))} mg`
  const minutes = data.figure('durationMin') ?? 0
  const text = minutes > 0 ? `Infusion started: ${dose} in ${figure(minutes)} min` : `Dose given: ${dose}`
  return { text, detail: joined(data.text('route') === 'iv' ? '' : data.text('route'), override(data)) }
}

const ended: Words = (data) => {
  const delivered = data.figure('deliveredMg')
  const amount = delivered === null ? '' : `, ${figure(delivered)} mg given`
  return data.text('outcome') === 'stoppedEarly'
    ? { text: `Infusion stopped early${amount}`, detail: data.text('reason') }
    : { text: `Infusion ended${amount}` }
}

const discharged: Words = (data) => ({
  text: 'Discharged',
  detail: joined(data.text('escort') === '' ? '' : `with ${data.text('escort')}`, override(data)),
})

const VISIT = {
  sessionScheduled: (data) => ({
    text: 'Visit scheduled',
    detail: joined(data.group('protocol').text('name'), `${figure(data.group('patient').figure('weightKg'))} kg`),
  }),
  sessionAdmitted: () => ({ text: 'Admitted' }),
  checklistChanged: (data, { items }) => ({
    text: `${items[data.text('item')] ?? data.text('item')}: ${data.isSet('done') ? 'done' : 'open again'}`,
    detail: data.text('checkedBy') === '' ? '' : `checked by ${data.text('checkedBy')}`,
  }),
  baselineRecorded: (data) => ({
    text: joined(`Baseline ${vitals(data.group('values').figures())}`.trim()),
    detail: data.text('from') === 'monitor' ? 'from the monitor' : 'by hand',
  }),
  sessionDischarged: discharged,
  sessionTransferred: (data) => ({ text: `Transferred to ${data.text('to')}`, detail: data.text('reason') }),
  sessionCancelled: (data) => ({ text: 'Visit cancelled', detail: data.text('reason') }),
  bayChanged: (data, { bays }) => ({
    text: `Moved to ${bays[data.text('to')] ?? data.text('to')}`,
    detail: data.isSet('devices') ? 'with the monitor' : '',
  }),
  deviceAttached: (data) => ({ text: `${data.text('name') || 'Monitor'} attached` }),
  deviceDetached: () => ({ text: 'Monitor detached' }),
  alarmMarked: (data) => ({
    text: data.text('mark') === 'real' ? 'An alarm marked as real' : 'An alarm marked as a nuisance',
    detail: data.text('note'),
  }),
  pressureIntervalSet: (data) => {
    const everyMin = data.figure('everyMin')
    return {
      text:
        everyMin === null ? 'Blood pressure as the protocol has it' : `Blood pressure every ${figure(everyMin)} min`,
    }
  },
  checkCompleted: (data) => ({ text: 'Check done', detail: data.text('looked') }),
  recoveryExtended: (data) => ({
    text: `Recovery ${figure(data.figure('minutes'))} min longer`,
    detail: data.text('reason'),
  }),
  stayPassed: (data) => ({ text: `Longest stay passed: ${figure(data.figure('longestStayMin'))} min` }),
  criterionAssessed: (data, { criteria }) => ({
    text: `${criteria[data.text('criterion')] ?? data.text('criterion')}: ${data.isSet('met') ? 'met' : 'not met'}`,
    detail: data.text('note'),
  }),
} as const satisfies Partial<Record<SessionEventType, Words>>

const DOSE = {
  infusionStarted: started,
  rateChanged: (data) => ({
    text: `Rate ${figure(data.figure('rateMgPerHour'))} mg/h`,
    detail: joined(data.text('reason'), override(data)),
  }),
  bolusGiven: (data) => ({
    text: `Bolus ${figure(data.figure('mg'))} mg`,
    detail: joined(data.text('reason'), override(data)),
  }),
  infusionPaused: (data) => ({ text: 'Infusion paused', detail: data.text('reason') }),
  infusionResumed: (data) => ({ text: 'Infusion resumed', detail: override(data) }),
  infusionEnded: ended,
} as const satisfies Partial<Record<SessionEventType, Words>>

const ENTRIES = {
  vitalsRecorded: (data) => ({ text: vitals(data.group('values').figures()), detail: 'by hand' }),
  assessmentRecorded: score,
  symptomRecorded: (data) => ({ text: `${sentence(data.text('symptom'))}, ${data.text('grade')}` }),
  interventionRecorded: (data) => ({
    text: [sentence(data.text('intervention')), data.text('detail')].filter((part) => part !== '').join(' '),
  }),
  noteAdded: (data) => ({ text: data.text('text') }),
  limitsChanged: (data) => ({ text: 'Alarm limits changed', detail: data.text('reason') }),
  readingsTakenOver: (data) => ({ text: `${figure(data.figure('count'))} readings taken over` }),
  artefactMarked: (data) => ({
    text: `Artefact marked in ${isMetric(data.text('metric')) ? METRIC_INFO[data.text('metric') as Metric].label : data.text('metric')}`,
    detail: joined(data.text('suggested') === '' ? '' : 'as suggested', data.text('reason')),
  }),
  artefactDismissed: (data) => ({ text: 'A suggested artefact dismissed', detail: data.text('why') }),
  amended: (data) => ({ text: `Entry ${figure(data.figure('seq'))} amended`, detail: data.text('reason') }),
  signedOff: (data) => ({
    text: data.isSet('isConfirmed') ? 'Signed, with the sign-in once more' : 'Signed',
    detail: data.text('statement'),
  }),
} as const satisfies Partial<Record<SessionEventType, Words>>

const ALARMS = {
  alarmRaised: alarm(''),
  alarmEscalated: alarm('worse'),
  alarmDeescalated: alarm('lower priority'),
  alarmLatched: alarm('over, not seen yet'),
  alarmCleared: alarm('over'),
  alarmResumed: alarm('again'),
  alarmAcknowledged: alarm('ACKNOWLEDGED'),
  alarmReminded: alarm('still there'),
  alarmUnattended: alarm('nobody has come'),
  alarmEnded: alarm('ended with the visit'),
  audioPaused: (data) => ({ text: `AUDIO PAUSED until ${formatTime(Date.parse(data.text('until')))}` }),
  audioPauseEnded: (data) => ({
    text: data.text('cause') === 'newAlarm' ? 'Audio on again: a new alarm' : 'Audio on again',
  }),
} as const satisfies Partial<Record<SessionEventType, Words>>

/** Every event has its words: one that is added without them does not compile. */
const WORDS: Readonly<Record<SessionEventType, Words>> = { ...VISIT, ...DOSE, ...ENTRIES, ...ALARMS }

const isKnown = (type: string): type is SessionEventType => Object.hasOwn(WORDS, type)

export const eventText = (event: ToldEvent, names: KnownNames): EventText => {
  if (!isKnown(event.type)) return { text: event.type, detail: '' }
  return { detail: '', ...WORDS[event.type](readFields(event.data), names) }
}
