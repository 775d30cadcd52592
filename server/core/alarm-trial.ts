import type { Channel } from '../../shared/domain/alarm.ts'
import type { AlarmId } from '../../shared/domain/ids.ts'
import type { Priority } from '../../shared/domain/limit.ts'
import type { Reading, ReadingsStored, Sample } from '../../shared/domain/reading.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { earliest, MS_PER_SECOND, plusMinutes, type Instant } from '../../shared/domain/time.ts'
import { isCuffMetric } from '../../shared/domain/vital.ts'
import { nextAlarmDeadline } from './alarm-clock.ts'
import { remindAt, unattendedAt } from './alarm-life.ts'
import { isBeyond, type LimitMachine } from './alarm-limits.ts'
import { batchRemembered, NOT_BEGUN, rerunEntry, type KeptEntry, type OtherLimits, type Rerun } from './alarm-rerun.ts'
import type { Alarm } from './alarm-state.ts'
import { clockRises, disconnections, type Rise } from './alarm-technical.ts'
import type { AlarmLifeEvent } from './alarm-transitions.ts'
import type { SessionState } from './session.ts'
import { alarmLives, type AlarmLife } from './statistics-alarm-list.ts'
import { isReal, visitAlarms, type LoggedAlarm } from './statistics-alarm-visit.ts'

/** Feeds with pauses no longer than this cannot become stale in between: half of the shortest `staleAfter` (alarms.md). */
const STEADY_WITHIN_MS = 5 * MS_PER_SECOND
/** An interval is the median of the last ten spacings: so many batches before the next step know it again. */
const BATCHES_TO_KNOW = 12

interface SampleBatch extends Omit<ReadingsStored, 'readings'> {
  readonly readings: readonly Sample[]
}

/** Batches that can be passed over: none of their limits is passed, and nothing falls due. */
interface Calm {
  /** A steady feed goes on as it did in this one. */
  readonly like: SampleBatch
  /** Limits that each of its readings can move; all of them are idle. */
  readonly machines: readonly (readonly LimitMachine[])[]
  /** When time alone would do something that no reading puts off; null: never. */
  readonly until: Instant | null
}

/** Of a device, and good or poor: anything else may raise, end or put off something. */
const isPlain = (reading: Reading): reading is Sample =>
  reading.kind === 'sample' &&
  reading.quality !== 'invalid' &&
  reading.origin !== 'manual' &&
  !reading.isBacklog &&
  !isCuffMetric(reading.metric)

/** The pulse of an oximeter may drive the limits of the heart rate; a poor value moves none. */
const movedBy = ({ alarms }: SessionState, { metric, quality }: Sample): readonly LimitMachine[] => {
  if (quality === 'poor') return []
  return metric === 'pr' ? [...alarms.groups.pr.machines, ...alarms.groups.hr.machines] : alarms.groups[metric].machines
}

const isPlainBatch = (batch: ReadingsStored): batch is SampleBatch => batch.readings.every(isPlain)

const isIdle = ({ phase }: LimitMachine): boolean => phase.at === 'idle'

/** An alarm that no calm reading ends: it is latched, or a cuff's. Another device may be silent meanwhile. */
const isOfNoReading = ({ level, channel, kind }: Alarm): boolean =>
  level === null || channel === 'nibp.overdue' || (kind === 'physiological' && !channel.startsWith('hr'))

/** A feed that goes on puts off only what it speaks of: its own metrics, the pulse, its own devices. Poor values stay poor. */
const isPutOff = ({ channel, deviceId }: Rise, readings: readonly Sample[]): boolean => {
  if (channel === 'device.disconnected') return readings.some((reading) => reading.deviceId === deviceId)
  return readings.some(({ metric, quality }) => {
    if (channel === `${metric}.poorSignal`) return quality === 'good'
    return channel.startsWith(`${metric}.`) || (metric === 'pr' && channel === 'hr.noData')
  })
}

/** When time alone raises something although such a feed goes on. */
const fixedRises = ({ alarms }: SessionState, readings: readonly Sample[]): readonly Instant[] =>
  [...disconnections(alarms), ...clockRises(alarms)].filter((rise) => !isPutOff(rise, readings)).map(({ from }) => from)

/** What can be passed over from here on, where a batch like this one has just been followed; null: nothing. */
const calmAfter = (state: SessionState, batch: ReadingsStored): Calm | null => {
  const { alarms, profile } = state.alarms
  if (!alarms.every(isOfNoReading) || !isPlainBatch(batch)) return null
  const machines = batch.readings.map((reading) => movedBy(state, reading))
  if (!machines.every((own) => own.every(isIdle))) return null
  const due = nextAlarmDeadline(state.alarms, batch.at)
  if (due !== null && due - batch.at <= STEADY_WITHIN_MS) return null
  const clocks = alarms.flatMap((alarm) => [remindAt(alarm), unattendedAt(alarm)])
  const fixed = [...clocks, ...fixedRises(state, batch.readings)]
  return { like: batch, machines, until: earliest(profile.pressureDue?.dueAt ?? null, ...fixed) }
}

