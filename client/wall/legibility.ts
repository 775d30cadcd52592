/** What a wall knows of its place; asked for once, because no browser can tell. */
export interface ScreenPlace {
  /** Of the visible picture. */
  readonly diagonalInch: number
  /** From where the numbers are read. */
  readonly distanceM: number
}

export interface PixelSize {
  readonly width: number
  readonly height: number
}

const MM_PER_INCH = 25.4
const MM_PER_M = 1_000
const ARCMIN_PER_RADIAN = (180 * 60) / Math.PI
/**
 * A pixel of CSS is by definition 1/96 inch seen from 28 inches: what is assumed of a screen of which nothing is known.
 * A picture with more pixels than this is taken for a finer one of the same size, not for a larger one.
 */
const REFERENCE_ARCMIN_PER_PX = (1 / 96 / 28) * ARCMIN_PER_RADIAN
const REFERENCE_WIDTH_PX = 1_920

/** Letters below this are not read but guessed (signals.md, *The wall*: 20 or more, never under 16). */
export const LEAST_ARCMIN = 16
export const WANTED_ARCMIN = 20
/** Height of a digit or capital of Inter, of its font size. */
const CAPITAL_HEIGHT = 0.727

/** How large one pixel looks from where the numbers are read, in minutes of arc. */
export const arcminPerPx = (size: PixelSize, place: ScreenPlace | null): number => {
  if (place === null) return REFERENCE_ARCMIN_PER_PX / Math.max(1, size.width / REFERENCE_WIDTH_PX)
  const mmPerPx = (place.diagonalInch * MM_PER_INCH) / Math.hypot(size.width, size.height)
  return (mmPerPx / (place.distanceM * MM_PER_M)) * ARCMIN_PER_RADIAN
}

/** Font size in pixels whose digits stand `arcmin` minutes of arc high. */
export const fontPxFor = (arcmin: number, arcminOfPx: number): number => arcmin / arcminOfPx / CAPITAL_HEIGHT
