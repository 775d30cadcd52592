import { fontPxFor, LEAST_ARCMIN, WANTED_ARCMIN, type PixelSize } from './legibility.ts'

/** A tile's form: the denser, the less beside the numbers. The trend goes first, then the small words. */
export type TileForm = 'full' | 'wide' | 'compact' | 'dense' | 'minimal'

/** Room that a form needs at unit 1, where a heart rate stands 92 px high: the drawing's tile. */
const FORM_SIZE: Readonly<Record<TileForm, PixelSize>> = {
  full: { width: 458, height: 476 },
  wide: { width: 760, height: 348 },
  compact: { width: 450, height: 348 },
  dense: { width: 392, height: 272 },
  minimal: { width: 392, height: 190 },
}
/** From the fullest to the densest; of two that show the same, the one with the larger numbers is taken. */
const FORMS: readonly (readonly TileForm[])[] = [['full', 'wide'], ['compact'], ['dense'], ['minimal']]

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

interface Candidate extends Grid {
  readonly form: TileForm
}

/** The fullest form in which so many bays are legible on one page. */
const legible = (bays: number, request: LayoutRequest): Candidate | null => {
  const least = leastUnit(request.arcminPerPx)
  for (const forms of FORMS) {
    const [best] = forms
      .map((form): Candidate => ({ ...bestGrid(form, bays, request), form }))
      .toSorted((one, other) => other.unit - one.unit)
    if (best !== undefined && best.unit >= least) return best
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

/** Room for an alarm's words beside its mark and its time, in units. */
const ALARM_ROOM: Readonly<Record<TileForm, number>> = { full: 264, wide: 520, compact: 256, dense: 200, minimal: 180 }
/** What a crossed bell and its countdown take of it, where they have a place of their own. */
const PAUSED_ROOM = 88
/** Width of a character of Inter at this weight, of its font size. */
const CHARACTER_WIDTH = 0.57
/** Smaller in one line would be harder to read than two lines are. */
const LEAST_ONE_LINE_UNITS = 21
const LEAST_UNITS = 14
/** Two lines are never equally long: words stay whole. */
const UNEVEN_CHARACTERS = 4

/** A dense tile gives up small words: a paused sound stands in the place of the priority's word there. */
export const hasPauseOwnPlace = (form: TileForm): boolean => form !== 'dense' && form !== 'minimal'

/** Characters beside the words that the room leaves a place for: those of MEDIUM. */
const SIDE_CHARACTERS = 6
/** Width of each further one, in units. */
const SIDE_CHARACTER_ROOM = 10.2

export interface AlarmLineText {
  readonly characters: number
  /** Of what stands beside it, above its time: priority or UNATTENDED, and a count. */
  readonly beside: number
  readonly isPaused: boolean
}

/** Font size in units with which the words of an alarm fit, in one line or else in two: nothing of it is cut off. */
export const fitText = ({ characters, beside, isPaused }: AlarmLineText, form: TileForm): number => {
  const paused = isPaused && hasPauseOwnPlace(form) ? PAUSED_ROOM : 0
  const room = ALARM_ROOM[form] - paused - Math.max(0, beside - SIDE_CHARACTERS) * SIDE_CHARACTER_ROOM
  const sizeFor = (inLine: number): number => room / (Math.max(1, inLine) * CHARACTER_WIDTH)
  const oneLine = sizeFor(characters)
  const size =
    oneLine >= LEAST_ONE_LINE_UNITS
      ? Math.min(ALARM_UNITS, oneLine)
      : Math.min(LEAST_ONE_LINE_UNITS, Math.max(LEAST_UNITS, sizeFor(characters / 2 + UNEVEN_CHARACTERS)))
  return Math.round(size * 10) / 10
}
