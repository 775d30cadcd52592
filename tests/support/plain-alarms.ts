// A second interpreter of recorded readings, written from the text of the alarm rules alone: every second, every limit, no
// deadline, nothing shared with the engine. It knows no poor signal, which the engine takes by a rule of its own.
import type { EvaluatedTransition, RecordedReading, Recording } from '../../server/core/evaluate.ts'
import type { AlarmTransition, Channel } from '../../shared/domain/alarm.ts'
import type { Direction, Limit, Priority } from '../../shared/domain/limit.ts'
import { instant, type Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'

const RANK = { low: 1, medium: 2, high: 3 }
const STALE_AFTER_S: Partial<Record<Metric, number>> = { rr: 15, etco2: 15, temp: 60, sbp: 900, dbp: 900, map: 900 }
const REMIND_AFTER_S = { low: Infinity, medium: 600, high: 300 }
const UNATTENDED_AFTER_S = 60

interface Machine {
  readonly limit: Limit
  readonly threshold: number
  state: 'idle' | 'pending' | 'standing' | 'clearing'
  since: number
}

interface PlainAlarm {
  readonly isTechnical: boolean
  level: Priority | null
  highest: Priority
  acknowledgedAt: number | null
  /** From here `unattended` counts. */
  countsFrom: number
  isUnattended: boolean
}

/** null: derived from a baseline that is not there. */
const resolve = ({ threshold, metric }: Limit, baseline: Recording['baseline']): number | null => {
  if (typeof threshold === 'number') return threshold
  const base = baseline?.[metric]
  if (base === undefined) return null
  return 'percentOfBaseline' in threshold
    ? (base * threshold.percentOfBaseline) / 100
    : base + threshold.offsetFromBaseline
}

const isBeyond = ({ limit, threshold }: Machine, value: number): boolean =>
  limit.direction === 'low' ? value < threshold : value > threshold

const isInside = ({ limit, threshold }: Machine, value: number): boolean =>
  limit.direction === 'low' ? value >= threshold + limit.hysteresis : value <= threshold - limit.hysteresis

/** The table of section 1: the rows of the way up, then those of the way down. */
const nextState = (machine: Machine, value: number, at: number): Machine['state'] => {
  const lasted = (at - machine.since) / 1_000
  const { onDelay, offDelay } = machine.limit
  if (machine.state === 'idle' || machine.state === 'pending') {
    if (!isBeyond(machine, value)) return 'idle'
    return onDelay === 0 || (machine.state === 'pending' && lasted >= onDelay) ? 'standing' : 'pending'
  }
  if (!isInside(machine, value)) return 'standing'
  return offDelay === 0 || (machine.state === 'clearing' && lasted >= offDelay) ? 'idle' : 'clearing'
}

/** When, and which reading did it; none where the clock or a person did. */
interface Cause {
  readonly at: Instant
  readonly value?: number
}

class PlainAlarms {
  readonly lines: EvaluatedTransition[] = []
  readonly #recording: Recording
  readonly #machines: readonly Machine[]
  readonly #alarms = new Map<Channel, PlainAlarm>()
  readonly #goodAt = new Map<Metric, number>()
  readonly #heardAt = new Map<Metric, number>()

  constructor(recording: Recording) {
    this.#recording = recording
    this.#machines = recording.limits.flatMap((limit): readonly Machine[] => {
      const threshold = resolve(limit, recording.baseline)
      return threshold === null ? [] : [{ limit, threshold, state: 'idle', since: 0 }]
    })
  }

  read({ at, metric, value, quality }: RecordedReading): void {
    if (quality === 'invalid') return
    this.#heardAt.set(metric, at)
    if (this.#alarms.has(`${metric}.noData`)) this.#bring(`${metric}.noData`, null, { at, value })
    if (quality === 'good') this.#apply(metric, value, at)
  }

  acknowledge(name: string, at: Instant): void {
    const [channel, alarm] = [...this.#alarms].find(([one]) => one === name) ?? []
    if (channel === undefined || alarm?.acknowledgedAt !== null) return
    alarm.acknowledgedAt = at
    alarm.isUnattended = false
    this.#tell('acknowledged', channel, alarm.level ?? alarm.highest, { at })
    if (alarm.level === null) this.#alarms.delete(channel)
  }

  tick(at: Instant, firstAt: number): void {
    for (const metric of this.#recording.expected.toSorted()) {
      const silentS = (at - (this.#heardAt.get(metric) ?? firstAt)) / 1_000
      const level = metric === 'hr' || metric === 'spo2' ? 'medium' : 'low'
      if (silentS > this.#staleAfterS(metric)) this.#bring(`${metric}.noData`, level, { at })
    }
    const alarms = [...this.#alarms].toSorted(([first], [second]) => (first < second ? -1 : 1))
    for (const [channel, alarm] of alarms) this.#remind(channel, alarm, at)
    for (const [channel, alarm] of alarms) this.#callUnattended(channel, alarm, at)
  }

  #staleAfterS(metric: Metric): number {
    return this.#recording.staleAfterS[metric] ?? STALE_AFTER_S[metric] ?? 10
  }

  #apply(metric: Metric, value: number, at: Instant): void {
    const before = this.#goodAt.get(metric)
    if (before !== undefined && at <= before) return
    this.#goodAt.set(metric, at)
    const isGap = before !== undefined && (at - before) / 1_000 > this.#staleAfterS(metric)
    const own = this.#machines.filter(({ limit }) => limit.metric === metric)
    for (const machine of own) {
      if (isGap && machine.state === 'pending') machine.state = 'idle'
      if (isGap && machine.state === 'clearing') machine.state = 'standing'
      const next = nextState(machine, value, at)
      if (next !== machine.state) Object.assign(machine, { state: next, since: at })
    }
    for (const direction of ['low', 'high'] as const) {
      this.#bring(`${metric}.${direction}`, this.#levelOf(own, direction), { at, value })
    }
  }

  #levelOf(machines: readonly Machine[], direction: Direction): Priority | null {
    const standing = machines
      .filter(({ limit, state }) => limit.direction === direction && (state === 'standing' || state === 'clearing'))
      .map(({ limit }) => limit.priority)
    return standing.toSorted((first, second) => RANK[second] - RANK[first])[0] ?? null
  }

  /** The table of section 2, as far as a level can change it. */
  #bring(channel: Channel, level: Priority | null, cause: Cause): void {
    const alarm = this.#alarms.get(channel)
    if (alarm === undefined) {
      if (level === null) return
      const isTechnical = channel.endsWith('.noData')
      const rest = { acknowledgedAt: null, countsFrom: cause.at, isUnattended: false }
      this.#alarms.set(channel, { isTechnical, level, highest: level, ...rest })
      this.#tell('raised', channel, level, cause)
    } else if (alarm.level !== level) {
      const type = level === null ? this.#fall(channel, alarm) : this.#rise(alarm, level, cause.at)
      alarm.level = level
      this.#tell(type, channel, level ?? alarm.highest, cause)
    }
  }

  #fall(channel: Channel, alarm: PlainAlarm): AlarmTransition {
    if (!alarm.isTechnical && alarm.highest === 'high' && alarm.acknowledgedAt === null) return 'latched'
    this.#alarms.delete(channel)
    return 'cleared'
  }

  #rise(alarm: PlainAlarm, level: Priority, at: Instant): AlarmTransition {
    if (RANK[level] > RANK[alarm.highest]) alarm.highest = level
    if (alarm.level === null) return 'resumed'
    if (RANK[level] < RANK[alarm.level]) return 'deescalated'
    Object.assign(alarm, { acknowledgedAt: null, countsFrom: at, isUnattended: false })
    return 'escalated'
  }

  #remind(channel: Channel, alarm: PlainAlarm, at: Instant): void {
    const { level, acknowledgedAt } = alarm
    if (level === null || acknowledgedAt === null || (at - acknowledgedAt) / 1_000 < REMIND_AFTER_S[level]) return
    Object.assign(alarm, { acknowledgedAt: null, countsFrom: at, isUnattended: false })
    this.#tell('reminded', channel, level, { at })
  }

  #callUnattended(channel: Channel, alarm: PlainAlarm, at: Instant): void {
    const priority = alarm.level ?? alarm.highest
    if (alarm.acknowledgedAt !== null || alarm.isUnattended || priority !== 'high') return
    if ((at - alarm.countsFrom) / 1_000 < UNATTENDED_AFTER_S) return
    alarm.isUnattended = true
    this.#tell('unattended', channel, priority, { at })
  }

  #tell(type: AlarmTransition, channel: Channel, priority: Priority, { at, value }: Cause): void {
    this.lines.push({ at, type, channel, priority, ...(value === undefined ? {} : { value }) })
  }
}

/** All transitions but those of a poor signal, in their order. */
export const plainTransitions = (recording: Recording): readonly EvaluatedTransition[] => {
  const { readings, commands } = recording
  const plain = new PlainAlarms(recording)
  const times = readings.map(({ at }) => at)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const ticks = times.length === 0 ? [] : Array.from({ length: Math.floor((last - first) / 1_000) + 1 }, (_, n) => n)
  const moments = new Set([...times, ...commands.map(({ at }) => at), ...ticks.map((n) => first + n * 1_000)])
  for (const moment of [...moments].toSorted((one, two) => one - two)) {
    const at = instant(moment)
    for (const reading of readings) if (reading.at === at) plain.read(reading)
    for (const command of commands) if (command.at === at) plain.acknowledge(command.channel, at)
    if (at >= first && at <= last && (at - first) % 1_000 === 0) plain.tick(at, first)
  }
  return plain.lines
}
