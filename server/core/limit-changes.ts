import { limitIdentity, type Limit } from '../../shared/domain/limit.ts'
import type { Phase } from '../../shared/domain/phase.ts'
import { protocolLimits, type Protocol } from '../../shared/domain/protocol.ts'
import type { Instant } from '../../shared/domain/time.ts'

/** One channel whose limits a person set for this patient: they hold in every phase until they are set again. */
export interface LimitChange {
  /** `spo2.low`: metric and direction. */
  readonly channel: string
  /** None: the channel does not alarm. */
  readonly limits: readonly Limit[]
  readonly by: string
  readonly at: Instant
}

const channelOfLimit = ({ metric, direction }: Limit): string => `${metric}.${direction}`

const ofChannel = (limits: readonly Limit[], channel: string): readonly Limit[] =>
  limits.filter((limit) => channelOfLimit(limit) === channel)

/** The same identity with the same figures. */
const isSameLimit = (first: Limit, second: Limit): boolean =>
  limitIdentity(first) === limitIdentity(second) &&
  JSON.stringify(first.threshold) === JSON.stringify(second.threshold) &&
  first.onDelay === second.onDelay &&
  first.offDelay === second.offDelay &&
  first.hysteresis === second.hysteresis

const isSameSet = (first: readonly Limit[], second: readonly Limit[]): boolean =>
  first.length === second.length && first.every((limit) => second.some((other) => isSameLimit(limit, other)))

const channelsOf = (...sets: readonly (readonly Limit[])[]): readonly string[] => [
  ...new Set(sets.flat().map(channelOfLimit)),
]

/** The limits that hold in a phase: those of the protocol, but for the channels that a person set. */
export const limitsInForce = (protocol: Protocol, phase: Phase, changes: readonly LimitChange[]): readonly Limit[] => {
  const own = protocolLimits(protocol, phase)
  if (changes.length === 0) return own
  const changedTo = (channel: string) => changes.find((change) => change.channel === channel)?.limits
  return channelsOf(own, ...changes.map((change) => change.limits)).flatMap(
    (channel) => changedTo(channel) ?? ofChannel(own, channel),
  )
}

export interface LimitsSet {
  readonly limits: readonly Limit[]
  readonly by: string
  readonly at: Instant
}

/**
 * What a whole set that a person gives changes of the protocol's set for the phase. A channel that is as the protocol has
 * it follows the protocol again; one that was changed before and stays keeps who changed it, and when.
 */
export const changesAfter = (
  own: readonly Limit[],
  before: readonly LimitChange[],
  { limits, by, at }: LimitsSet,
): readonly LimitChange[] =>
  channelsOf(own, limits).flatMap((channel): readonly LimitChange[] => {
    const now = ofChannel(limits, channel)
    if (isSameSet(now, ofChannel(own, channel))) return []
    const kept = before.find((change) => change.channel === channel && isSameSet(change.limits, now))
    return [kept ?? { channel, limits: now, by, at }]
  })

/** Who changed a limit that is in force, by its identity; a limit that is the protocol's own is not here. */
export const changersOf = (
  protocol: Protocol,
  phase: Phase,
  changes: readonly LimitChange[],
): ReadonlyMap<string, LimitChange> => {
  const own = protocolLimits(protocol, phase)
  const isOwn = (limit: Limit): boolean => own.some((other) => isSameLimit(limit, other))
  return new Map(
    changes.flatMap((change) =>
      change.limits.filter((limit) => !isOwn(limit)).map((limit) => [limitIdentity(limit), change] as const),
    ),
  )
}
