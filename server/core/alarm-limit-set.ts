import { limitIdentity, resolveThreshold, type BaselineValues, type Limit } from '../../shared/domain/limit.ts'
import { forEachMetric, type Metric } from '../../shared/domain/vital.ts'
import { IDLE, type LimitMachine } from './alarm-limits.ts'
import type { AlarmProfile } from './alarm-profile.ts'

/** The arterial line has the cuff's limits, on channels of its own (feeds.md, *Arterial and cuff pressure*). */
const ARTERIAL_OF_CUFF: Readonly<Partial<Record<Metric, Metric>>> = { sbp: 'abpSys', dbp: 'abpDia', map: 'abpMean' }

/** A line is flushed and moved: its breach must last, where a cuff's sounds at once (feeds.md). */
const ARTERIAL_ON_DELAY_S = 10

/** The identity of the first limit that has the same as one before it; duplicates are refused (section 1). */
export const duplicateLimit = (limits: readonly Limit[]): string | null => {
  const seen = new Set<string>()
  for (const limit of limits) {
    const identity = limitIdentity(limit)
    if (seen.has(identity)) return identity
    seen.add(identity)
  }
  return null
}

const machineOf = (limit: Limit, baseline: BaselineValues | null): LimitMachine | null => {
  const threshold = resolveThreshold(limit, baseline)
  if (threshold === null) return null
  const { metric, direction, priority, onDelay, offDelay, hysteresis } = limit
  const id = limitIdentity(limit)
  return { id, metric, direction, priority, threshold, onDelay, offDelay, hysteresis, phase: IDLE }
}

/** The cuff limit as the arterial line has it: the same figure, so derived from the cuff's baseline. */
const arterialOf = (machine: LimitMachine): LimitMachine | null => {
  const metric = ARTERIAL_OF_CUFF[machine.metric]
  if (metric === undefined) return null
  return { ...machine, id: `${metric}:${machine.id}`, metric, onDelay: ARTERIAL_ON_DELAY_S }
}

/** Every limit of a profile that is in force, resolved and idle, in the order of the profile. */
export const resolvedLimits = (
  profile: Pick<AlarmProfile, 'rules' | 'limits' | 'baseline'>,
): readonly LimitMachine[] => {
  const own = profile.limits.flatMap((limit) => machineOf(limit, profile.baseline) ?? [])
  if (profile.rules.kind === 'recorded') return own
  return [...own, ...own.flatMap((machine) => arterialOf(machine) ?? [])]
}

const FIGURES = ['id', 'metric', 'direction', 'priority', 'threshold', 'onDelay', 'offDelay', 'hysteresis'] as const

export const hasSameFigures = (first: readonly LimitMachine[], second: readonly LimitMachine[]): boolean =>
  first.length === second.length &&
  first.every((machine, index) => {
    const other = second[index]
    return other !== undefined && FIGURES.every((figure) => machine[figure] === other[figure])
  })

/** A limit whose identity stays keeps its state with the new figures; a new one starts idle. */
const withKeptPhase = (machine: LimitMachine, before: readonly LimitMachine[]): LimitMachine => {
  const kept = before.find(
    (it) => it.id === machine.id && it.metric === machine.metric && it.direction === machine.direction,
  )
  return kept === undefined ? machine : { ...machine, phase: kept.phase }
}

export const machinesByMetric = (
  limits: readonly LimitMachine[],
  before: readonly LimitMachine[],
): Readonly<Record<Metric, readonly LimitMachine[]>> => {
  const kept = limits.map((limit) => withKeptPhase(limit, before))
  return forEachMetric((metric) => kept.filter((machine) => machine.metric === metric))
}
