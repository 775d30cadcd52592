import type { Channel } from '../../shared/domain/alarm.ts'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { ChannelTrial, RealAlarm, Trial } from './alarm-trial.ts'

/** Visits under other limits, together. */
export interface TrialSum {
  readonly visits: number
  readonly were: number
  readonly wouldBe: number
  readonly channels: readonly ChannelTrial[]
  readonly real: number
  /** Real alarms that would not have come. */
  readonly missed: readonly (RealAlarm & { readonly sessionId: SessionId })[]
  /** Seconds by which the others would come later, at the worst; null: there is none. */
  readonly latestByS: number | null
}

export const sumOfTrials = (trials: readonly (Trial & { readonly id: SessionId })[]): TrialSum => {
  const channels = new Map<Channel, ChannelTrial>()
  for (const { channel, were, wouldBe } of trials.flatMap((trial) => trial.channels)) {
    const before = channels.get(channel) ?? { channel, were: 0, wouldBe: 0 }
    channels.set(channel, { channel, were: before.were + were, wouldBe: before.wouldBe + wouldBe })
  }
  const all = [...channels.values()].sort((first, second) => second.were - first.were)
  const real = trials.flatMap(({ id, real: own }) => own.map((alarm) => ({ ...alarm, sessionId: id })))
  const later = real.flatMap(({ laterByS }) => (laterByS === null ? [] : [laterByS]))
  return {
    visits: trials.length,
    were: all.reduce((sum, { were }) => sum + were, 0),
    wouldBe: all.reduce((sum, { wouldBe }) => sum + wouldBe, 0),
    channels: all,
    real: real.length,
    missed: real.filter(({ laterByS }) => laterByS === null),
    latestByS: later.length === 0 ? null : later.reduce((most, seconds) => Math.max(most, seconds)),
  }
}
