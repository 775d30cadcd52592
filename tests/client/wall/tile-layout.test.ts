import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arcminPerPx, fontPxFor, LEAST_ARCMIN, WANTED_ARCMIN } from '../../../client/wall/legibility.ts'
import {
  ALARM_UNITS,
  fitText,
  layOut,
  MOST_BAYS,
  PRESSURE_UNITS,
  type WallLayout,
  type TileForm,
} from '../../../client/wall/tile-layout.ts'

const FULL_HD = { width: 1_888, height: 978 }
const SCREEN = { width: 1_920, height: 1_080 }
const unknown = arcminPerPx(SCREEN, null)
const lay = (bays: number, arcmin = unknown, area = FULL_HD): WallLayout =>
  layOut({ area, gap: 12, bays, arcminPerPx: arcmin })

describe('the layout of the wall at 1920 × 1080', () => {
  it('is the drawing’s with 8 bays: four by two, numbers about 92 px, with the trend', () => {
    const { form, columns, rows, unit, pages } = lay(8)
    expect({ form, columns, rows, pages }).toEqual({ form: 'full', columns: 4, rows: 2, pages: 1 })
    expect(unit * 92).toBeGreaterThan(88)
    expect(unit * 92).toBeLessThanOrEqual(96)
  })

  it('is the drawing’s with 24 bays: six by four, without the trend', () => {
    expect(lay(24)).toMatchObject({ form: 'compact', columns: 6, rows: 4, pages: 1 })
  })

  it('puts the trend beside larger numbers where the places are wide', () => {
    expect(lay(4)).toMatchObject({ form: 'wide', columns: 2, rows: 2 })
    expect(lay(4).unit).toBeGreaterThan(lay(8).unit)
  })

  it('gives up the trend first, then small words, and keeps 64 bays on one page', () => {
    const order = ['wide', 'full', 'compact', 'dense', 'minimal']
    const forms = [4, 8, 24, 40, 64].map((bays) => lay(bays).form)
    expect(forms).toEqual(order)
    expect(lay(64).pages).toBe(1)
  })

  it('shows one bay as large as the screen allows', () => {
    expect(lay(1)).toMatchObject({ columns: 1, rows: 1, pages: 1, form: 'wide' })
  })

  it('shows no more than 64', () => {
    expect(lay(100).perPage).toBe(MOST_BAYS)
  })
})

describe('legibility', () => {
  it('looks the same on a screen with four times the pixels', () => {
    const fine = layOut({
      area: { width: 2 * FULL_HD.width, height: 2 * FULL_HD.height },
      gap: 24,
      bays: 24,
      arcminPerPx: arcminPerPx({ width: 3_840, height: 2_160 }, null),
    })
    const { unit, ...rest } = lay(24)
    expect(fine).toEqual({ ...rest, unit: 2 * unit })
  })

  it('knows how large a pixel is on a 55 inch screen at 4 m', () => {
    // 55 inch of 16:9 are 1217.6 mm wide: 0.634 mm a pixel, 0.545 minutes of arc from 4 m.
    expect(arcminPerPx(SCREEN, { diagonalInch: 55, distanceM: 4 })).toBeCloseTo(0.545, 3)
  })

  it('spreads bays over pages rather than show them too small', () => {
    const far = arcminPerPx(SCREEN, { diagonalInch: 32, distanceM: 5 })
    const { pages, perPage } = lay(24, far)
    expect(pages).toBeGreaterThan(1)
    expect(pages * perPage).toBeGreaterThanOrEqual(24)
  })

  it('shows one bay a page where nothing would be legible', () => {
    expect(lay(3, 0.01)).toMatchObject({ perPage: 1, pages: 3 })
  })

  it('never lets an alarm below 16 or a pressure below 20 minutes of arc on a page of several', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 600, max: 4_000 }),
        fc.integer({ min: 400, max: 2_400 }),
        fc.double({ min: 0.15, max: 2, noNaN: true }),
        (bays, width, height, arcmin) => {
          const layout = lay(bays, arcmin, { width, height })
          expect(layout.columns * layout.rows).toBeGreaterThanOrEqual(layout.perPage)
          expect(layout.pages * layout.perPage).toBeGreaterThanOrEqual(bays)
          if (layout.perPage === 1) return
          expect(layout.unit * ALARM_UNITS).toBeGreaterThanOrEqual(fontPxFor(LEAST_ARCMIN, arcmin) - 1e-6)
          expect(layout.unit * PRESSURE_UNITS).toBeGreaterThanOrEqual(fontPxFor(WANTED_ARCMIN, arcmin) - 1e-6)
        },
      ),
    )
  })
})

describe('the words of an alarm', () => {
  it('stand at full size while they fit, and shrink before they break', () => {
    const fit = (text: string, form: TileForm, beside = 6, isPaused = false) =>
      fitText({ characters: text.length, beside, isPaused }, form)
    expect(fit('SpO2 84 < 85', 'full')).toBe(30)
    expect(fit('SpO2 84 < 85', 'full', 'UNATTENDED1/3'.length)).toBeLessThan(30)
    expect(fit('Systolic 172 > 164', 'full')).toBeLessThan(30)
    expect(fit('Blood pressure overdue', 'minimal', 6, true)).toBe(21)
    expect(fit('Blood pressure overdue', 'compact', 6, true)).toBeLessThan(21)
  })
})
