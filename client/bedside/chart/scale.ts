export interface Scale {
  readonly low: number
  readonly high: number
  /** Where a value stands, in pixels from the top. */
  readonly y: (value: number) => number
  readonly ticks: readonly number[]
}

const ticksOf = (low: number, high: number, every: number): number[] => {
  const ticks: number[] = []
  for (let tick = Math.ceil(low / every) * every; tick <= high; tick += every) ticks.push(tick)
  return ticks
}

export interface ScaleRequest {
  readonly usual: readonly [low: number, high: number]
  readonly values: readonly number[]
  readonly top: number
  readonly height: number
  readonly tickEvery: number
}

/** The usual range, wider where values ask for it, in whole ticks: the scale stays where it is while values move in it. */
export const scaleFor = ({ usual, values, top, height, tickEvery }: ScaleRequest): Scale => {
  const low = Math.min(usual[0], Math.floor(Math.min(...values, usual[0]) / tickEvery) * tickEvery)
  const high = Math.max(usual[1], Math.ceil(Math.max(...values, usual[1]) / tickEvery) * tickEvery)
  return {
    low,
    high,
    y: (value) => top + ((high - value) / (high - low)) * height,
    ticks: ticksOf(low, high, tickEvery),
  }
}
