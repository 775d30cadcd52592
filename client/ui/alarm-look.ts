import type { AlarmView, SessionView } from '../../shared/domain/session-view.ts'
import { priorityRank, type Priority } from '../../shared/domain/limit.ts'

/** What an alarm counts as: a latched one as the highest that it reached. */
export const shownPriority = (alarm: AlarmView): Priority =>
  alarm.phase === 'latched' ? alarm.highest : alarm.priority

const order = (one: AlarmView, other: AlarmView): number =>
  priorityRank(shownPriority(other)) - priorityRank(shownPriority(one)) ||
  Number(one.acknowledged) - Number(other.acknowledged) ||
  Date.parse(one.since) - Date.parse(other.since) ||
  one.id.localeCompare(other.id)

/** A session's alarms by the two places of a tile, each highest first. */
export interface AlarmPlaces {
  /** The alarm line: physiological alarms, or technical ones where there is no other. */
  readonly line: readonly AlarmView[]
  /** Technical alarms beside physiological ones: they have a place of their own, so that they hide none. */
  readonly beside: readonly AlarmView[]
}

export const alarmPlaces = (alarms: readonly AlarmView[]): AlarmPlaces => {
  const ordered = alarms.toSorted(order)
  const physiological = ordered.filter((alarm) => alarm.kind === 'physiological')
  if (physiological.length === 0) return { line: ordered, beside: [] }
  return { line: physiological, beside: ordered.filter((alarm) => alarm.kind === 'technical') }
}

/** How the whole tile looks: by its highest alarm that nobody acknowledged, else by the highest that somebody did. */
export interface TileAlarm {
  readonly priority: Priority
  readonly acknowledged: boolean
}

export const tileAlarm = (alarms: readonly AlarmView[]): TileAlarm | null => {
  const open = alarms.filter((alarm) => !alarm.acknowledged)
  const [first] = (open.length > 0 ? open : alarms).toSorted(order)
  return first === undefined ? null : { priority: shownPriority(first), acknowledged: first.acknowledged }
}

/** A number's place on the tile, as alarms know it. */
export type NumberPlace = 'pulse' | 'spo2' | 'rr' | 'pressure'

const PLACE_OF: Readonly<Record<string, NumberPlace>> = {
  hr: 'pulse',
  pr: 'pulse',
  spo2: 'spo2',
  pi: 'spo2',
  rr: 'rr',
  etco2: 'rr',
  sbp: 'pressure',
  dbp: 'pressure',
  map: 'pressure',
  nibp: 'pressure',
  abpSys: 'pressure',
  abpDia: 'pressure',
  abpMean: 'pressure',
}

/** The alarm whose colour the number's label takes. */
export const labelAlarm = (alarms: readonly AlarmView[], place: NumberPlace): AlarmView | null => {
  const here = alarms.filter((alarm) => PLACE_OF[alarm.channel.split('.')[0] ?? ''] === place)
  return here.toSorted(order)[0] ?? null
}

/** A pressure of the cuff is out of its limits, or overdue: the first thing to do is to measure it (again). */
export const asksForRepeat = ({ channel, phase }: AlarmView): boolean =>
  phase === 'active' && /^(sbp|dbp|map|nibp)\./.test(channel)

/** The alarm that a pressure measured again in time would speak about; the one with the most time left. */
export const repeatOpen = (
  alarms: readonly AlarmView[],
  now: number,
): { readonly alarm: AlarmView; readonly leftMs: number } | null => {
  const open = alarms.flatMap((alarm) => {
    const leftMs = alarm.repeatUntil === undefined ? 0 : Date.parse(alarm.repeatUntil) - now
    return leftMs > 0 ? [{ alarm, leftMs }] : []
  })
  return open.toSorted((one, other) => other.leftMs - one.leftMs)[0] ?? null
}

/** The condition is over and nobody has seen it: the server's words, with "was" before them where they do not say so. */
export const alarmText = (alarm: AlarmView): string =>
  alarm.phase === 'latched' && !/\bwas\b/.test(alarm.text) ? `was ${alarm.text}` : alarm.text

type LimitText = { readonly key: string; readonly text: string }

const bound = (limits: SessionView['limits'], metric: string, direction: 'low' | 'high'): number | null => {
  const values = limits
    .filter((limit) => limit.metric === metric && limit.direction === direction)
    .map((limit) => limit.value)
  if (values.length === 0) return null
  return direction === 'low' ? Math.max(...values) : Math.min(...values)
}

const rangeText = (label: string, low: number | null, high: number | null): string | null => {
  if (low !== null && high !== null) return `${label} ${Math.round(low)}–${Math.round(high)}`
  if (low !== null) return `${label} ≥ ${Math.round(low)}`
  return high === null ? null : `${label} ≤ ${Math.round(high)}`
}

/** The limits in force, the nearest of each: what the top line holds while it is calm. */
export const limitTexts = (limits: SessionView['limits']): readonly LimitText[] =>
  [
    { key: 'spo2', label: 'SpO2' },
    { key: 'hr', label: 'HR' },
    { key: 'sbp', label: 'BP' },
  ].flatMap(({ key, label }) => {
    const text = rangeText(label, bound(limits, key, 'low'), bound(limits, key, 'high'))
    return text === null ? [] : [{ key, text }]
  })
