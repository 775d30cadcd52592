import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BayId } from '../../../shared/domain/ids.ts'
import { NOBODY_ANSWERS, type Responsibilities } from '../../../shared/domain/responsibility.ts'
import type { StoredEvent } from '../../../shared/domain/session-event.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { instant, plusSeconds, toIso, type Instant } from '../../../shared/domain/time.ts'
import { eventsMessageSchema, type LiveEvent } from '../../../shared/wire/live-message.ts'
import { NURSE, startHub, until, watch, type HubUnderTest, type LiveClient } from '../../support/live-hub.ts'
import { infusing, preparing, withAlarms } from '../../support/scene.ts'

const T0 = instant(Date.UTC(2026, 2, 1, 9))
const patient = { bay: 1, initials: 'A.B.', hr: 72, spo2: 84, pressure: [120, 80, 93], pressureAgeMin: 2 } as const
const QUIET: SessionView = infusing(preparing(patient, T0), { leftMs: 60_000, deliveredMg: 20, nextMs: 60_000 }, T0)
const ALARMED = withAlarms(QUIET, [{ channel: 'spo2.low', priority: 'high', text: 'SpO2 84 < 85', ageMs: 0 }], T0)
const RAISED = {
  seq: 2,
  sessionId: QUIET.id,
  type: 'alarmRaised',
  at: T0,
  data: { alarmId: ALARMED.alarms[0]?.id, channel: 'spo2.low', kind: 'physiological', priority: 'high' },
} as unknown as StoredEvent

let now: Instant
let standing: Responsibilities
let changed: (bays: readonly BayId[]) => void
let under: HubUnderTest
beforeEach(async () => {
  now = T0
  standing = {
    ...NOBODY_ANSWERS,
    seq: 1,
    answering: [{ bay: QUIET.bay, person: NURSE, since: T0, coming: { kind: 'taken' } }],
  }
  under = await startHub({
    views: [QUIET],
    bays: [{ id: QUIET.bay, name: 'Bay 1', site: QUIET.site }],
    now: () => now,
    responsibilities: {
      now: () => standing,
      onChanged: (listener) => {
        changed = listener
      },
    },
  })
})
afterEach(() => under.close())

const screen = async (who: string) => {
  const client = await under.connect(who)
  const heard: LiveEvent[] = []
  client.on('events', (message) => heard.push(...eventsMessageSchema.parse(message).events))
  await watch(client, { site: QUIET.site })
  return { client, heard, newest: () => heard.at(-1)?.view }
}

const isHere = (client: LiveClient, isStaffPage = true) =>
  client.emitWithAck('displayState', { sound: 'armed', visible: true, bays: [], size: null, isStaffPage })

const HELD = { first: NURSE.id, until: toIso(plusSeconds(T0, 15)) }

describe('an alarm of a bay whose one who answers has a page open', () => {
  it('is told to staff with what waits, to a display without; a page that comes then is told too', async () => {
    const [nurse, other, wall] = [await screen('nurse'), await screen('colleague'), await screen('wall')]
    await isHere(nurse.client)
    under.commit(ALARMED, [RAISED])
    await until('all have heard', () => [nurse, other, wall].every(({ heard }) => heard.length > 0))
    expect(other.newest()).toMatchObject({ audible: 'high', heldForOthers: HELD })
    expect(nurse.newest()).toMatchObject({ audible: 'high', heldForOthers: HELD })
    expect(wall.newest()).toMatchObject({ audible: 'high' })
    expect(wall.newest()).not.toHaveProperty('heldForOthers')
    const late = await watch(other.client, { site: QUIET.site })
    expect(late).toMatchObject({ mode: 'snapshot', sessions: [{ heldForOthers: HELD }] })
    const again = await watch(wall.client)
    expect(JSON.stringify(again)).not.toContain('heldForOthers')
  })

  it.each([
    ['its time is over', () => (now = plusSeconds(T0, 15))],
    [
      'another person answers',
      () => {
        standing = NOBODY_ANSWERS
        changed([QUIET.bay])
      },
    ],
  ])('sounds everywhere by a new view once %s', async (_what, happens) => {
    const [nurse, other] = [await screen('nurse'), await screen('colleague')]
    await isHere(nurse.client)
    under.commit(ALARMED, [RAISED])
    await until('the alarm is told', () => other.newest()?.heldForOthers !== undefined)
    happens()
    await until('the end is told', () => other.newest()?.heldForOthers === undefined)
    expect(other.newest()?.audible).toBe('high')
  })

  it('sounds everywhere by a new view once that page is closed', async () => {
    const [nurse, other] = [await screen('nurse'), await screen('colleague')]
    await isHere(nurse.client)
    under.commit(ALARMED, [RAISED])
    await until('the alarm is told', () => other.newest()?.heldForOthers !== undefined)
    nurse.client.disconnect()
    await until('the end is told', () => other.newest()?.heldForOthers === undefined)
  })
})

describe('an alarm sounds everywhere at once', () => {
  it.each([
    ['of one who answers and has not said that they are here', (_: LiveClient) => Promise.resolve({ ok: true })],
    ['of one who answers and is at a wall', (client: LiveClient) => isHere(client, false)],
  ])('%s', async (_what, report) => {
    const [nurse, other] = [await screen('nurse'), await screen('colleague')]
    await report(nurse.client)
    under.commit(ALARMED, [RAISED])
    await until('the alarm is told', () => other.heard.length > 0)
    expect(other.newest()).not.toHaveProperty('heldForOthers')
  })

  it('of a bay of another, though the one who looks is here', async () => {
    const [other, wall] = [await screen('colleague'), await screen('wall')]
    await isHere(other.client)
    await isHere(wall.client)
    under.commit(ALARMED, [RAISED])
    await until('the alarm is told', () => other.heard.length > 0)
    expect(other.newest()).not.toHaveProperty('heldForOthers')
  })
})
