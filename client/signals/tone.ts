import { FUNDAMENTAL_HZ, HARMONICS_DB, pulsesOf, RISE_SHARE, type Burst } from './burst.ts'

/** Of full scale, shared by all harmonics together: they never clip. */
const PEAK = 0.9
const DB_PER_DECADE = 20

const amplitudes = (): number[] => {
  const relative = [1, ...HARMONICS_DB.map((db) => 10 ** (db / DB_PER_DECADE))]
  const sum = relative.reduce((total, amplitude) => total + amplitude, 0)
  return relative.map((amplitude) => (amplitude / sum) * PEAK)
}

const waveOf = (context: BaseAudioContext): PeriodicWave => {
  const imaginary = Float32Array.from([0, ...amplitudes()])
  // Not normalised: the levels are those of the table.
  return context.createPeriodicWave(new Float32Array(imaginary.length), imaginary, { disableNormalization: true })
}

/** A burst on its way; `stop` ends it at once, without a click. */
export interface PlayedBurst {
  readonly stop: () => void
}

const STOP_S = 0.02

/** Schedules one burst on the audio clock. @param startS in the context's seconds */
export const playBurst = (context: BaseAudioContext, output: AudioNode, burst: Burst, startS: number): PlayedBurst => {
  const gain = context.createGain()
  gain.gain.setValueAtTime(0, startS)
  const pulses = pulsesOf(burst)
  for (const { startMs, lengthMs } of pulses) {
    const from = startS + startMs / 1_000
    const to = from + lengthMs / 1_000
    const rise = (lengthMs / 1_000) * RISE_SHARE
    gain.gain.setValueAtTime(0, from)
    gain.gain.linearRampToValueAtTime(1, from + rise)
    gain.gain.setValueAtTime(1, to - rise)
    gain.gain.linearRampToValueAtTime(0, to)
  }
  const oscillator = new OscillatorNode(context, { frequency: FUNDAMENTAL_HZ, periodicWave: waveOf(context) })
  oscillator.connect(gain).connect(output)
  oscillator.start(startS)
  const last = pulses.at(-1)
  oscillator.stop(startS + ((last?.startMs ?? 0) + (last?.lengthMs ?? 0)) / 1_000 + STOP_S)
  oscillator.onended = () => gain.disconnect()
  return {
    stop: () => {
      const now = context.currentTime
      gain.gain.cancelScheduledValues(now)
      gain.gain.setValueAtTime(gain.gain.value, now)
      gain.gain.linearRampToValueAtTime(0, now + STOP_S)
      oscillator.stop(now + STOP_S)
    },
  }
}
