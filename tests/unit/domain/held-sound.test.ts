import { describe, expect, it } from 'vitest'
import { UNATTENDED_AFTER_S } from '../../../shared/domain/alarm.ts'
import { audibleWithout, HELD_FOR_OTHERS_S } from '../../../shared/domain/held-sound.ts'
import { alarmId } from '../../../shared/domain/ids.ts'
import type { AlarmView } from '../../../shared/domain/session-view.ts'

const alarm = (id: string, over: Partial<AlarmView> = {}): AlarmView => ({
  id: alarmId(id),
  channel: 'spo2.low',
  kind: 'physiological',
  priority: 'medium',
  highest: 'medium',
  phase: 'active',
  acknowledged: false,
  unattended: false,
  value: 88,
  worst: 88,
  limit: 90,
  since: '2026-03-01T09:00:00.000Z',
  text: 'SpO2 88 < 90',
  ...over,
})

const held = (...ids: readonly string[]) => new Set(ids.map(alarmId))

describe('what sounds where some alarms wait', () => {
  const alarms = [alarm('a', { priority: 'high' }), alarm('b'), alarm('c', { priority: 'low' })]

  it('is the highest of those that do not wait', () => {
    expect(audibleWithout({ alarms, audible: 'high' }, held())).toBe('high')
    expect(audibleWithout({ alarms, audible: 'high' }, held('a'))).toBe('medium')
    expect(audibleWithout({ alarms, audible: 'high' }, held('a', 'b', 'c'))).toBeNull()
  })

  it('is nothing that somebody acknowledged, and nothing that settles', () => {
    const quiet = [alarm('a', { acknowledged: true }), alarm('b', { soundFrom: '2026-03-01T09:00:10.000Z' })]
    expect(audibleWithout({ alarms: [...quiet, alarm('c', { priority: 'low' })], audible: 'low' }, held())).toBe('low')
    expect(audibleWithout({ alarms: quiet, audible: 'low' }, held())).toBeNull()
  })

  it('is nothing while audio is paused', () => {
    expect(audibleWithout({ alarms }, held('a'))).toBeNull()
  })
})

describe('the time for which a sound waits', () => {
  it('is 30 s, for a high alarm 15 s, and always over before an alarm is unattended', () => {
    expect(HELD_FOR_OTHERS_S).toEqual({ high: 15, medium: 30, low: 30 })
    expect(Math.max(...Object.values(HELD_FOR_OTHERS_S))).toBeLessThan(UNATTENDED_AFTER_S)
  })
})
