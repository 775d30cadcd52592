// Measures a sound from its samples alone: it knows nothing of how they were made.

/** Samples of one channel, with a whole number of samples to the fundamental's period. */
export interface HeardSound {
  readonly samples: Float32Array
  readonly rate: number
  readonly fundamentalHz: number
}

export interface HeardPulse {
  readonly startMs: number
  readonly lengthMs: number
  readonly riseMs: number
  readonly fallMs: number
}

const LOW = 0.1
const HIGH = 0.9
const HALF = 0.5
/** Pulses further apart than this belong to two bursts. */
const BURST_GAP_MS = 2_000
/** Below this share of the loudest there is silence. */
const SILENCE = 0.02

/** Amplitude of one frequency in a stretch of samples. */
export const amplitudeAt = (samples: Float32Array, rate: number, hz: number): number => {
  let [re, im] = [0, 0]
  samples.forEach((sample, index) => {
    const angle = (2 * Math.PI * hz * index) / rate
    re += sample * Math.cos(angle)
    im -= sample * Math.sin(angle)
  })
  return (2 * Math.hypot(re, im)) / samples.length
}

/** Amplitude of the fundamental, averaged over one of its periods around each sample. */
const envelopeOf = ({ samples, rate, fundamentalHz }: HeardSound): Float32Array => {
  const period = rate / fundamentalHz
  const cos = Array.from({ length: period }, (_, index) => Math.cos((2 * Math.PI * index) / period))
  const sin = Array.from({ length: period }, (_, index) => Math.sin((2 * Math.PI * index) / period))
  const envelope = new Float32Array(samples.length)
  let [re, im] = [0, 0]
  samples.forEach((sample, index) => {
    const phase = index % period
    const left = index < period ? 0 : (samples[index - period] ?? 0)
    re += (sample - left) * (cos[phase] ?? 0)
    im += (sample - left) * (sin[phase] ?? 0)
    const centre = index - period / 2
    if (centre >= 0) envelope[centre] = (2 * Math.hypot(re, im)) / period
  })
  return envelope
}

/** Where the envelope passes a height between two places, in samples with their fraction. */
const crossing = (envelope: Float32Array, height: number, from: number, step: 1 | -1): number => {
  let index = from
  while ((envelope[index] ?? 0) < height) index += step
  const [before = 0, after = 0] = [envelope[index - step], envelope[index]]
  return index - step * ((after - height) / (after - before))
}

/** Every pulse, its edges carried on to zero from where they pass a tenth and nine tenths. */
export const pulsesHeard = (sound: HeardSound): HeardPulse[] => {
  const envelope = envelopeOf(sound)
  const top = envelope.reduce((most, height) => Math.max(most, height), 0)
  const perMs = sound.rate / 1_000
  const pulses: HeardPulse[] = []
  let index = 0
  while (index < envelope.length) {
    if ((envelope[index] ?? 0) < LOW * top) {
      index += 1
      continue
    }
    let from = index
    while (from > 0 && (envelope[from - 1] ?? 0) >= SILENCE * top) from -= 1
    while (index < envelope.length && (envelope[index] ?? 0) >= SILENCE * top) index += 1
    const stretch = envelope.subarray(from, index)
    const height = stretch.toSorted()[Math.floor(stretch.length * HALF)] ?? 0
    const [up, upTo] = [crossing(envelope, LOW * height, from, 1), crossing(envelope, HIGH * height, from, 1)]
    const [down, downFrom] = [crossing(envelope, LOW * height, index, -1), crossing(envelope, HIGH * height, index, -1)]
    const rise = (upTo - up) / (HIGH - LOW)
    const fall = (down - downFrom) / (HIGH - LOW)
    const start = up - LOW * rise
    const end = down + LOW * fall
    pulses.push({
      startMs: start / perMs,
      lengthMs: (end - start) / perMs,
      riseMs: rise / perMs,
      fallMs: fall / perMs,
    })
  }
  return pulses
}

/** The pulses by bursts. */
export const burstsHeard = (pulses: readonly HeardPulse[]): HeardPulse[][] => {
  const bursts: HeardPulse[][] = []
  let end = -Infinity
  for (const pulse of pulses) {
    if (pulse.startMs - end > BURST_GAP_MS) bursts.push([])
    bursts.at(-1)?.push(pulse)
    end = pulse.startMs + pulse.lengthMs
  }
  return bursts
}

export const gapsOf = (burst: readonly HeardPulse[]): number[] =>
  burst.slice(1).map((pulse, index) => {
    const before = burst[index]
    return before === undefined ? NaN : pulse.startMs - before.startMs - before.lengthMs
  })

/** The middle of a pulse, where it neither rises nor falls, in whole periods. */
export const steadyPart = ({ samples, rate, fundamentalHz }: HeardSound, pulse: HeardPulse): Float32Array => {
  const period = rate / fundamentalHz
  const perMs = rate / 1_000
  const from = Math.ceil((pulse.startMs + pulse.riseMs * 1.1) * perMs)
  const until = (pulse.startMs + pulse.lengthMs - pulse.fallMs * 1.1) * perMs
  return samples.subarray(from, from + Math.floor((until - from) / period) * period)
}

/** The frequency of the strongest line between two, found to a tenth of a hertz. */
export const strongestHz = (samples: Float32Array, rate: number, low: number, high: number): number => {
  let [best, most] = [low, 0]
  for (let hz = low; hz <= high; hz += 0.1) {
    const amplitude = amplitudeAt(samples, rate, hz)
    if (amplitude > most) [best, most] = [hz, amplitude]
  }
  return best
}
