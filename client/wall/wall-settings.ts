import type { ScreenPlace } from './legibility.ts'
import type { BayOrder } from './wall-bays.ts'

/** Kept in this browser: they belong to the place where the screen hangs, not to a person. */
export interface WallSettings {
  /** null: nobody has said yet. */
  readonly place: ScreenPlace | null
  readonly order: BayOrder
  /** Whole hours of this device's day between which the screen dims; null: never. */
  readonly dim: { readonly fromHour: number; readonly toHour: number } | null
  readonly isSoundOn: boolean
}

export const DEFAULT_SETTINGS: WallSettings = { place: null, order: 'place', dim: null, isSoundOn: true }

const STORED_AS = 'vigil.wall'

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined

const within = (value: unknown, low: number, high: number): number | null =>
  typeof value === 'number' && value >= low && value <= high ? value : null

export const DIAGONAL_INCH = { low: 5, high: 200 } as const
export const DISTANCE_M = { low: 0.3, high: 20 } as const
const LAST_HOUR = 23

const readPlace = (value: unknown): ScreenPlace | null => {
  const diagonalInch = within(field(value, 'diagonalInch'), DIAGONAL_INCH.low, DIAGONAL_INCH.high)
  const distanceM = within(field(value, 'distanceM'), DISTANCE_M.low, DISTANCE_M.high)
  return diagonalInch === null || distanceM === null ? null : { diagonalInch, distanceM }
}

const readDim = (value: unknown): WallSettings['dim'] => {
  const fromHour = within(field(value, 'fromHour'), 0, LAST_HOUR)
  const toHour = within(field(value, 'toHour'), 0, LAST_HOUR)
  return fromHour === null || toHour === null ? null : { fromHour, toHour }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // Written by something else: as good as nothing.
    return null
  }
}

/** What this browser keeps; whatever does not fit is as if it were not there. */
export const readSettings = (storage: Pick<Storage, 'getItem'>): WallSettings => {
  const stored = parsed(storage.getItem(STORED_AS) ?? 'null')
  return {
    place: readPlace(field(stored, 'place')),
    order: field(stored, 'order') === 'urgency' ? 'urgency' : 'place',
    dim: readDim(field(stored, 'dim')),
    isSoundOn: field(stored, 'isSoundOn') !== false,
  }
}

export const keepSettings = (storage: Pick<Storage, 'setItem'>, settings: WallSettings): void =>
  storage.setItem(STORED_AS, JSON.stringify(settings))

/** @param hour of this device's day; a span may go over midnight */
export const isDimmed = ({ dim }: WallSettings, hour: number): boolean => {
  if (dim === null || dim.fromHour === dim.toHour) return false
  return dim.fromHour < dim.toHour
    ? hour >= dim.fromHour && hour < dim.toHour
    : hour >= dim.fromHour || hour < dim.toHour
}
