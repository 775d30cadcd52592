import { elapsedS, MS_PER_HOUR, type Instant } from '../../shared/domain/time.ts'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { LoggedAlarm, WatchedSpan } from './statistics-alarm-visit.ts'

/** One visit as the analysis sees it: the alarms that were asked for, and the time in which there could have been some. */
export interface WatchedVisit {
  readonly id: SessionId
  readonly protocol: string
  readonly alarms: readonly LoggedAlarm[]
  readonly watched: readonly WatchedSpan[]
}

export interface Period {
  readonly from: Instant
  readonly to: Instant
  /** The hour of the day, 0 to 23, in the clinic's zone. */
  readonly hourOf: (at: Instant) => number
}

/** Alarms of one kind, and how many of them an hour of monitoring of one bay had; null: no hour. */
export interface AlarmRate {
  readonly key: string
  readonly count: number
  readonly perBayHour: number | null
}

export interface AlarmLoad {
  readonly visits: number
  /** Hours in which limits held, over all bays. */
  readonly bayHours: number
  readonly alarms: number
  readonly perBayHour: number | null
  readonly byChannel: readonly AlarmRate[]
  readonly byPriority: readonly AlarmRate[]
  readonly byProtocol: readonly AlarmRate[]
  /** Each hour of the day over the hours that were monitored in it. */
  readonly byHour: readonly AlarmRate[]
  /** Seconds, over the alarms that somebody acknowledged; null: none. */
  readonly timeToAcknowledgeS: { readonly median: number; readonly p90: number } | null
  readonly acknowledged: number
  /** Ended by themselves within 15 s, before anybody acknowledged them. */
  readonly endedByItself: number
  readonly notConfirmed: number
  readonly real: number
  readonly nuisance: number
  /** The ten visits with the most alarms. */
  readonly noisiest: readonly { readonly id: SessionId; readonly count: number; readonly perHour: number | null }[]
}

/** What ends this soon needs nobody: the delay that takes 60 % of the alarms away (Rheineck-Leyssius). */
const BY_ITSELF_WITHIN_S = 15
const NOISIEST = 10
const HOURS = 24

/** Nearest rank. @returns null of nothing */
export const quantile = (values: readonly number[], share: number): number | null => {
  const sorted = values.toSorted((first, second) => first - second)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}

const cutToPeriod = ({ from, to }: WatchedSpan, period: Period): { readonly from: Instant; readonly to: Instant } => ({
  from: from > period.from ? from : period.from,
  to: to !== null && to < period.to ? to : period.to,
})

const spansOf = ({ watched }: WatchedVisit, period: Period) =>
  watched.map((span) => cutToPeriod(span, period)).filter(({ from, to }) => from < to)

const hoursOf = (visit: WatchedVisit, period: Period): number =>
  spansOf(visit, period).reduce((sum, { from, to }) => sum + (to - from) / MS_PER_HOUR, 0)

const rate = (count: number, hours: number): number | null => (hours > 0 ? count / hours : null)

const counted = (
  alarms: readonly LoggedAlarm[],
  keyOf: (alarm: LoggedAlarm) => string,
): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const alarm of alarms) counts.set(keyOf(alarm), (counts.get(keyOf(alarm)) ?? 0) + 1)
  return counts
}

const rates = (counts: ReadonlyMap<string, number>, hoursBy: (key: string) => number): readonly AlarmRate[] =>
  [...counts]
    .map(([key, count]) => ({ key, count, perBayHour: rate(count, hoursBy(key)) }))
    .sort((first, second) => second.count - first.count)

/** Monitored hours by hour of the day: each stretch is cut where an hour of the clock begins. */
const hoursByClock = (visits: readonly WatchedVisit[], period: Period): readonly number[] => {
  const hours = new Map<number, number>()
  for (const { from, to } of visits.flatMap((visit) => spansOf(visit, period))) {
    for (let at: number = from; at < to;) {
      // Zones lie whole quarters of an hour apart.
      const next = Math.min(to, (Math.floor(at / QUARTER_MS) + 1) * QUARTER_MS)
      const hour = period.hourOf(at as Instant)
      hours.set(hour, (hours.get(hour) ?? 0) + (next - at) / MS_PER_HOUR)
      at = next
    }
  }
  return Array.from({ length: HOURS }, (_, hour) => hours.get(hour) ?? 0)
}

