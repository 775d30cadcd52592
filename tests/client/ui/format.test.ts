import { describe, expect, it } from 'vitest'
import {
  formatAge,
  formatClock,
  formatCountdown,
  formatDuration,
  formatFigure,
  formatMg,
  formatTime,
  formatValue,
  shortBayName,
} from '../../../client/ui/format.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('how figures are written', () => {
  it('values, with two dashes for none', () => {
    expect([formatValue('hr', 83.6), formatValue('temp', 36.55), formatValue('spo2', null)]).toEqual([
      '84',
      '36.5',
      '--',
    ])
  })

  it('the clock of this device’s zone', () => {
    const at = new Date(2026, 2, 1, 9, 5, 7).getTime()
    expect([formatClock(at), formatTime(at)]).toEqual(['09:05:07', '09:05'])
  })

  it('durations', () => {
    expect([0, 12 * SECOND, 65 * SECOND, 65 * MINUTE + 36 * SECOND, -5].map(formatDuration)).toEqual([
      '0:00',
      '0:12',
      '1:05',
      '1:05:36',
      '0:00',
    ])
  })

  it('what is left, rounded up, so that 0:00 means over', () => {
    expect([1, 999, 1_000, 1_001].map(formatCountdown)).toEqual(['0:01', '0:01', '0:01', '0:02'])
  })

  it('ages', () => {
    expect([35 * SECOND, 59_999, 6 * MINUTE, HOUR + 5 * MINUTE, -1].map(formatAge)).toEqual([
      '35 s',
      '59 s',
      '6 min',
      '1 h 05',
      '0 s',
    ])
  })

  it('doses', () => {
    expect([formatMg(21.66), formatFigure(40), formatFigure(37.5)]).toEqual(['21.7', '40', '37.5'])
  })

  it('a bay’s number in its own place', () => {
    expect([shortBayName('Bay 12'), shortBayName('Window')]).toEqual(['12', 'Window'])
  })
})
