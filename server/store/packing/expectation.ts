import { PackingError } from './packing-error.ts'

/**
 * What the packing expects next. Writer and reader keep the same expectations from what they have seen so far, so that only
 * the surprise is stored: for a monitor that speaks once a second that is little.
 */

/** Expects after each symbol the one that followed it the last time. */
export class SymbolOrder {
  readonly #follower: number[] = []
  #last = -1

  /** -1: nothing is expected. */
  get expected(): number {
    return this.#follower[this.#last] ?? -1
  }

  learn(symbol: number): void {
    if (this.#last >= 0) this.#follower[this.#last] = symbol
    this.#last = symbol
  }
}

/** Expects a time one usual step after the last one; the step follows slowly, so that jitter is not counted twice. */
export class Cadence {
  #last = 0
  #step = 0

  get expected(): number {
    return this.#last + this.#step
  }

  learn(time: number): void {
    const surprise = time - this.#last - this.#step
    // The first time is a distance from 1970: no step to learn from.
    if (this.#last !== 0) this.#step += Math.round(surprise / 4)
    this.#last = time
  }
}

/** A time that goes with another one (the reference) or with its own clock: expects whichever was nearer in the batch before. */
export class TimeTrack {
  readonly #cadence = new Cadence()
  #offset = 0
  #last = 0
  #isFirstOfBatch = true
  #followsClock = false

  startBatch(): void {
    this.#isFirstOfBatch = true
  }

  /** Readings of one message mostly share their times. */
  expected(reference: number): number {
    if (!this.#isFirstOfBatch) return this.#last
    return this.#followsClock ? this.#cadence.expected : reference + this.#offset
  }

  learn(time: number, reference: number): void {
    if (this.#isFirstOfBatch) {
      const missOfClock = Math.abs(time - this.#cadence.expected)
      this.#followsClock = missOfClock < Math.abs(time - reference - this.#offset)
      this.#cadence.learn(time)
      this.#offset = time - reference
      this.#isFirstOfBatch = false
    }
    this.#last = time
  }
}

const SCALES = [1, 10, 100, 1_000, 10_000] as const
const LARGEST_SCALED = 2 ** 38

/** The values of one series, as whole numbers at the decimals that it has shown so far. */
export class ValueTrack {
  /** Index into the powers of ten: how many decimals. */
  #decimals = 0
  #last = 0

  /** @returns the fewest decimals, at least those already used, at which the value is exact; null where none is. */
  decimalsFor(value: number): number | null {
    for (let decimals = this.#decimals; decimals < SCALES.length; decimals++) {
      const scale = scaleOf(decimals)
      const scaled = Math.round(value * scale)
      // A whole number has no −0.
      if (Object.is((scaled + 0) / scale, value) && Math.abs(scaled) < LARGEST_SCALED) return decimals
    }
    return null
  }

  get decimals(): number {
    return this.#decimals
  }

  useDecimals(decimals: number): void {
    this.#last *= scaleOf(decimals) / scaleOf(this.#decimals)
    this.#decimals = decimals
  }

  stepTo(value: number): number {
    const scaled = Math.round(value * scaleOf(this.#decimals))
    const step = scaled - this.#last
    this.#last = scaled
    return step
  }

  valueAfter(step: number): number {
    this.#last += step
    return this.#last / scaleOf(this.#decimals)
  }
}

const scaleOf = (decimals: number): number => {
  const scale = SCALES[decimals]
  if (scale === undefined) throw new PackingError(`${decimals} decimals are not known`)
  return scale
}