const QUARTER_MS = MS_PER_HOUR / 4

const byProtocol = (visits: readonly WatchedVisit[], period: Period): readonly AlarmRate[] => {
  const counts = new Map<string, number>()
  for (const { protocol, alarms } of visits) counts.set(protocol, (counts.get(protocol) ?? 0) + alarms.length)
  const ofProtocol = (protocol: string) => visits.filter((visit) => visit.protocol === protocol)
  return rates(counts, (protocol) => ofProtocol(protocol).reduce((sum, visit) => sum + hoursOf(visit, period), 0))
}

const isOverByItself = ({ raisedAt, overAt, acknowledged }: LoggedAlarm): boolean =>
  overAt !== null &&
  elapsedS(raisedAt, overAt) <= BY_ITSELF_WITHIN_S &&
  (acknowledged === null || acknowledged.at > overAt)

const timeToAcknowledge = (alarms: readonly LoggedAlarm[]) => {
  const seconds = alarms.flatMap(({ raisedAt, acknowledged }) =>
    acknowledged === null ? [] : [elapsedS(raisedAt, acknowledged.at)],
  )
  const median = quantile(seconds, 0.5)
  const p90 = quantile(seconds, 0.9)
  return { acknowledged: seconds.length, times: median === null || p90 === null ? null : { median, p90 } }
}

const noisiest = (visits: readonly WatchedVisit[], period: Period): AlarmLoad['noisiest'] =>
  visits
    .filter(({ alarms }) => alarms.length > 0)
    .map((visit) => ({
      id: visit.id,
      count: visit.alarms.length,
      perHour: rate(visit.alarms.length, hoursOf(visit, period)),
    }))
    .sort((first, second) => second.count - first.count)
    .slice(0, NOISIEST)

const within = (visit: WatchedVisit, { from, to }: Period): WatchedVisit => ({
  ...visit,
  alarms: visit.alarms.filter(({ raisedAt }) => from <= raisedAt && raisedAt <= to),
})

/** How much the alarms of a period ask of the staff. Alarms count where they were raised in it. */
export const alarmLoad = (all: readonly WatchedVisit[], period: Period): AlarmLoad => {
  const visits = all.map((visit) => within(visit, period))
  const alarms = visits.flatMap((visit) => visit.alarms)
  const bayHours = visits.reduce((sum, visit) => sum + hoursOf(visit, period), 0)
  const overall = (): number => bayHours
  const clock = hoursByClock(visits, period)
  const raisedIn = counted(alarms, ({ raisedAt }) => String(period.hourOf(raisedAt)))
  const { acknowledged, times } = timeToAcknowledge(alarms)
  return {
    visits: visits.filter((visit) => hoursOf(visit, period) > 0).length,
    bayHours,
    alarms: alarms.length,
    perBayHour: rate(alarms.length, bayHours),
    byChannel: rates(
      counted(alarms, ({ channel }) => channel),
      overall,
    ),
    byPriority: rates(
      counted(alarms, ({ highest }) => highest),
      overall,
    ),
    byProtocol: byProtocol(visits, period),
    byHour: clock.map((hours, hour) => {
      const count = raisedIn.get(String(hour)) ?? 0
      return { key: String(hour), count, perBayHour: rate(count, hours) }
    }),
    timeToAcknowledgeS: times,
    acknowledged,
    endedByItself: alarms.filter(isOverByItself).length,
    notConfirmed: alarms.filter(({ isNotConfirmed }) => isNotConfirmed).length,
    real: alarms.filter(({ marked }) => marked?.mark === 'real').length,
    nuisance: alarms.filter(({ marked }) => marked?.mark === 'nuisance').length,
    noisiest: noisiest(visits, period),
  }
}
