import type { AlarmEventData } from '../../../shared/domain/alarm.ts'
import { SCALE_INFO } from '../../../shared/domain/score.ts'
import type {
  RecordedOverride,
  SessionEventData,
  SessionEventType,
  StoredEvent,
} from '../../../shared/domain/session-event.ts'
import { CUFF_METRICS, METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import { alarmWords } from './alarm-words.ts'
import { figure, joined, metricFigure, NO_VALUE, sentence } from './figure-words.ts'
import type { LocalTime } from './local-time.ts'

/** One event in words: a line, and what goes beside it. */
export interface EventWords {
  readonly text: string
  readonly detail: string
}

/** What the ids in events are called. */
export interface KnownNames {
  readonly items: ReadonlyMap<string, string>
  readonly criteria: ReadonlyMap<string, string>
  readonly bay: (id: SessionEventData['bayChanged']['to']) => string
  readonly local: LocalTime
}

type Words<Type extends SessionEventType> = (data: SessionEventData[Type], names: KnownNames) => Partial<EventWords>

/** `SpO2 low; “the reason”` of a rule that was passed by name. */
const overrideWords = (override: RecordedOverride | undefined): string =>
  override === undefined
    ? ''
    : `Overridden: ${[...override.gates.map(({ label }) => label), `“${override.reason}”`].join('; ')}`

const isCuff = (metric: string): boolean => (CUFF_METRICS as readonly string[]).includes(metric)

/** `128/80 (96), HR 74, SpO2 98` */
const valueWords = (values: Readonly<Partial<Record<Metric, number>>>): string => {
  const { sbp, dbp, map } = values
  const mean = map === undefined ? '' : ` (${figure(map)})`
  const pressure =
    sbp === undefined && dbp === undefined
      ? []
      : [`BP ${metricFigure('sbp', sbp ?? null)}/${metricFigure('dbp', dbp ?? null)}${mean}`]
  const others = (Object.entries(values) as readonly (readonly [Metric, number])[]).flatMap(([metric, value]) =>
    isCuff(metric) ? [] : [`${METRIC_INFO[metric].label} ${metricFigure(metric, value)}`],
  )
  return [...pressure, ...others].join(', ')
}

const scoreWords: Words<'assessmentRecorded'> = ({ scale, score, items = {} }) => {
  const { label, range } = SCALE_INFO[scale]
  const parts = Object.entries(items).map(([id, value]) => `${id} ${value}`)
  return { text: `${label} ${score} of ${range[1]}`, detail: parts.join(', ') }
}

const startWords: Words<'infusionStarted'> = ({ doseMg, durationMin, route, concentrationMgPerMl, override }) => ({
  text:
    durationMin > 0
      ? `Infusion started: ${figure(doseMg)} mg in ${figure(durationMin)} min`
      : `Dose given: ${figure(doseMg)} mg`,
  detail: joined(
    route,
    concentrationMgPerMl === undefined ? '' : `${figure(concentrationMgPerMl, 2)} mg/mL`,
    overrideWords(override),
  ),
})

const endWords: Words<'infusionEnded'> = ({ outcome, reason = '', deliveredMg }) => ({
  text: `${outcome === 'completed' ? 'Infusion ended' : 'Infusion stopped early'}: ${figure(deliveredMg)} mg given`,
  detail: reason,
})

const artefactWords: Words<'artefactMarked'> = ({ metric, from, to, reason, suggested }, { local }) => ({
  text: `${METRIC_INFO[metric].label} marked as artefact, ${local.clock(from)} to ${local.clock(to)}`,
  detail: joined(suggested === undefined ? '' : 'as suggested', reason),
})

const alarm = ({ channel, value, limit }: AlarmEventData): Partial<EventWords> => ({
  text: alarmWords(channel, value ?? null, limit ?? null),
})

const ALARMS = {
  alarmRaised: alarm,
  alarmEscalated: alarm,
  alarmDeescalated: alarm,
  alarmLatched: alarm,
  alarmCleared: alarm,
  alarmResumed: alarm,
  alarmAcknowledged: alarm,
  alarmReminded: alarm,
  alarmUnattended: alarm,
  alarmEnded: alarm,
  audioPaused: ({ until }, { local }) => ({ text: `AUDIO PAUSED until ${local.time(until)}` }),
  audioPauseEnded: () => ({ text: 'Audio on again' }),
} as const satisfies Partial<{ readonly [Type in SessionEventType]: Words<Type> }>

const VISIT = {
  sessionScheduled: ({ patient, protocol }) => ({
    text: 'Visit scheduled',
    detail: joined(`${protocol.name}, version ${protocol.version}`, `${figure(patient.weightKg)} kg`),
  }),
  sessionAdmitted: () => ({ text: 'Admitted' }),
  checklistChanged: ({ item, done }, { items }) => ({
    text: `${items.get(item) ?? item}: ${done ? 'done' : 'open again'}`,
  }),
  baselineRecorded: ({ values, from }) => ({
    text: `Baseline ${valueWords({ ...values })}`,
    detail: from === 'hand' ? 'by hand' : 'from the monitor',
  }),
  sessionDischarged: ({ escort, ivRemoved, instructionsGiven, override }) => ({
    text: `Discharged with ${escort}`,
    detail: joined(
      ivRemoved ? 'IV removed' : 'IV not removed',
      instructionsGiven ? 'instructions given' : 'instructions not given',
      overrideWords(override),
    ),
  }),
  sessionTransferred: ({ to, reason }) => ({ text: `Transferred to ${to}`, detail: reason }),
  sessionCancelled: ({ reason }) => ({ text: 'Visit cancelled', detail: reason }),
  bayChanged: ({ to, devices }, { bay }) => ({
    text: `Moved to ${bay(to)}`,
    detail: devices ? 'with the monitor' : '',
  }),
  deviceAttached: ({ name }) => ({ text: `${name} attached` }),
  deviceDetached: ({ deviceId }) => ({ text: 'Monitor detached', detail: deviceId }),
  pressureIntervalSet: ({ everyMin }) => ({
    text: everyMin === null ? 'Blood pressure as the protocol has it' : `Blood pressure every ${figure(everyMin)} min`,
  }),
  checkCompleted: ({ looked = '' }) => ({ text: 'Check done', detail: looked }),
  recoveryExtended: ({ minutes, reason }) => ({ text: `Recovery ${figure(minutes)} min longer`, detail: reason }),
  stayPassed: ({ longestStayMin }) => ({ text: `Longest stay passed: ${figure(longestStayMin)} min` }),
  criterionAssessed: ({ criterion, met, note = '' }, { criteria }) => ({
    text: `${criteria.get(criterion) ?? criterion}: ${met ? 'met' : 'not met'}`,
    detail: note,
  }),
} as const satisfies Partial<{ readonly [Type in SessionEventType]: Words<Type> }>

const ENTRIES = {
  infusionStarted: startWords,
  rateChanged: ({ rateMgPerHour, reason, override }) => ({
    text: `Rate ${figure(rateMgPerHour)} mg/h`,
    detail: joined(reason, overrideWords(override)),
  }),
  bolusGiven: ({ mg, reason, override }) => ({
    text: `Bolus ${figure(mg)} mg`,
    detail: joined(reason, overrideWords(override)),
  }),
  infusionPaused: ({ reason }) => ({ text: 'Infusion paused', detail: reason }),
  infusionResumed: ({ override }) => ({ text: 'Infusion resumed', detail: overrideWords(override) }),
  infusionEnded: endWords,
  vitalsRecorded: ({ values }) => ({ text: valueWords({ ...values }), detail: 'by hand' }),
  assessmentRecorded: scoreWords,
  symptomRecorded: ({ symptom, grade }) => ({ text: `${sentence(symptom)}, ${grade}` }),
  interventionRecorded: ({ intervention, detail = '' }) => ({ text: joined(sentence(intervention), detail) }),
  noteAdded: ({ text }) => ({ text }),
  limitsChanged: ({ reason }) => ({ text: 'Alarm limits changed', detail: reason }),
  readingsTakenOver: ({ count, from, to }, { local }) => ({
    text: `${count} readings taken over`,
    detail: `${local.clock(from)} to ${local.clock(to)}`,
  }),
  alarmMarked: ({ mark, note = '' }) => ({ text: `An alarm marked as ${mark}`, detail: note }),
  artefactMarked: artefactWords,
  artefactDismissed: ({ metrics, from, to, why }, { local }) => ({
    text: `${metrics.map((metric) => METRIC_INFO[metric].label).join(', ')} not taken for an artefact, ${local.clock(from)} to ${local.clock(to)}`,
    detail: why,
  }),
  amended: ({ seq, reason }) => ({ text: `Entry ${seq} amended`, detail: reason }),
  signedOff: ({ statement, isConfirmed = false }) => ({
    text: isConfirmed ? 'Signed, with the sign-in once more' : 'Signed',
    detail: `“${statement}”`,
  }),
} as const satisfies Partial<{ readonly [Type in SessionEventType]: Words<Type> }>

/** Every event has its words: one that is added without them does not compile. */
const WORDS: { readonly [Type in SessionEventType]: Words<Type> } = { ...VISIT, ...ENTRIES, ...ALARMS }

const wordsOf = <Type extends SessionEventType>(type: Type, data: SessionEventData[Type], names: KnownNames) =>
  WORDS[type](data, names)

export const eventWords = ({ type, data }: StoredEvent, names: KnownNames): EventWords => ({
  text: NO_VALUE,
  detail: '',
  ...wordsOf(type, data, names),
})
