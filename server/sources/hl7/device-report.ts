import type { Instant } from '../../../shared/domain/time.ts'
import { isCuffMetric, type Metric } from '../../../shared/domain/vital.ts'
import type { DeviceReport, RawReading, UnknownObservation } from '../../ports/source.ts'
import { meaningOfAlert, type AlertMeaning } from './device-alerts.ts'
import type { Header } from './hl7-header.ts'
import { readSender } from './hl7-identity.ts'
import { componentsOf, type Message } from './hl7-message.ts'
import type { ZoneOffset } from './hl7-time.ts'
import { isLaboratory } from './laboratory.ts'
import { readObservations, type TimedObservation } from './observation-group.ts'

/** No monitor's message has more rows; of one that has, the first are shown. */
const MAX_UNKNOWN = 200
const MAX_TEXT = 200

/** OBX-11: deleted, posted as wrong, not asked for, still to come, order detail. */
const NO_RESULT: readonly string[] = ['D', 'W', 'N', 'I', 'O']

/** What monitors always measure: that there is no value is worth telling. Of others it tells nothing. */
const ALWAYS_WATCHED: readonly Metric[] = ['hr', 'pr', 'spo2']

/** Their marker of "probe off" is believed; of what is not connected at all the same marker says nothing. */
const OXIMETER: readonly Metric[] = ['pr', 'spo2']

const hasValue = ({ value, status, flags }: TimedObservation): boolean =>
  value.kind === 'number' && status !== 'X' && !flags.includes('NAV')

const isMeasured = ({ meaning, value, status }: TimedObservation): boolean =>
  meaning !== null && value.kind !== 'text' && !NO_RESULT.includes(status)

/** The one that speaks for its metric: a value before none, then by rank, then the first. */
const byPreference = (first: TimedObservation, second: TimedObservation): number =>
  Number(hasValue(second)) - Number(hasValue(first)) || (first.meaning?.rank ?? 0) - (second.meaning?.rank ?? 0)

/** The values of one channel of the device at several times, oldest first: some send what they measured since the last message. */
const seriesOf = (chosen: TimedObservation, measured: readonly TimedObservation[]): readonly TimedObservation[] => {
  const isSameChannel = ({ code, name, containment }: TimedObservation): boolean =>
    code === chosen.code && name === chosen.name && containment === chosen.containment
  const byTime = new Map<Instant, TimedObservation>()
  for (const one of measured) {
    if (one.at !== null && hasValue(one) && isSameChannel(one) && !byTime.has(one.at)) byTime.set(one.at, one)
  }
  return byTime.size < 2 ? [chosen] : [...byTime].toSorted(([first], [second]) => first - second).map(([, one]) => one)
}

const chooseByMetric = (measured: readonly TimedObservation[]): readonly (readonly TimedObservation[])[] => {
  const chosen = new Map<Metric, TimedObservation>()
  for (const one of measured.toSorted(byPreference)) {
    if (one.meaning !== null && !chosen.has(one.meaning.metric)) chosen.set(one.meaning.metric, one)
  }
  const hasOtherRate = [...chosen.values()].some(
    ({ meaning }) => (meaning?.metric === 'hr' || meaning?.metric === 'pr') && !meaning.isFromCuff,
  )
  return [...chosen.values()]
    .filter(({ meaning }) => !(hasOtherRate && meaning?.isFromCuff === true))
    .map((one) => seriesOf(one, measured))
}

/** The newest of a series speaks for the patient; the others are kept at their times and move nothing. */
const toSeries = (series: readonly TimedObservation[], alerts: Alerts): readonly RawReading[] =>
  series.flatMap((one, index) => {
    const isNewest = index === series.length - 1
    return toReading(one, alerts).map((reading) => (isNewest ? reading : { ...reading, isBacklog: true }))
  })

const qualityOf = (
  { flags }: TimedObservation,
  alert: AlertMeaning | undefined,
): Pick<RawReading, 'quality'> | undefined => {
  if (flags.includes('INV')) return { quality: 'invalid' }
  // A value beside an alarm about its signal: shown, and never trusted.
  return flags.includes('QUES') || flags.includes('CALIB') || alert !== undefined ? { quality: 'poor' } : undefined
}

const timeOf = ({ at, isTimeOfMessage, isAperiodic, isSpot }: TimedObservation): Partial<RawReading> => ({
  ...(at === null ? {} : { deviceTime: at }),
  ...(at !== null && isTimeOfMessage ? { isTimeOfMessage: true } : {}),
  ...(isAperiodic || isSpot ? { isAperiodic: true } : {}),
})

type Alerts = ReadonlyMap<Metric, AlertMeaning & { readonly kind: 'signal' }>

const hasProbeOffMark = ({ value }: TimedObservation): boolean => value.kind === 'none' && value.isProbeOff

