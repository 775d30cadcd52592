import type { LimitInForce } from '../../shared/domain/alarm.ts'
import { higherPriority, type Direction, type Priority } from '../../shared/domain/limit.ts'
import { elapsedS, type Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'

/** Where one limit stands (alarms.md section 1). */
export type LimitPhase =
  | { readonly at: 'idle' }
  | { readonly at: 'pending'; readonly since: Instant }
  | { readonly at: 'standing' }
  | { readonly at: 'clearing'; readonly since: Instant }

/** One limit with its figures in force and its state. */
export interface LimitMachine {
  readonly id: string
  readonly metric: Metric
  readonly direction: Direction
  readonly priority: Priority
  /** Resolved. A limit derived from a baseline that does not exist yet is inert: it has no machine. */
  readonly threshold: number
  readonly onDelay: number
  readonly offDelay: number
  readonly hysteresis: number
  readonly phase: LimitPhase
}

/** A good reading as limits use it. */
export interface UsedReading {
  /** Where it came from: for the limits of hr, `hr` or `pr`. */
  readonly source: Metric
  readonly value: number
  readonly measuredAt: Instant
  /** Its place on the clock of freshness. */
  readonly freshAt: Instant
}

/** All limits of one metric, and the newest reading that moved them. */
export interface LimitGroup {
  readonly used: UsedReading | null
  readonly machines: readonly LimitMachine[]
  /** The worst value since a limit of this direction left idle; null while all are idle. */
  readonly worst: Readonly<Record<Direction, number | null>>
}

export const EMPTY_GROUP: LimitGroup = { used: null, machines: [], worst: { low: null, high: null } }

export const IDLE: LimitPhase = { at: 'idle' }
const STANDING: LimitPhase = { at: 'standing' }

/** How a reading meets the limits of its metric. */
export interface Application {
  readonly value: number
  /** The reading's own time, or the time of an edit. */
  readonly at: Instant
  /** The run is broken: a gap, or another source. */
  readonly isBroken: boolean
  /** A spot value acts without delays. */
  readonly isSpot: boolean
}

/** Strictly past the threshold. */
export const isBeyond = ({ direction, threshold }: LimitMachine, value: number): boolean =>
  direction === 'low' ? value < threshold : value > threshold

/** At or inside the threshold moved inward by the hysteresis. */
const isInside = ({ direction, threshold, hysteresis }: LimitMachine, value: number): boolean =>
  direction === 'low' ? value >= threshold + hysteresis : value <= threshold - hysteresis

/** Before the first reading after a break: pending falls to idle, clearing back to standing. Standing stays standing. */
const afterBreak = (phase: LimitPhase): LimitPhase => {
  switch (phase.at) {
    case 'idle':
    case 'standing':
      return phase
    case 'pending':
      return IDLE
    case 'clearing':
      return STANDING
  }
}

/** Pending and clearing last for their delay; a delay of 0 is over at once. */
const lasting = (
  phase: Extract<LimitPhase, { readonly since: Instant }>,
  at: Instant,
  delayS: number,
  done: LimitPhase,
): LimitPhase => (elapsedS(phase.since, at) >= delayS ? done : phase)

/** The table of section 1, row by row. */
const nextPhase = (machine: LimitMachine, use: Application): LimitPhase => {
  const { at } = use
  const phase = use.isBroken ? afterBreak(machine.phase) : machine.phase
  const onDelay = use.isSpot ? 0 : machine.onDelay
  const offDelay = use.isSpot ? 0 : machine.offDelay
  switch (phase.at) {
    case 'idle':
      return isBeyond(machine, use.value) ? lasting({ at: 'pending', since: at }, at, onDelay, STANDING) : phase
    case 'pending':
      return isBeyond(machine, use.value) ? lasting(phase, at, onDelay, STANDING) : IDLE
    case 'standing':
      return isInside(machine, use.value) ? lasting({ at: 'clearing', since: at }, at, offDelay, IDLE) : phase
    case 'clearing':
      return isInside(machine, use.value) ? lasting(phase, at, offDelay, IDLE) : STANDING
  }
}

/** The same array where nothing moved: most readings move nothing. */
const moveMachines = (machines: readonly LimitMachine[], use: Application): readonly LimitMachine[] => {
  const isMoving = machines.some((machine) => nextPhase(machine, use) !== machine.phase)
  return isMoving ? machines.map((machine) => ({ ...machine, phase: nextPhase(machine, use) })) : machines
}

export const worseOf = (direction: Direction, first: number | null, second: number): number => {
  if (first === null) return second
  return direction === 'low' ? Math.min(first, second) : Math.max(first, second)
}

const hasLeftIdle = (machines: readonly LimitMachine[], direction: Direction): boolean =>
  machines.some((machine) => machine.direction === direction && machine.phase.at !== 'idle')

const worstAfter = (
  worst: LimitGroup['worst'],
  machines: readonly LimitMachine[],
  value: number,
): LimitGroup['worst'] => {
  const low = hasLeftIdle(machines, 'low') ? worseOf('low', worst.low, value) : null
  const high = hasLeftIdle(machines, 'high') ? worseOf('high', worst.high, value) : null
  return low === worst.low && high === worst.high ? worst : { low, high }
}

/** The group with other limits: what was worst is forgotten where none of them has left idle. */
export const withMachines = ({ used, worst }: LimitGroup, machines: readonly LimitMachine[]): LimitGroup => ({
  used,
  machines,
  worst: {
    low: hasLeftIdle(machines, 'low') ? worst.low : null,
    high: hasLeftIdle(machines, 'high') ? worst.high : null,
  },
})

/** The limits of a metric after a value, whether a new reading's or, at an edit, the newest one's again. */
export const applyValue = (group: LimitGroup, use: Application): LimitGroup => {
  const machines = moveMachines(group.machines, use)
  const worst = worstAfter(group.worst, machines, use.value)
  return machines === group.machines && worst === group.worst ? group : { used: group.used, machines, worst }
}

/** A reading not later than the newest one used moves nothing. */
export const applyReading = (
  group: LimitGroup,
  reading: UsedReading,
  rules: { readonly staleAfterS: number; readonly isSpot: boolean; readonly isRunning: boolean },
): LimitGroup => {
  const { used } = group
  if (used !== null && reading.measuredAt <= used.measuredAt) return group
  const isBroken =
    used !== null &&
    (used.source !== reading.source || elapsedS(used.measuredAt, reading.measuredAt) > rules.staleAfterS)
  const moved = rules.isRunning
    ? applyValue(group, { value: reading.value, at: reading.measuredAt, isBroken, isSpot: rules.isSpot })
    : group
  return { used: reading, machines: moved.machines, worst: moved.worst }
}

const stands = (machine: LimitMachine): boolean => machine.phase.at === 'standing' || machine.phase.at === 'clearing'

/** A channel's level: the highest priority among its limits that stand, or none. */
export const groupLevel = (group: LimitGroup, direction: Direction): Priority | null => {
  let level: Priority | null = null
  for (const machine of group.machines) {
    if (machine.direction === direction && stands(machine)) level = higherPriority(level, machine.priority)
  }
  return level
}

const limitInForce = (machine: LimitMachine): LimitInForce => ({
  id: machine.id,
  metric: machine.metric,
  direction: machine.direction,
  priority: machine.priority,
  value: machine.threshold,
})

/** Among the limits that stand at this level, the one furthest out: it says most about the value. */
export const limitThatStands = (group: LimitGroup, direction: Direction, level: Priority): LimitInForce | null => {
  let furthest: LimitMachine | null = null
  for (const machine of group.machines) {
    if (machine.direction !== direction || machine.priority !== level || !stands(machine)) continue
    if (furthest === null || worseOf(direction, furthest.threshold, machine.threshold) === machine.threshold)
      furthest = machine
  }
  return furthest === null ? null : limitInForce(furthest)
}
