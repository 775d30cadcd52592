import { fontPxFor, LEAST_ARCMIN, WANTED_ARCMIN, type PixelSize } from './legibility.ts'

/** A tile's form: the denser, the less beside the numbers. The trend goes first, then the small words. */
export type TileForm = 'full' | 'compact' | 'dense' | 'minimal'

/** Room that a form needs at unit 1, where a heart rate stands 92 px high: the drawing's tile. */
const FORM_SIZE: Readonly<Record<TileForm, PixelSize>> = {
  full: { width: 458, height: 476 },
  compact: { width: 450, height: 348 },
  dense: { width: 392, height: 272 },
  minimal: { width: 392, height: 190 },
}
const FORMS = ['full', 'compact', 'dense', 'minimal'] as const satisfies readonly TileForm[]

/** Font sizes at unit 1 that must stay legible; what is smaller may be missed. */
export const ALARM_UNITS = 30
export const PRESSURE_UNITS = 56

/** More would be a screen that nobody reads (signals.md, *The wall*). */
export const MOST_BAYS = 64

export interface WallLayout {
  readonly form: TileForm
  readonly columns: number
  readonly rows: number
  /** Pixels for a unit of the drawing. */
  readonly unit: number
  /** Bays on one page; fewer than asked for where they would not be legible. */
  readonly perPage: number
  readonly pages: number
}

export interface LayoutRequest {
  /** Room for the tiles, gaps included. */
  readonly area: PixelSize
  readonly gap: number
  readonly bays: number
  readonly arcminPerPx: number
}

interface Grid {
  readonly columns: number
  readonly rows: number
  readonly unit: number
}

const unitOf = (form: TileForm, columns: number, rows: number, { area, gap }: LayoutRequest): number => {
  const size = FORM_SIZE[form]
  const width = (area.width - gap * (columns - 1)) / columns
  const height = (area.height - gap * (rows - 1)) / rows
  return Math.min(width / size.width, height / size.height)
}

/** The columns and rows that leave the largest numbers; of two that are as good, the one with fewer empty places. */
const bestGrid = (form: TileForm, bays: number, request: LayoutRequest): Grid => {
  let best: Grid = { columns: 1, rows: bays, unit: unitOf(form, 1, bays, request) }
  for (let columns = 2; columns <= bays; columns += 1) {
    const rows = Math.ceil(bays / columns)
    const unit = unitOf(form, columns, rows, request)
    const isAsGood = Math.abs(unit - best.unit) < 1e-9 && columns * rows < best.columns * best.rows
    if (unit > best.unit + 1e-9 || isAsGood) best = { columns, rows, unit }
  }
  return best
}

const leastUnit = (arcminOfPx: number): number =>
  Math.max(fontPxFor(LEAST_ARCMIN, arcminOfPx) / ALARM_UNITS, fontPxFor(WANTED_ARCMIN, arcminOfPx) / PRESSURE_UNITS)

/** The fullest form in which so many bays are legible on one page. */
const legible = (bays: number, request: LayoutRequest): (Grid & { readonly form: TileForm }) | null => {
  const least = leastUnit(request.arcminPerPx)
  for (const form of FORMS) {
    const grid = bestGrid(form, bays, request)
    if (grid.unit >= least) return { ...grid, form }
  }
  return null
}

/**
 * Chooses form, grid and scale; bays that would not be legible together are spread over pages of the same size.
 * One bay is always shown, as large as the screen allows.
 */
export const layOut = (request: LayoutRequest): WallLayout => {
  const bays = Math.min(MOST_BAYS, Math.max(1, request.bays))
  for (let pages = 1; pages <= bays; pages += 1) {
    const perPage = Math.ceil(bays / pages)
    const found = legible(perPage, request)
    if (found !== null) return { ...found, perPage, pages: Math.ceil(bays / perPage) }
  }
  return { ...bestGrid('minimal', 1, request), form: 'minimal', perPage: 1, pages: bays }
}
