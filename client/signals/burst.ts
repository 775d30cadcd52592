import type { Priority } from '../../shared/domain/limit.ts'

/** One burst of an alarm's sound (signals.md, *Sound*), in milliseconds. */
export interface Burst {
  readonly pulseMs: number
  /** The silence after each pulse but the last. */
  readonly gapsMs: readonly number[]
  /** From the beginning of a burst to the beginning of the next. */
  readonly everyMs: number
}

export const BURSTS: Readonly<Record<Priority, Burst>> = {
  high: { pulseMs: 150, gapsMs: [100, 100, 350, 100, 700, 100, 100, 350, 100], everyMs: 10_000 },
  medium: { pulseMs: 200, gapsMs: [200, 200], everyMs: 20_000 },
  low: { pulseMs: 200, gapsMs: [], everyMs: 30_000 },
}

export const FUNDAMENTAL_HZ = 523
/** Level of harmonics 2 to 6 below the fundamental. */
export const HARMONICS_DB = [-3, -4.5, -6, -7.5, -9] as const
/** Rise and fall, of a pulse's length. */
export const RISE_SHARE = 0.15

export interface Pulse {
  readonly startMs: number
  readonly lengthMs: number
}

/** The pulses of one burst, from its beginning. */
export const pulsesOf = ({ pulseMs, gapsMs }: Burst): readonly Pulse[] => {
  const pulses: Pulse[] = [{ startMs: 0, lengthMs: pulseMs }]
  let startMs = 0
  for (const gap of gapsMs) {
    startMs += pulseMs + gap
    pulses.push({ startMs, lengthMs: pulseMs })
  }
  return pulses
}
