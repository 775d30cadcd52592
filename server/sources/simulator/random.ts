/** A seeded source of chance: the same seed gives the same patients, second by second. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Normal with the given mean and standard deviation. */
  normal(mean: number, sd: number): number
  /** Whether an event of so many a second happens in this second. */
  happens(perSecond: number): boolean
  /** Uniform in [low, high). */
  between(low: number, high: number): number
}

const hashSeed = (seed: string): number => {
  let hash = 2_166_136_261
  for (const character of seed) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619)
  return hash >>> 0
}

/** Mulberry32: 32 bits of state, enough for noise, never for secrets. */
export const createRandom = (seed: string): Random => {
  let state = hashSeed(seed)
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const normal = (mean: number, sd: number): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()))
    return mean + sd * radius * Math.cos(2 * Math.PI * next())
  }
  return {
    next,
    normal,
    happens: (perSecond) => next() < perSecond,
    between: (low, high) => low + (high - low) * next(),
  }
}
