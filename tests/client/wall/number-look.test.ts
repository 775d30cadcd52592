import { describe, expect, it } from 'vitest'
import { numberLook } from '../../../client/ui/number-look.ts'
import { pressureLook } from '../../../client/ui/pressure-look.ts'
import { formatTime } from '../../../client/ui/format.ts'
import { instant, toIso } from '../../../shared/domain/time.ts'
import { vitalView } from '../../support/scene.ts'

const T0 = instant(Date.parse('2026-03-01T09:00:00.000Z'))
const after = (seconds: number, slackMs = 0) => ({ now: instant(T0 + seconds * 1_000), slackMs })

describe('a continuous number', () => {
  const spo2 = vitalView('spo2', 97, T0)

  it('stands alone while it is fresh', () => {
    expect(numberLook('spo2', spo2, after(1.9))).toEqual({ text: '97', state: 'fresh', note: '' })
  })

  it('fades, with its age, from twice its usual spacing', () => {
    expect(numberLook('spo2', spo2, after(2))).toEqual({ text: '97', state: 'aged', note: '2 s' })
    expect(numberLook('spo2', { ...spo2, usualSpacingS: 4 }, after(7))).toMatchObject({ state: 'fresh' })
  })

  it('turns to -- when it is stale, and the last value stays in small', () => {
    expect(numberLook('spo2', spo2, after(9.9))).toMatchObject({ text: '97', state: 'aged' })
    expect(numberLook('spo2', spo2, after(10))).toEqual({ text: '--', state: 'gone', note: '97 · 10 s' })
  })

  it('is -- at once where the device has no value', () => {
    const lost = { ...vitalView('spo2', null, T0), last: { value: 97, time: toIso(instant(T0 - 4_000)) } }
    expect(numberLook('spo2', lost, after(1))).toEqual({ text: '--', state: 'gone', note: '97 · 5 s' })
  })

  it('is -- where the value is invalid: a dropout is never a number', () => {
    const dropout = { ...vitalView('spo2', 0, T0), quality: 'invalid' as const }
    expect(numberLook('spo2', dropout, after(0))).toEqual({ text: '--', state: 'gone', note: '' })
  })

  it('says that the signal is poor', () => {
    expect(numberLook('spo2', { ...spo2, quality: 'poor' }, after(0))).toEqual({
      text: '97',
      state: 'poor',
      note: 'poor signal',
    })
  })

  it('says that it is a spot value, and how old', () => {
    const spot = { ...spo2, isSpot: true, usualSpacingS: 60, staleAfterS: 150 }
    expect(numberLook('spo2', spot, after(45))).toEqual({ text: '97', state: 'fresh', note: 'SPOT 45 s' })
  })

  it('is -- without a note where it was never measured', () => {
    expect(numberLook('rr', undefined, after(0))).toEqual({ text: '--', state: 'never', note: '' })
  })

  it('is no older at 60 × than its frames can be', () => {
    expect(numberLook('spo2', spo2, after(44, 44_250))).toMatchObject({ state: 'fresh' })
  })

  it('keeps the decimals of its metric', () => {
    expect(numberLook('temp', vitalView('temp', 36.5, T0), after(0)).text).toBe('36.5')
  })
})

describe('a blood pressure', () => {
  const measured = { sbp: vitalView('sbp', 138, T0), dbp: vitalView('dbp', 86, T0), map: vitalView('map', 103, T0) }

  it('always carries its time and its age', () => {
    expect(pressureLook(measured, after(240))).toEqual({
      label: 'BP',
      systolic: '138',
      diastolic: '86',
      mean: '103',
      state: 'fresh',
      time: formatTime(T0),
      age: '4 min',
      note: '',
    })
  })

  it('turns to --/-- when it is stale, and the last one stays in small', () => {
    expect(pressureLook(measured, after(720))).toMatchObject({
      systolic: '--',
      diastolic: '--',
      mean: '',
      state: 'gone',
      age: '12 min',
      note: '138/86',
    })
  })

  it('takes no mean of another measurement', () => {
    const other = { ...measured, map: vitalView('map', 90, T0, 60_000) }
    expect(pressureLook(other, after(0)).mean).toBe('')
  })

  it('is the arterial line’s only where there is no cuff’s, and says so', () => {
    const line = { abpSys: vitalView('abpSys', 120, T0), abpDia: vitalView('abpDia', 70, T0) }
    expect(pressureLook({ ...measured, ...line }, after(5))).toMatchObject({ label: 'BP', systolic: '138' })
    expect(pressureLook(line, after(5))).toMatchObject({ label: 'ART', systolic: '120', diastolic: '70', mean: '' })
  })

  it('is -- where none was ever measured', () => {
    expect(pressureLook({}, after(0))).toMatchObject({
      systolic: '--',
      diastolic: '--',
      state: 'never',
      time: '',
      age: '',
    })
  })
})
