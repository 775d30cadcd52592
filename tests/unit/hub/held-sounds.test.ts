import { describe, expect, it } from 'vitest'
import { addressAlarms } from '../../../server/hub/address-alarms.ts'
import { createHeldSounds } from '../../../server/hub/held-sounds.ts'
import { createStaffPresence } from '../../../server/hub/staff-presence.ts'
import { alarmId, bayId, sessionId, userId } from '../../../shared/domain/ids.ts'
import { NOBODY_ANSWERS, type Responsibilities } from '../../../shared/domain/responsibility.ts'
import type { StoredEvent } from '../../../shared/domain/session-event.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { instant, plusSeconds, toIso } from '../../../shared/domain/time.ts'
import type { DisplayState } from '../../../shared/wire/live-message.ts'
import { infusing, preparing, withAlarms, type SceneAlarm } from '../../support/scene.ts'

const T0 = instant(Date.UTC(2026, 2, 1, 9))
const NORA = { id: userId('u1'), name: 'Nora Nurse' }
const OTHER = userId('u2')
const patient = { bay: 1, initials: 'A.B.', hr: 72, spo2: 84, pressure: [120, 80, 93], pressureAgeMin: 2 } as const
const QUIET = infusing(preparing(patient, T0), { leftMs: 60_000, deliveredMg: 20, nextMs: 60_000 }, T0)
const BAY = QUIET.bay

const seen: DisplayState = { sound: 'armed', visible: true, bays: [], size: null, isStaffPage: true }
const answering = (bay = BAY): Responsibilities => ({
  ...NOBODY_ANSWERS,
  answering: [{ bay, person: NORA, since: T0, coming: { kind: 'taken' } }],
})

const ALARM: SceneAlarm = { channel: 'spo2.low', priority: 'high', text: 'SpO2 84 < 85', ageMs: 0 }
const withOne = (alarm: SceneAlarm = ALARM): SessionView => ({
  ...withAlarms(QUIET, [alarm], T0),
  audible: alarm.priority,
})

/** Seconds after T0, on both clocks unless a test says otherwise. */
const started = (speed = 1) => {
  const site = { held: createHeldSounds(speed), presence: createStaffPresence() }
  const moment = (s: number, realS = s) => ({ now: plusSeconds(T0, s), realNow: realS * 1_000 })
  const id = withOne().alarms[0]?.id ?? alarmId('')
  const event = (type: string, at = 0, more = {}): StoredEvent =>
    ({
      seq: 2,
      sessionId: QUIET.id,
      type,
      at: plusSeconds(T0, at),
      data: { alarmId: id, channel: 'spo2.low', kind: 'physiological', priority: 'high', ...more },
    }) as unknown as StoredEvent
  const happens = (s: number, events: readonly StoredEvent[], view = withOne(), responsibilities = answering()) =>
    addressAlarms(site, { ...moment(s), events, view, responsibilities })
  const look = (s: number, realS = s) =>
    site.held.look(moment(s, realS), (person) => site.presence.isHere(person, realS * 1_000))
  const heldOf = (view = withOne()) => site.held.staffCopy(view).heldForOthers
  return { site, event, happens, look, heldOf }
}

const hereAt = (s: number, state = seen) => {
  const scene = started()
  scene.site.presence.report('screen', NORA.id, state, s * 1_000)
  return scene
}

describe('an alarm of a bay that somebody answers for', () => {
  it('waits on the screens of others, and the view says until when and what sounds meanwhile', () => {
    const { happens, event, heldOf } = hereAt(0)
    happens(0, [event('alarmRaised')])
    expect(heldOf()).toEqual({ first: NORA.id, until: toIso(plusSeconds(T0, 15)) })
    const before = withOne({ channel: 'hr.low', priority: 'low', text: 'HR 48 < 50', ageMs: 0 })
    const both = {
      ...withOne(),
      alarms: [...withOne().alarms, ...before.alarms.map((it) => ({ ...it, id: alarmId('b') }))],
    }
    expect(heldOf(both)).toMatchObject({ audible: 'low' })
  })

  it('waits for 30 s where it is not high', () => {
    const { happens, event, heldOf, look } = hereAt(0)
    happens(0, [event('alarmRaised', 0, { priority: 'medium' })])
    expect(heldOf()?.until).toBe(toIso(plusSeconds(T0, 30)))
    expect(look(11)).toEqual([])
  })

  it('sounds everywhere once its time is over, and the screens are told once', () => {
    const { happens, event, heldOf, look, site } = hereAt(10)
    happens(0, [event('alarmRaised')])
    expect(look(14)).toEqual([])
    site.presence.report('screen', NORA.id, seen, 14_000)
    expect(look(15)).toEqual([QUIET.id])
    expect(look(16)).toEqual([])
    expect(heldOf()).toBeUndefined()
  })

  it('waits no longer by the steady clock, wherever the clinical one is set', () => {
    const { happens, event, look, heldOf, site } = hereAt(0)
    happens(0, [event('alarmRaised')])
    site.presence.report('screen', NORA.id, seen, 15_000)
    expect(look(-600, 14.9)).toEqual([])
    expect(look(-600, 15)).toEqual([QUIET.id])
    expect(heldOf()).toBeUndefined()
  })

  it('waits by the clinical clock of a demo that runs faster', () => {
    const scene = started(60)
    scene.site.presence.report('screen', NORA.id, seen, 0)
    scene.happens(0, [scene.event('alarmRaised')])
    expect(scene.look(14, 0.24)).toEqual([])
    expect(scene.look(0, 0.25)).toEqual([QUIET.id])
  })

  it('does not wait where it was decided too late for it', () => {
    const { happens, event, heldOf } = hereAt(15)
    happens(15, [event('alarmRaised')])
    expect(heldOf()).toBeUndefined()
  })
})

