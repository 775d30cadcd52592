import { describe, expect, it } from 'vitest'
import { parseIso, toIso } from '../../../shared/domain/time.ts'

describe('a time as people and machines write it', () => {
  it.each([
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T09:00:00.123456Z', '2026-03-02T09:00:00.123Z'],
    ['2026-03-02T10:00:00+01:00', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02t09:00:00z', '2026-03-02T09:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    const at = parseIso(text)
    expect(at === null ? null : toIso(at)).toBe(iso)
  })

  it.each(['2026-03-02T09:00:00', '2026-03-02', 'noon', '', '2026-13-45T09:00:00Z', '2026-03-02T09:00:00+0100'])(
    '%s is none: a time without a zone, or one that no calendar has',
    (text) => {
      expect(parseIso(text)).toBeNull()
    },
  )
})