/** The same devices give the same metrics, as good or as poor, and none of the values is beyond a limit. */
const goesOn = ({ like, machines }: Calm, { readings }: ReadingsStored): boolean =>
  readings.length === like.readings.length &&
  readings.every((reading, index) => {
    const other = like.readings[index]
    const own = machines[index]
    if (other === undefined || own === undefined || !isPlain(reading) || reading.quality !== other.quality) return false
    if (reading.metric !== other.metric || reading.deviceId !== other.deviceId) return false
    return own.every((machine) => !isBeyond(machine, reading.value))
  })

const isCalm = (calm: Calm, batch: ReadingsStored, before: Instant): boolean =>
  batch.at - before <= STEADY_WITHIN_MS &&
  (calm.until === null || batch.at < calm.until) &&
  batch.devices.length === calm.like.devices.length &&
  batch.devices.every(({ deviceId, said }, index) => {
    const other = calm.like.devices[index]
    return other?.deviceId === deviceId && other.said === said
  }) &&
  goesOn(calm, batch)

/** The alarms that there would have been: those of `rerunEntry` for each entry, without a look at each calm second. */
export const trialEvents = (entries: Iterable<KeptEntry>, otherLimits: OtherLimits): readonly AlarmLifeEvent[] => {
  const events: AlarmLifeEvent[] = []
  let rerun: Rerun = NOT_BEGUN
  let calm: Calm | null = null
  let passed: ReadingsStored[] = []
  let lastAt: Instant | null = null
  const follow = (next: Rerun): void => {
    rerun = next
    events.push(...next.events)
  }
  /** Brings the state to the last calm batch: the newest of them say all that is remembered of them. */
  const catchUp = (): void => {
    for (const batch of passed.slice(-BATCHES_TO_KNOW)) follow(batchRemembered(rerun, batch))
    passed = []
    calm = null
  }
  for (const entry of entries) {
    const isBatch = entry.type === 'readingsStored'
    if (calm !== null && isBatch && lastAt !== null && isCalm(calm, entry, lastAt)) {
      passed.push(entry)
      if (passed.length > 2 * BATCHES_TO_KNOW) passed = passed.slice(-BATCHES_TO_KNOW)
    } else {
      catchUp()
      follow(rerunEntry(rerun, entry, otherLimits))
      calm = isBatch && rerun.state !== null ? calmAfter(rerun.state, entry) : null
    }
    lastAt = entry.at
  }
  catchUp()
  return events
}

/** An alarm that mattered, and what would have become of it. */
export interface RealAlarm {
  readonly id: AlarmId
  readonly channel: Channel
  readonly priority: Priority
  readonly raisedAt: Instant
  readonly isMarked: boolean
  /** Seconds by which it would have come later, below 0 earlier; null: not at all. */
  readonly laterByS: number | null
}

export interface ChannelTrial {
  readonly channel: Channel
  readonly were: number
  readonly wouldBe: number
}

/** One visit under other limits. */
export interface Trial {
  readonly channels: readonly ChannelTrial[]
  readonly real: readonly RealAlarm[]
}

/** An alarm that comes later than this after the one that mattered would have come too late to be the same. */
const SAME_WITHIN_MIN = 5

const laterBy = (alarm: LoggedAlarm, wouldBe: readonly AlarmLife[]): number | null => {
  const same = wouldBe.find(
    ({ channel, raisedAt, overAt }) =>
      channel === alarm.channel &&
      raisedAt <= plusMinutes(alarm.raisedAt, SAME_WITHIN_MIN) &&
      (overAt === null || overAt >= alarm.raisedAt),
  )
  return same === undefined ? null : (same.raisedAt - alarm.raisedAt) / MS_PER_SECOND
}

const countOf = (lives: readonly AlarmLife[], channel: Channel): number =>
  lives.filter((life) => life.channel === channel).length

/** Entries are gone through once: they may be unpacked as they are asked for. */
function* noting(entries: Iterable<KeptEntry>, stored: StoredEvent[]): Generator<KeptEntry> {
  for (const entry of entries) {
    if (entry.type !== 'readingsStored') stored.push(entry)
    yield entry
  }
}

/** @param entries as they were stored; alarms that the server raised live are compared with those of the trial */
export const trialOf = (entries: Iterable<KeptEntry>, otherLimits: OtherLimits): Trial => {
  const stored: StoredEvent[] = []
  const wouldBe = alarmLives(trialEvents(noting(entries, stored), otherLimits))
  const { alarms: were } = visitAlarms(stored)
  const channels = [...new Set([...were, ...wouldBe].map(({ channel }) => channel))]
  return {
    channels: channels.map((channel) => ({
      channel,
      were: countOf(were, channel),
      wouldBe: countOf(wouldBe, channel),
    })),
    real: were.filter(isReal).map((alarm) => ({
      id: alarm.id,
      channel: alarm.channel,
      priority: alarm.highest,
      raisedAt: alarm.raisedAt,
      isMarked: alarm.marked !== null,
      laterByS: laterBy(alarm, wouldBe),
    })),
  }
}