describe('an alarm sounds everywhere at once', () => {
  it('where nobody answers for the bay', () => {
    const { happens, event, heldOf } = hereAt(0)
    happens(0, [event('alarmRaised')], withOne(), NOBODY_ANSWERS)
    expect(heldOf()).toBeUndefined()
    happens(0, [event('alarmRaised')], withOne(), answering(bayId('elsewhere')))
    expect(heldOf()).toBeUndefined()
  })

  it.each([
    ['has no screen', null],
    ['has a screen that is hidden', { ...seen, visible: false }],
    ['has a screen whose sound is not armed', { ...seen, sound: 'notArmed' as const }],
    ['has a screen whose audio is off', { ...seen, sound: 'off' as const }],
    ['signed in at a wall', { sound: 'armed' as const, visible: true, bays: [], size: null }],
  ])('where the one who answers %s', (_what, state) => {
    const { happens, event, heldOf, site } = started()
    site.presence.report('of another', OTHER, seen, 0)
    if (state !== null) site.presence.report('screen', NORA.id, state, 0)
    happens(0, [event('alarmRaised')])
    expect(heldOf()).toBeUndefined()
  })

  it('where their screen has fallen silent', () => {
    const { happens, event, heldOf } = hereAt(0)
    happens(12, [event('alarmRaised', 12)])
    expect(heldOf()).toBeUndefined()
  })
})

describe('a sound that waits does so no longer', () => {
  const waiting = () => {
    const scene = hereAt(0)
    scene.happens(0, [scene.event('alarmRaised')])
    expect(scene.heldOf()).toBeDefined()
    return scene
  }

  it('once the one who answers has left, and coming back makes nothing quiet again', () => {
    const { look, site, heldOf } = waiting()
    site.presence.leave('screen')
    expect(look(3)).toEqual([QUIET.id])
    site.presence.report('screen', NORA.id, seen, 4_000)
    expect(look(4)).toEqual([])
    expect(heldOf()).toBeUndefined()
  })

  it('once another person answers', () => {
    const { look, site, heldOf } = waiting()
    site.held.releaseWhere(({ bay }) => bay === 'another')
    expect(heldOf()).toBeDefined()
    site.held.releaseWhere(({ bay }) => bay === BAY)
    expect(heldOf()).toBeUndefined()
    expect(look(1)).toEqual([QUIET.id])
  })

  it.each(['alarmEscalated', 'alarmResumed', 'alarmReminded', 'alarmUnattended', 'alarmAcknowledged', 'alarmCleared'])(
    'after %s',
    (type) => {
      const { happens, event, heldOf } = waiting()
      happens(5, [event(type, 5)])
      expect(heldOf()).toBeUndefined()
    },
  )

  it('once the visit is over, or in another bay', () => {
    for (const [events, phase] of [
      [[{ ...waiting().event('bayChanged'), data: { bay: bayId('b9'), devices: [] } }], 'infusing'],
      [[], 'discharged'],
    ] as const) {
      const { happens, heldOf } = waiting()
      happens(5, events as unknown as StoredEvent[], { ...withOne(), phase })
      expect(heldOf()).toBeUndefined()
    }
  })

  it('but goes on waiting while it only falls, or is over and not seen', () => {
    const { happens, event, heldOf } = waiting()
    happens(5, [event('alarmDeescalated', 5), event('alarmLatched', 5)])
    expect(heldOf()).toMatchObject({ first: NORA.id })
  })
})

it('what waits in one visit is nothing to another', () => {
  const { happens, event, site } = hereAt(0)
  happens(0, [event('alarmRaised')])
  const other = { ...withOne(), id: sessionId('other') }
  expect(site.held.staffCopy(other)).toBe(other)
})
