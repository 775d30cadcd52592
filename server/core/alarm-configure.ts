import type { Instant } from '../../shared/domain/time.ts'
import { forEachMetric, METRICS, type Metric } from '../../shared/domain/vital.ts'
import { hasSameFigures, machinesByMetric, resolvedLimits } from './alarm-limit-set.ts'
import { applyValue, EMPTY_GROUP, withMachines, type LimitGroup, type LimitMachine } from './alarm-limits.ts'
import type { AlarmProfile, ProfileDevice } from './alarm-profile.ts'
import type { AlarmState, DeviceState } from './alarm-state.ts'
import { feedingDevice } from './alarm-technical.ts'
import { isFresh, isSpot, staleAfterS } from './signal-freshness.ts'
import { knownIntervalS, UNKNOWN_INTERVAL_S } from './signal-rhythm.ts'
import { afterDetach, SILENT_SIGNAL, type Signal } from './signal-state.ts'

const newDevice = (device: ProfileDevice): DeviceState => ({
  ...device,
  heardAt: null,
  leftAt: null,
  hasBeenGood: false,
})

export const initialAlarmState = (profile: AlarmProfile): AlarmState => {
  const machines = machinesByMetric(resolvedLimits(profile), [])
  return {
    profile,
    signals: forEachMetric(() => SILENT_SIGNAL),
    groups: forEachMetric((metric) => ({ ...EMPTY_GROUP, machines: machines[metric] })),
    devices: profile.devices.map(newDevice),
    alarms: [],
    raisedCount: 0,
    audioPausedUntil: null,
  }
}

/** What a device's intervals are set to may change while it measures. */
const withSetIntervals = (signal: Signal, metric: Metric, devices: readonly ProfileDevice[]): Signal => {
  if (signal.rhythms.length === 0) return signal
  const rhythms = signal.rhythms.map((rhythm) => ({
    ...rhythm,
    setS: devices.find((it) => it.id === rhythm.deviceId)?.intervals[metric] ?? null,
  }))
  const current = rhythms.find((it) => it.deviceId === signal.deviceId)
  const intervalS = current === undefined ? null : knownIntervalS(current)
  return { ...signal, rhythms, intervalS: intervalS ?? UNKNOWN_INTERVAL_S }
}

/** A detached device takes its metrics' clocks along: they start again at this instant (section 2). */
const withDetached = (before: AlarmState, profile: AlarmProfile, at: Instant): AlarmState['signals'] => {
  const isKept = (id: string): boolean => profile.devices.some((it) => it.id === id)
  const gone = before.devices.filter((it) => !isKept(it.id))
  return forEachMetric((metric) => {
    const signal = before.signals[metric]
    const lost = gone.find((it) => it.id === (signal.deviceId ?? feedingDevice(before, metric)))
    const rhythms = signal.rhythms.filter((it) => isKept(it.deviceId))
    return withSetIntervals(
      lost === undefined ? { ...signal, rhythms } : { ...afterDetach(signal, at), rhythms },
      metric,
      profile.devices,
    )
  })
}

const attached = (before: AlarmState, profile: AlarmProfile): readonly DeviceState[] =>
  profile.devices.map((device) => {
    const known = before.devices.find((it) => it.id === device.id)
    return known === undefined ? newDevice(device) : { ...known, ...device }
  })

/** The newest good reading, where it is not stale, meets the limits again at the time of the edit (section 1). */
const appliedAgain = (state: AlarmState, group: LimitGroup, at: Instant): LimitGroup => {
  const { used } = group
  if (used === null || !isFresh(used.freshAt, at, staleAfterS(state.profile, state.signals, used.source))) return group
  const spot = isSpot(state.profile, state.signals, used.source)
  return applyValue(group, { value: used.value, at, isBroken: false, isSpot: spot })
}

const allMachines = (state: AlarmState): readonly LimitMachine[] =>
  METRICS.flatMap((metric) => state.groups[metric].machines)

const withLimits = (state: AlarmState, at: Instant): AlarmState => {
  const before = allMachines(state)
  const machines = machinesByMetric(resolvedLimits(state.profile), state.profile.physiological ? before : [])
  const groups = forEachMetric((metric) => {
    const group = withMachines(state.groups[metric], machines[metric])
    return state.profile.physiological ? appliedAgain(state, group, at) : group
  })
  return { ...state, groups }
}

const hasOtherLimits = (before: AlarmState, profile: AlarmProfile): boolean => {
  if (before.profile.physiological !== profile.physiological) return true
  const { rules, limits, baseline } = before.profile
  if (rules === profile.rules && limits === profile.limits && baseline === profile.baseline) return false
  return !hasSameFigures(resolvedLimits(before.profile), resolvedLimits(profile))
}

/**
 * A new profile: phase, limits, baseline, devices, or when a blood pressure is due.
 * Limits whose identity stays keep their state; alarms follow in `decideChange`.
 */
export const configureAlarms = (state: AlarmState, profile: AlarmProfile, at: Instant): AlarmState => {
  const told: AlarmState = {
    ...state,
    profile,
    devices: attached(state, profile),
    signals: withDetached(state, profile, at),
  }
  return hasOtherLimits(state, profile) ? withLimits(told, at) : told
}
