import { describe, expect, it } from 'vitest'
import { takeDisplayToken, type TokenPlace } from '../../../client/live/display-token.ts'
import { DEFAULT_SETTINGS, isDimmed, keepSettings, readSettings } from '../../../client/wall/wall-settings.ts'

const createStorage = (stored: Record<string, string> = {}) => {
  const kept = new Map(Object.entries(stored))
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

describe('what a screen keeps of its place', () => {
  it('comes back as it was kept', () => {
    const storage = createStorage()
    const settings = {
      place: { diagonalInch: 55, distanceM: 4 },
      order: 'urgency' as const,
      dim: { fromHour: 20, toHour: 7 },
      isSoundOn: false,
    }
    keepSettings(storage, settings)
    expect(readSettings(storage)).toEqual(settings)
  })

  it.each(['', 'null', '{', '[]', '{"place":{"diagonalInch":-1,"distanceM":"far"},"dim":{"fromHour":99}}'])(
    'is the default where it is %s',
    (stored) => {
      expect(readSettings(createStorage({ 'vigil.wall': stored }))).toEqual(DEFAULT_SETTINGS)
    },
  )

  it('dims between its hours, over midnight too', () => {
    const night = { ...DEFAULT_SETTINGS, dim: { fromHour: 20, toHour: 7 } }
    expect([19, 20, 23, 0, 6, 7].map((hour) => isDimmed(night, hour))).toEqual([false, true, true, true, true, false])
    const day = { ...DEFAULT_SETTINGS, dim: { fromHour: 12, toHour: 14 } }
    expect([11, 12, 13, 14].map((hour) => isDimmed(day, hour))).toEqual([false, true, true, false])
    expect(isDimmed(DEFAULT_SETTINGS, 23)).toBe(false)
  })
})

describe('the display token', () => {
  const place = (hash: string, stored: Record<string, string> = {}) => {
    const replaced: string[] = []
    const window: TokenPlace & { readonly localStorage: ReturnType<typeof createStorage> } = {
      location: { hash, pathname: '/wall', search: '' },
      history: { replaceState: (_data, _unused, url) => void replaced.push(url) },
      localStorage: createStorage(stored),
    }
    return { window, replaced }
  }

  it('is read once, kept, and taken out of the address bar', () => {
    const { window, replaced } = place('#token=abc-123')
    expect(takeDisplayToken(window)).toBe('abc-123')
    expect(replaced).toEqual(['/wall'])
    expect(takeDisplayToken({ ...window, location: { hash: '', pathname: '/wall', search: '' } })).toBe('abc-123')
  })

  it('is none where this browser was never given one', () => {
    expect(takeDisplayToken(place('').window)).toBeNull()
    expect(takeDisplayToken(place('#token=').window)).toBeNull()
  })
})
