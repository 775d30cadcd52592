import { unattendedAlarms } from '../../../client/live/unattended-alarms.ts'
import { describe, expect, it } from 'vitest'
import {
  alarmPlaces,
  alarmText,
  labelAlarm,
  limitTexts,
  shownPriority,
  tileAlarm,
} from '../../../client/ui/alarm-look.ts'
import { highestAudible } from '../../../client/signals/highest-audible.ts'
import { alarmCounts, nextDueOfSite, phaseCounts } from '../../../client/wall/site-figures.ts'
import { byUrgency, wallBays } from '../../../client/wall/wall-bays.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { bayId, sessionId } from '../../../shared/domain/ids.ts'
import { instant } from '../../../shared/domain/time.ts'
import type { LiveState } from '../../../client/live/live-state.ts'
import { alarmScene, alarmView, drawnScene, preparing, sceneBays, type SceneAlarm } from '../../support/scene.ts'

const T0 = instant(Date.parse('2026-03-01T09:00:00.000Z'))
const VIEW = preparing({ bay: 1, initials: 'A.M.', hr: 84, spo2: 97, pressure: [138, 86, 103], pressureAgeMin: 4 }, T0)
const alarm = (given: Partial<SceneAlarm> & Pick<SceneAlarm, 'channel' | 'priority'>) =>
  alarmView(VIEW, { text: 'SpO2 84 < 85', ageMs: 10_000, ...given }, T0)

const high = alarm({ channel: 'spo2.low', priority: 'high' })
const medium = alarm({ channel: 'hr.high', priority: 'medium', text: 'HR 128 > 120' })
const probeOff = alarm({ channel: 'spo2.sensorOff', priority: 'medium', text: 'SpO2 probe off' })
const overdue = alarm({ channel: 'nibp.overdue', priority: 'low', text: 'Blood pressure overdue' })

describe('the alarms of one tile', () => {
  it('stand highest first', () => {
    expect(alarmPlaces([medium, high]).line).toEqual([high, medium])
  })

  it('keep technical alarms beside physiological ones, so that they hide none', () => {
    expect(alarmPlaces([probeOff, high, overdue])).toEqual({ line: [high], beside: [probeOff, overdue] })
  })

  it('put technical alarms into the line where there are no others', () => {
    expect(alarmPlaces([overdue, probeOff])).toEqual({ line: [probeOff, overdue], beside: [] })
  })

  it('put what nobody acknowledged before what somebody did', () => {
    const taken = { ...medium, acknowledged: true }
    const other = alarm({ channel: 'sbp.high', priority: 'medium', text: 'Systolic 172 > 164' })
    expect(alarmPlaces([taken, other]).line).toEqual([other, taken])
  })

  it('count a latched alarm as the highest that it reached', () => {
    expect(shownPriority({ ...medium, highest: 'high', phase: 'latched' })).toBe('high')
    expect(shownPriority({ ...medium, highest: 'high' })).toBe('medium')
  })

  it('give the tile the look of the highest that nobody acknowledged', () => {
    expect(tileAlarm([{ ...high, acknowledged: true }, medium])).toEqual({ priority: 'medium', acknowledged: false })
    expect(tileAlarm([{ ...high, acknowledged: true }])).toEqual({ priority: 'high', acknowledged: true })
    expect(tileAlarm([])).toBeNull()
  })

  it('say "was" when the condition is over, once', () => {
    expect(alarmText({ ...high, phase: 'latched' })).toBe('was SpO2 84 < 85')
    expect(alarmText({ ...high, phase: 'latched', text: 'SpO2 was 84 < 85' })).toBe('SpO2 was 84 < 85')
  })

  it('colour the label of the number that they are about', () => {
    expect(labelAlarm([high, medium], 'spo2')).toBe(high)
    expect(labelAlarm([high, medium], 'pulse')).toBe(medium)
    expect(labelAlarm([overdue], 'pressure')).toBe(overdue)
    expect(labelAlarm([high], 'rr')).toBeNull()
  })
})

describe('the limits in force', () => {
  it('are the nearest of each metric', () => {
    expect(limitTexts(VIEW.limits).map(({ text }) => text)).toEqual(['SpO2 ≥ 90', 'HR 50–120', 'BP ≤ 164'])
  })

  it('are left out where there is none', () => {
    expect(limitTexts([])).toEqual([])
  })
})

describe('the site', () => {
  const scene = drawnScene(T0)

  it('counts visits by phase, and ready ones apart', () => {
    expect(phaseCounts(scene)).toEqual({ preparing: 1, infusing: 4, recovering: 1, ready: 1 })
  })

  it('counts alarms by priority, and those that nobody took', () => {
    expect(alarmCounts(alarmScene(T0))).toEqual({
      high: { count: 4, open: 3 },
      medium: { count: 4, open: 4 },
      low: { count: 3, open: 2 },
    })
  })

  it('sounds the highest priority that the server calls audible', () => {
    expect(highestAudible(scene)).toBe('high')
    expect(highestAudible(scene.filter(({ audible }) => audible !== 'high'))).toBe('medium')
    expect(highestAudible(scene.filter(({ audible }) => audible === undefined))).toBeNull()
  })

  it('knows what is due soonest', () => {
    expect(nextDueOfSite(scene)?.bay).toBe('bay-2')
    expect(nextDueOfSite([])).toBeNull()
  })

  it('puts the longest unattended alarm first', () => {
    expect(unattendedAlarms(alarmScene(T0)).map(({ bay }) => bay)).toEqual(['bay-1'])
  })
})

describe('the places on the wall', () => {
  const stateOf = (views: readonly SessionView[]): Pick<LiveState, 'bays' | 'sessions'> => ({
    bays: sceneBays(12),
    sessions: Object.fromEntries(views.map((view) => [view.id, { view, viewAt: T0, trends: {} }])),
  })

  it('are fixed by bay, in the order of their numbers, free ones too', () => {
    const bays = wallBays(stateOf(drawnScene(T0)))
    expect(bays.map(({ name }) => name).slice(8)).toEqual(['Bay 9', 'Bay 10', 'Bay 11', 'Bay 12'])
    expect(bays[0]?.sessionId).toBe('s-1')
    expect(bays[7]?.sessionId).toBeNull()
  })

  it('show the visit that runs before one that is planned, and none that has ended', () => {
    const planned: SessionView = { ...VIEW, id: sessionId('s-planned'), phase: 'scheduled' }
    const ended: SessionView = { ...VIEW, id: sessionId('s-ended'), phase: 'discharged' }
    expect(wallBays(stateOf([planned, ended, VIEW]))[0]?.sessionId).toBe('s-1')
    expect(wallBays(stateOf([planned, ended]))[0]?.sessionId).toBe('s-planned')
    expect(wallBays(stateOf([ended]))[0]?.sessionId).toBeNull()
  })

  it('include a bay that only a visit knows', () => {
    const elsewhere: SessionView = { ...VIEW, bay: bayId('annex') }
    expect(wallBays(stateOf([elsewhere])).at(-1) ?? null).toMatchObject({ name: 'Bay 12' })
    expect(wallBays(stateOf([elsewhere])).find(({ id }) => id === 'annex')?.sessionId).toBe('s-1')
  })

  it('sort by urgency where a screen asks for it', () => {
    const state = stateOf(drawnScene(T0))
    expect(
      byUrgency(wallBays(state), state.sessions)
        .map(({ id }) => id)
        .slice(0, 4),
    ).toEqual(['bay-2', 'bay-4', 'bay-6', 'bay-1'])
  })
})
