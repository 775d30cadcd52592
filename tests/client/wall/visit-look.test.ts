import { describe, expect, it } from 'vitest'
import { footLook, nextText } from '../../../client/wall/foot-look.ts'
import { phaseLook } from '../../../client/ui/phase-look.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { instant, toIso } from '../../../shared/domain/time.ts'
import { formatTime } from '../../../client/ui/format.ts'
import { clockMs, infusing, preparing, recovering } from '../../support/scene.ts'

const T0 = instant(Date.parse('2026-03-01T09:00:00.000Z'))
const at = (clock: string) => instant(T0 + clockMs(clock))
const PATIENT = { bay: 1, initials: 'A.M.', hr: 84, spo2: 97, pressure: [138, 86, 103], pressureAgeMin: 4 } as const
const prepared = preparing(PATIENT, T0)
const running = infusing(prepared, { leftMs: clockMs('18:24'), deliveredMg: 21.7, nextMs: clockMs('5:36') }, T0)
const rests = (status: 'recovering' | 'due' | 'ready' | 'overdue', leftMs: number) =>
  recovering(prepared, { leftMs, met: 4, status, nextMs: clockMs('4:50') }, T0)

describe('where a visit stands', () => {
  it('counts the required items while it is prepared', () => {
    expect(phaseLook(prepared, T0)).toEqual({ word: 'Preparing', line: '7 of 10', fraction: 0.7 })
  })

  it('counts down the infusion, and up again when it is over', () => {
    expect(phaseLook(running, T0)).toEqual({ word: 'Infusing', line: '18:24 left', fraction: 65 / 120 })
    expect(phaseLook(running, at('20:00'))).toEqual({ word: 'Infusing', line: 'over for 1:36', fraction: 1 })
  })

  it('tells for how long it is paused, and keeps the ring where the dose stands', () => {
    const paused: SessionView = {
      ...running,
      phase: 'paused',
      ...(running.infusion === undefined
        ? {}
        : { infusion: { ...running.infusion, percent: 50, pausedSince: toIso(T0), rateMgPerHour: 0 } }),
    }
    expect(phaseLook(paused, at('3:10'))).toEqual({ word: 'Paused', line: 'for 3:10', fraction: 0.5 })
  })

  it.each([
    ['recovering', clockMs('31:05'), { word: 'Recovering', line: '31:05 to go' }],
    ['due', -clockMs('2:00'), { word: 'Assess', line: `since ${formatTime(T0 - clockMs('2:00'))}` }],
    ['ready', -clockMs('2:00'), { word: 'Ready', line: 'for discharge' }],
    ['overdue', -clockMs('2:00'), { word: 'Overdue', line: `since ${formatTime(T0 - clockMs('2:00'))}` }],
  ] as const)('tells of a recovery that is %s', (status, leftMs, expected) => {
    expect(phaseLook(rests(status, leftMs), T0)).toMatchObject(expected)
  })
})

describe('the foot of a tile', () => {
  const foot = (view: SessionView, now = T0) => footLook({ view, viewAt: T0, trends: {} }, now)

  it('shows the dose given of the planned one, and the rate', () => {
    expect(foot(running)).toEqual({ figure: '21.7', rest: ' of 40 mg · 60 mg/h' })
  })

  it('carries the dose on between two views, and never past the plan', () => {
    expect(foot(running, at('1:00')).figure).toBe('22.7')
    expect(foot(running, at('40:00')).figure).toBe('40.0')
  })

  it('shows how many criteria of the stage ready are met', () => {
    expect(foot(rests('recovering', 1))).toEqual({ figure: '4', rest: ' of 6 criteria' })
  })

  it('names the protocol before there is a dose', () => {
    expect(foot(prepared)).toEqual({ figure: '', rest: 'IV depression' })
  })

  it('counts down to what is next due, and up from then on', () => {
    expect(nextText(running, T0)).toBe('BP in 5:36')
    expect(nextText(running, at('5:36'))).toBe('BP due 0:00')
    expect(nextText(running, at('6:16'))).toBe('BP due 0:40')
  })

  it('says what is missing before an infusion', () => {
    const { baseline: _none, ...without } = prepared
    expect(nextText(prepared, T0)).toBe('Baseline set')
    expect(nextText(without, T0)).toBe('No baseline yet')
  })

  it('says that a patient who is ready can go', () => {
    const { nextDue: _none, ...ready } = rests('ready', -1)
    expect(nextText(ready, T0)).toBe('Discharge')
  })
})