/** The device speaks of the metric and has no value. */
const toNoValue = (one: TimedObservation, metric: Metric, alerts: Alerts): readonly RawReading[] => {
  // The cuff has its own clock: that it has nothing new tells nothing.
  if (isCuffMetric(metric)) return []
  const isProbeOff = OXIMETER.includes(metric) && hasProbeOffMark(one)
  const status = alerts.get(metric)?.status ?? (isProbeOff ? 'sensorOff' : 'noSignal')
  if (status === 'noSignal' && !ALWAYS_WATCHED.includes(metric)) return []
  return [{ metric, value: null, status, ...timeOf(one) }]
}

const toReading = (one: TimedObservation, alerts: Alerts): readonly RawReading[] => {
  if (one.meaning === null) return []
  const { metric } = one.meaning
  if (one.value.kind !== 'number' || !hasValue(one)) return toNoValue(one, metric, alerts)
  // A zero beside "leads off" is what no lead counts, not what the heart does.
  if (one.value.value === 0 && alerts.get(metric)?.status === 'sensorOff') return toNoValue(one, metric, alerts)
  const unit = one.unit === '' ? {} : { unit: one.unit }
  return [{ metric, value: one.value.value, ...unit, ...qualityOf(one, alerts.get(metric)), ...timeOf(one) }]
}

/** What the technical alarms say of metrics that no row of the message carries. */
const fromAlertsAlone = (alerts: Alerts, rows: readonly RawReading[], at: Instant | null): readonly RawReading[] =>
  [...alerts]
    .filter(([metric]) => !rows.some((row) => row.metric === metric))
    .map(([metric, { status }]) => ({ metric, value: null, status, ...(at === null ? {} : { deviceTime: at }) }))

const toUnknown = ({ code, name, text, unit }: TimedObservation): UnknownObservation => ({
  code: code.slice(0, MAX_TEXT),
  name: name.slice(0, MAX_TEXT),
  value: text.slice(0, MAX_TEXT),
  unit: unit.slice(0, MAX_TEXT),
})

const SIMULATED_FLAGS: readonly string[] = ['DEMO', 'TEST']

const isSimulated = (header: Header, observations: readonly TimedObservation[]): boolean => {
  const processing = componentsOf(header.processingId, header.separators)[0]?.toUpperCase() ?? ''
  return (
    processing === 'T' ||
    processing === 'D' ||
    observations.some(({ flags }) => flags.some((flag) => SIMULATED_FLAGS.includes(flag)))
  )
}

interface Measured {
  readonly readings: readonly RawReading[]
  readonly chosen: readonly TimedObservation[]
  readonly isDeviceGone: boolean
}

const measure = (observations: readonly TimedObservation[], messageTime: Instant | null): Measured => {
  const meanings = observations.filter(({ isAlert }) => isAlert).map(({ text }) => meaningOfAlert(text))
  const alerts: Alerts = new Map(
    meanings.flatMap((meaning) =>
      meaning?.kind === 'signal' ? meaning.metrics.map((metric) => [metric, meaning] as const) : [],
    ),
  )
  const series = chooseByMetric(observations.filter(isMeasured))
  const chosen = series.flat()
  const rows = series.flatMap((one) => toSeries(one, alerts))
  const readings = [...rows, ...fromAlertsAlone(alerts, rows, messageTime)]
  const isDeviceGone = meanings.some((meaning) => meaning?.kind === 'deviceGone') && !chosen.some(hasValue)
  return { readings, chosen, isDeviceGone }
}

const NOTHING: Measured = { readings: [], chosen: [], isDeviceGone: false }

/** Alarm messages (PCD-04) repeat values as context: the vital signs come by R01. */
const carriesVitals = (message: Message, header: Header): boolean => header.trigger !== 'R40' && !isLaboratory(message)

export interface ReportContext {
  readonly receivedAt: Instant
  readonly zone: ZoneOffset
  readonly peer: string
}

/** What one ORU message says, in words that every feed shares. */
export const toDeviceReport = (message: Message, header: Header, context: ReportContext): DeviceReport => {
  const { observations, messageTime } = readObservations(message, header, context.zone)
  const { name, ...sender } = readSender(message, header, observations, context.peer)
  const { readings, chosen, isDeviceGone } = carriesVitals(message, header)
    ? measure(observations, messageTime)
    : NOTHING
  const rest = observations.filter((one) => !chosen.includes(one) && one.text !== '')
  return {
    identity: sender.identity,
    feed: 'hl7',
    ...(name === undefined ? {} : { name }),
    receivedAt: context.receivedAt,
    ...(messageTime === null ? {} : { messageTime }),
    isSimulated: isSimulated(header, observations),
    readings,
    ...(isDeviceGone ? { isLeaving: true } : {}),
    unknown: rest.slice(0, MAX_UNKNOWN).map(toUnknown),
    ...(sender.location === '' ? {} : { location: sender.location }),
    ...(sender.patientRef === '' ? {} : { patientRef: sender.patientRef }),
  }
}
