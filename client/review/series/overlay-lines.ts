import type { GivenVisit } from './series-look.ts'

export interface LineLook {
  readonly stroke: string
  readonly strokeWidth: number
  /** Absent: the line is solid. */
  readonly strokeDasharray?: string
}

export interface LinePoint {
  readonly afterMin: number
  readonly value: number
}

export interface OverlayLine {
  readonly infusion: number
  readonly look: LineLook
  readonly sbp: readonly LinePoint[]
  readonly dbp: readonly LinePoint[]
}

/** Told apart by their dashes, as on paper: the colours of the house belong to alarms. */
const DASHES = ['7 4', '2 3', '12 4', '12 4 2 4', '7 3 2 3 2 3', '1 5'] as const

const NEWEST: LineLook = { stroke: 'var(--text)', strokeWidth: 3 }

/** @param newest the number of the newest infusion; an infusion keeps its dashes when others come. */
export const lineLook = (infusion: number, newest: number): LineLook => {
  const dash = DASHES[(infusion - 1) % DASHES.length]
  if (infusion === newest || dash === undefined) return NEWEST
  return { stroke: 'var(--muted)', strokeWidth: 1.75, strokeDasharray: dash }
}

const pointsOf = ({ cuff }: GivenVisit, metric: 'sbp' | 'dbp'): readonly LinePoint[] =>
  cuff.flatMap(({ afterMin, [metric]: value }) => (value === undefined ? [] : [{ afterMin, value }]))

/** Oldest first, so that the newest is drawn over the others. */
export const overlayLines = (visits: readonly GivenVisit[]): readonly OverlayLine[] => {
  const newest = visits.at(-1)?.infusion ?? 0
  return visits.map((visit) => ({
    infusion: visit.infusion,
    look: lineLook(visit.infusion, newest),
    sbp: pointsOf(visit, 'sbp'),
    dbp: pointsOf(visit, 'dbp'),
  }))
}

/** A course of treatment is six infusions; more lines than that are hard to tell apart. */
const SHOWN_AT_FIRST = 6

export const shownAtFirst = (visits: readonly GivenVisit[]): ReadonlySet<number> =>
  new Set(visits.slice(-SHOWN_AT_FIRST).map(({ infusion }) => infusion))

export interface Axis {
  readonly low: number
  readonly high: number
  readonly ticks: readonly number[]
}

/** The nearest round ends around all values. @param step between its lines */
const axisAround = (values: readonly number[], step: number): Axis => {
  const low = Math.floor(Math.min(...values) / step) * step
  const high = Math.max(Math.ceil(Math.max(...values) / step) * step, low + step)
  const ticks = Array.from({ length: (high - low) / step + 1 }, (_, index) => low + index * step)
  return { low, high, ticks }
}

const STEPS_MIN = [10, 20, 30, 60, 120] as const
const MOST_LINES = 14

const timeStep = (values: readonly number[]): number => {
  const length = Math.max(...values) - Math.min(...values)
  return STEPS_MIN.find((step) => length / step <= MOST_LINES) ?? 240
}

/** The same for every choice of lines, so that switching one on or off moves nothing. @returns null: no pressure at all */
export const overlayAxes = (
  lines: readonly OverlayLine[],
): { readonly minutes: Axis; readonly pressure: Axis } | null => {
  const points = lines.flatMap(({ sbp, dbp }) => [...sbp, ...dbp])
  if (points.length === 0) return null
  const minutes = [0, ...points.map(({ afterMin }) => afterMin)]
  return {
    minutes: axisAround(minutes, timeStep(minutes)),
    pressure: axisAround(
      points.map(({ value }) => value),
      20,
    ),
  }
}
