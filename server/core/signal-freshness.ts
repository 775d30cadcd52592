import type { DeviceId } from '../../shared/domain/ids.ts'
import { elapsedS, latest, type Instant } from '../../shared/domain/time.ts'
import { METRIC_INFO, METRICS, type Metric } from '../../shared/domain/vital.ts'
import type { AlarmProfile, ProfileDevice } from './alarm-profile.ts'
import { knownIntervalS, UNKNOWN_INTERVAL_S } from './signal-rhythm.ts'
import type { Signal } from './signal-state.ts'

/** Silence is measured against the usual spacing: so many of it (alarms.md, *Live*). */
const INTERVALS_UNTIL_STALE = 2.5
/** A device that says nothing for so long is gone, however often it usually speaks (alarms.md, *Live*). */
const DEVICE_SILENT_S = 15
/** Measured more rarely than this, a metric is *spot* (alarms.md, *Live*). */
const SPOT_ABOVE_S = 30
const SPOT_METRICS: readonly Metric[] = ['spo2', 'hr', 'pr']
/** A cuff takes its time: grace after the interval (alarms.md, *Live*). */
const PRESSURE_GRACE_S = 120
/** A blood pressure where no interval holds, and in recorded series (api.md, *vigil evaluate*). */
const PRESSURE_STALE_S = 900

export type Signals = Readonly<Record<Metric, Signal>>

/** Seconds after which a metric's value is stale. */
export const staleAfterS = (profile: AlarmProfile, signals: Signals, metric: Metric): number => {
  const defaultS = METRIC_INFO[metric].staleAfterS
  if (profile.rules.kind === 'recorded') return profile.rules.staleAfterS[metric] ?? defaultS ?? PRESSURE_STALE_S
  if (defaultS !== null) return Math.max(defaultS, INTERVALS_UNTIL_STALE * signals[metric].intervalS)
  return profile.pressureIntervalS === null ? PRESSURE_STALE_S : profile.pressureIntervalS + PRESSURE_GRACE_S
}

export const isFresh = (at: Instant | null, now: Instant, staleS: number): boolean =>
  at !== null && elapsedS(at, now) <= staleS

/** From when a metric without a reading is waited for. */
export const startedAt = (profile: AlarmProfile, signal: Signal): Instant =>
  signal.detachedAt === null ? profile.phaseSince : latest(profile.phaseSince, signal.detachedAt)

/** Too rare to be called continuous. */
export const isSpot = (profile: AlarmProfile, signals: Signals, metric: Metric): boolean =>
  profile.rules.kind === 'live' && SPOT_METRICS.includes(metric) && signals[metric].intervalS > SPOT_ABOVE_S

/** `hr` while it has a good value that is not stale, else `pr` (alarms.md, *Live*). */
export const pulseSource = (profile: AlarmProfile, signals: Signals, now: Instant): 'hr' | 'pr' =>
  isFresh(signals.hr.goodAt, now, staleAfterS(profile, signals, 'hr')) ? 'hr' : 'pr'

/** Seconds after which a device is silent: by the metric that it gives most often. */
export const deviceSilentAfterS = (device: ProfileDevice, signals: Signals): number => {
  let shortest = Object.values(device.intervals).reduce((least, it) => Math.min(least, it), Infinity)
  for (const metric of METRICS) {
    const learnt = intervalFrom(signals[metric], device.id)
    if (learnt !== null && learnt < shortest) shortest = learnt
  }
  const known = shortest === Infinity ? UNKNOWN_INTERVAL_S : shortest
  return Math.max(DEVICE_SILENT_S, INTERVALS_UNTIL_STALE * known)
}

const intervalFrom = (signal: Signal, device: DeviceId): number | null => {
  const rhythm = signal.rhythms.find((it) => it.deviceId === device)
  return rhythm === undefined ? null : knownIntervalS(rhythm)
}

/** What the limits of a metric listen to; for the pulse, either of two. */
export const sourcesOf = (profile: AlarmProfile, metric: Metric): readonly Metric[] =>
  profile.rules.kind === 'live' && metric === 'hr' ? PULSE : [metric]

const PULSE = ['hr', 'pr'] as const satisfies readonly Metric[]
