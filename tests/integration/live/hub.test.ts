import { afterEach, describe, expect, it } from 'vitest'
import { sessionId, tokenId } from '../../../shared/domain/ids.ts'
import type { StoredEvent } from '../../../shared/domain/session-event.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { instant, MS_PER_SECOND, plusMs, toIso } from '../../../shared/domain/time.ts'
import {
  beatSchema,
  eventsMessageSchema,
  siteMessageSchema,
  vitalsFrameSchema,
  watchAnswerSchema,
  type EventsMessage,
  type SiteAlarm,
  type VitalsFrame,
  type WatchAnswer,
} from '../../../shared/wire/live-message.ts'
import {
  connectTo,
  NURSE,
  opened,
  reading,
  startHub,
  until,
  watch,
  type HubSetup,
  type HubUnderTest,
  type LiveClient,
} from '../../support/live-hub.ts'
import { infusing, preparing, SCENE_SITE } from '../../support/scene.ts'

const T0 = instant(Date.UTC(2026, 2, 1, 9))
const patient = { bay: 1, initials: 'A.B.', hr: 72, spo2: 98, pressure: [120, 80, 93], pressureAgeMin: 2 } as const
const viewOf = (bay: number): SessionView => ({
  ...infusing(preparing({ ...patient, bay }, T0), { leftMs: 60_000, deliveredMg: 20, nextMs: 60_000 }, T0),
  patient: {
    initials: 'A.B.',
    displayName: 'Anna Beispiel',
    recordNumber: 'R-1',
    dateOfBirth: '1980-01-01',
    weightKg: 70,
  },
})
const noteAdded = (view: SessionView, seq: number, text = 'a note'): StoredEvent => ({
  type: 'noteAdded',
  sessionId: view.id,
  seq,
  at: T0,
  by: NURSE,
  data: { text },
})

let open: HubUnderTest[] = []
const start = async (setup: HubSetup): Promise<HubUnderTest> => {
  const started = await startHub({ now: () => T0, ...setup })
  open.push(started)
  return started
}
afterEach(async () => {
  for (const hub of open) await hub.close()
  open = []
})

const collect = (client: LiveClient) => {
  const seen = { events: [] as EventsMessage[], frames: [] as VitalsFrame[], beats: [] as number[] }
  client.on('events', (message) => seen.events.push(eventsMessageSchema.parse(message)))
  client.on('vitals', (frame) => seen.frames.push(vitalsFrameSchema.parse(frame)))
  client.on('beat', (beat) => seen.beats.push(beatSchema.parse(beat).seq))
  return seen
}

const accepted = (answer: WatchAnswer) => {
  const parsed = watchAnswerSchema.parse(answer)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed
}

describe('who may connect', () => {
  it('refuses nobody, a device, and says what to do', async () => {
    const { url } = await start({})
    for (const who of ['nobody', 'monitor']) {
      const refusal: unknown = await opened(connectTo(url, who)).catch((error: unknown) => error)
      expect(refusal).toMatchObject({ message: 'notSignedIn', data: { code: 'notSignedIn' } })
    }
  })

  it('closes what is open under a token or login that no longer holds, and nothing else', async () => {
    const { hub, connect } = await start({})
    const nurse = await connect('nurse')
    const wall = await connect('wall')
    hub.end({ tokenId: tokenId('t1') })
    await until('the wall is closed', () => wall.disconnected)
    expect(nurse.connected).toBe(true)
    hub.end({ loginId: 'login-1' })
    await until('the nurse is closed', () => nurse.disconnected)
  })

  it('lets a display look at its own site alone', async () => {
    const { connect } = await start({ views: [viewOf(1)] })
    const elsewhere = await connect('elsewhere')
    expect(await watch(elsewhere, { site: SCENE_SITE })).toMatchObject({ ok: false, code: 'notAllowed' })
    expect(await watch(elsewhere)).toMatchObject({ ok: false, code: 'notFound' })
    const nurse = await connect('nurse')
    expect(await watch(nurse, { site: 'nowhere' })).toMatchObject({ ok: false, code: 'notFound' })
  })

  it('takes no page of another origin', async () => {
    const { url } = await start({})
    await expect(opened(connectTo(url, 'wall', { origin: 'https://elsewhere.example' }))).rejects.toThrow()
    await expect(opened(connectTo(url, 'wall', { origin: 'not an origin' }))).rejects.toThrow()
    const own = connectTo(url, 'wall', { origin: url })
    await opened(own)
    own.disconnect()
  })
})

describe('watch', () => {
  it('answers with the sessions of the site, its bays and the last ten minutes', async () => {
    const bays = [
      { id: 'bay-1', name: 'Bay 1', site: SCENE_SITE },
      { id: 'x', name: 'Other', site: 'elsewhere' },
    ]
    const history = [
      reading('hr', 70, plusMs(T0, -11 * 60 * MS_PER_SECOND)),
      reading('hr', 71, plusMs(T0, -120 * MS_PER_SECOND)),
      reading('hr', 72, plusMs(T0, -60 * MS_PER_SECOND)),
    ]
    const { connect } = await start({ views: [viewOf(1)], bays, history })
    const answer = accepted(await watch(await connect('nurse')))
    expect(answer).toMatchObject({ mode: 'snapshot', epoch: 'epoch-1', seq: 0, serverTime: T0, speed: 1 })
    if (answer.mode !== 'snapshot') throw new Error('snapshot')
    expect(answer.sessions.map(({ id }) => id)).toEqual(['s-1'])
    expect(answer.sessions[0]?.patient.displayName).toBe('Anna Beispiel')
    expect(answer.bays.map(({ id }) => id)).toEqual(['bay-1'])
    // A minute apart is far longer than a heart rate stays fresh: a gap, not a line.
    expect(answer.trends['s-1']?.hr).toEqual({ time: [T0 - 120_000, T0 - 110_000, T0 - 60_000], value: [71, null, 72] })
  })

  it('numbers events without a gap from the answer on, for whole commits in one message', async () => {
    const { connect, commit } = await start({ views: [viewOf(1), viewOf(2)] })
    const nurse = await connect('nurse')
    const seen = collect(nurse)
    commit({ ...viewOf(1), seq: 13 }, [noteAdded(viewOf(1), 13)])
    const answer = accepted(await watch(nurse))
    expect(answer.seq).toBe(1)
    commit({ ...viewOf(1), seq: 14 }, [noteAdded(viewOf(1), 14)])
    commit({ ...viewOf(2), seq: 13 }, [noteAdded(viewOf(2), 13)])
    await until('both', () => seen.events.flatMap(({ events }) => events).length === 2)
    expect(seen.events).toHaveLength(1)
    expect(seen.events[0]).toMatchObject({ epoch: 'epoch-1', from: 2, to: 3 })
    expect(seen.events[0]?.events.map(({ seq, sessionId: id, view }) => [seq, id, view.seq])).toEqual([
      [2, 's-1', 14],
      [3, 's-2', 13],
    ])
    expect(seen.events[0]?.events[0]?.events).toMatchObject([{ seq: 14, type: 'noteAdded', data: { text: 'a note' } }])
  })

  it('gives a screen that was away just what it missed', async () => {
    const { connect, commit } = await start({ views: [viewOf(1)] })
    const first = await connect('nurse')
    const { epoch, seq } = accepted(await watch(first))
    first.disconnect()
    commit({ ...viewOf(1), seq: 13 }, [noteAdded(viewOf(1), 13)])
    commit({ ...viewOf(1), seq: 14 }, [noteAdded(viewOf(1), 14)], [reading('hr', 80, T0)])
    const again = await connect('nurse')
    const seen = collect(again)
    const answer = accepted(await watch(again, { epoch, since: seq }))
    if (answer.mode !== 'catchUp') throw new Error(answer.mode)
    expect(answer.seq).toBe(2)
    expect(answer.events.map(({ seq: number, view }) => [number, view.seq])).toEqual([
      [1, 14],
      [2, 14],
    ])
    await until('the numbers it missed', () => seen.frames.some((frame) => frame.sessions['s-1']?.hr?.[0] === 80))
    expect(answer.trends['s-1']?.hr?.value).toEqual([80])
  })

  it('gives everything anew to another epoch, to a number from the future, and to one that is no longer held', async () => {
    const { connect, commit } = await start({ views: [viewOf(1)] })
    const nurse = await connect('nurse')
    expect(accepted(await watch(nurse, { epoch: 'epoch-0', since: 0 })).mode).toBe('snapshot')
    expect(accepted(await watch(nurse, { epoch: 'epoch-1', since: 7 })).mode).toBe('snapshot')
    for (let seq = 13; seq < 13 + 600; seq += 1) commit({ ...viewOf(1), seq }, [noteAdded(viewOf(1), seq)])
    expect(accepted(await watch(nurse, { epoch: 'epoch-1', since: 0 })).mode).toBe('snapshot')
    expect(accepted(await watch(nurse, { epoch: 'epoch-1', since: 599 })).mode).toBe('catchUp')
  })

  it('tells of the end of a session to a screen that was away when it ended', async () => {
    const { connect, commit, sessions } = await start({ views: [viewOf(1)] })
    const { epoch, seq } = accepted(await watch(await connect('nurse')))
    commit({ ...viewOf(1), phase: 'discharged', seq: 13 }, [noteAdded(viewOf(1), 13)])
    sessions.views.delete(sessionId('s-1'))
    const answer = accepted(await watch(await connect('nurse'), { epoch, since: seq }))
    if (answer.mode !== 'catchUp') throw new Error(answer.mode)
    expect(answer.events.map(({ view }) => view.phase)).toEqual(['discharged'])
  })

  it('is refused to a screen that asks in a loop, and to no other', async () => {
    const { connect } = await start({ views: [viewOf(1)] })
    const [mad, calm] = [await connect('wall'), await connect('wall')]
    const answers = await Promise.all(Array.from({ length: 30 }, () => watch(mad)))
    expect(answers.filter(({ ok }) => ok).length).toBeLessThanOrEqual(12)
    expect(answers.at(-1)).toMatchObject({ ok: false, code: 'busy' })
    expect(accepted(await watch(calm)).mode).toBe('snapshot')
  })

  it('beats once a second with the number of the line', async () => {
    const { connect, commit } = await start({ views: [viewOf(1)] })
    const nurse = await connect('nurse')
    const seen = collect(nurse)
    accepted(await watch(nurse))
    commit({ ...viewOf(1), seq: 13 }, [noteAdded(viewOf(1), 13)])
    const from = performance.now()
    await until('three beats', () => seen.beats.length >= 3)
    expect(performance.now() - from).toBeGreaterThan(1_500)
    expect(seen.beats.at(-1)).toBe(1)
  })
})

describe('frames', () => {
  it('carry only what changed, the newest of each metric, at most every 250 ms', async () => {
    const { connect, commit } = await start({ views: [viewOf(1), viewOf(2)] })
    const wall = await connect('wall')
    const seen = collect(wall)
    accepted(await watch(wall))
    const from = performance.now()
    let sent = 0
    while (performance.now() - from < 1_000) {
      sent += 1
      commit(viewOf(1), [], [reading('hr', 60 + (sent % 50), plusMs(T0, sent))])
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await until('the last value', () => seen.frames.at(-1)?.sessions['s-1']?.hr?.[1] === T0 + sent)
    expect(seen.frames.length).toBeLessThanOrEqual(6)
    expect(seen.frames.every((frame) => frame.sessions['s-2'] === undefined)).toBe(true)
    expect(Object.keys(seen.frames.at(-1)?.sessions['s-1'] ?? {})).toEqual(['hr'])
  })

  it('say that there is no value, never an old one', async () => {
    const { connect, commit } = await start({ views: [viewOf(1)] })
    const wall = await connect('wall')
    const seen = collect(wall)
    accepted(await watch(wall))
    const off = { kind: 'noValue', status: 'sensorOff', value: undefined, quality: undefined } as const
    commit(viewOf(1), [], [reading('spo2', 97, T0), reading('spo2', 0, plusMs(T0, 1_000), off)])
    commit(viewOf(1), [], [reading('spo2', 99, plusMs(T0, -5_000))])
    await until('a frame', () => seen.frames.length > 0)
    expect(seen.frames[0]?.sessions['s-1']?.spo2).toEqual([null, T0 + 1_000, 'none'])
  })

  it('leave out what was sent late on purpose', async () => {
    const { connect, commit } = await start({ views: [viewOf(1)] })
    const wall = await connect('wall')
    const seen = collect(wall)
    accepted(await watch(wall))
    commit(viewOf(1), [], [reading('hr', 40, plusMs(T0, 5_000), { isBacklog: true }), reading('rr', 14, T0)])
    await until('a frame', () => seen.frames.length > 0)
    expect(seen.frames[0]?.sessions['s-1']).toEqual({ rr: [14, T0, 'good'] })
  })
})

describe('views', () => {
  it('follow a blood pressure within a second, although no event tells of it', async () => {
    const { connect, commit } = await start({ views: [viewOf(1)] })
    const wall = await connect('wall')
    const seen = collect(wall)
    accepted(await watch(wall))
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    commit(viewOf(1), [], [reading('sbp', 150, T0)])
    await until('the view', () => seen.events.length > 0, 1_000)
    expect(seen.events[0]?.events).toMatchObject([{ sessionId: 's-1', events: [] }])
  })

  it('go out again when time alone changed them', async () => {
    const { connect, commit } = await start({ views: [viewOf(1)] })
    const wall = await connect('wall')
    const seen = collect(wall)
    accepted(await watch(wall))
    commit({ ...viewOf(1), timers: [] })
    await until('the view', () => seen.events.length > 0, 2_000)
    expect(seen.events[0]?.events[0]?.view.timers).toEqual([])
  })
})

describe('what stands at the site', () => {
  it('goes to every screen when it begins and when it is over, and to whoever comes meanwhile', async () => {
    const { hub, connect } = await start({ views: [viewOf(1)] })
    const [nurse, wall] = [await connect('nurse'), await connect('wall')]
    const told = [nurse, wall].map((client) => {
      const messages: SiteAlarm[][] = []
      client.on('site', (message) => messages.push(siteMessageSchema.parse(message).siteAlarms))
      return messages
    })
    await watch(nurse)
    await watch(wall)
    hub.stands('store.slow', 'The store is slow')
    hub.stands('store.slow', 'The store is slow')
    await until('both are told', () => told.every((messages) => messages.length === 1))
    const alarm = { channel: 'store.slow', priority: 'medium', since: toIso(T0), text: 'The store is slow' }
    expect(told).toEqual([[[alarm]], [[alarm]]])
    expect(accepted(await watch(await connect('wall'))).siteAlarms).toEqual([alarm])
    hub.isOver('store.slow')
    await until('both are told', () => told.every((messages) => messages.length === 2))
    expect(told[0]?.[1]).toEqual([])
  })

  it('is heard from a display only after it watches', async () => {
    const { connect } = await start({ views: [viewOf(1)] })
    const wall = await connect('wall')
    const state = { sound: 'armed', visible: true, bays: ['bay-1'], size: {} } as const
    const sent = { ...state, bays: [...state.bays] }
    expect(await wall.emitWithAck('displayState', sent)).toMatchObject({ ok: false, code: 'badRequest' })
    await watch(wall)
    expect(await wall.emitWithAck('displayState', sent)).toEqual({ ok: true })
    expect(await wall.emitWithAck('shown', { alarmIds: ['a'], at: T0 })).toEqual({ ok: true })
  })
})

describe('commands', () => {
  const command = { sessionId: 's-1', idempotencyKey: 'k', command: { type: 'addNote', text: 'hello' } }

  it('of staff go to the engine with who gives them, and its refusal comes back in words', async () => {
    const { connect, sessions } = await start({ views: [viewOf(1)] })
    const nurse = await connect('nurse')
    const answer = await nurse.emitWithAck('command', { ...command, expectedSeq: 12 })
    expect(answer).toEqual({ ok: false, code: 'wrongPhase', message: 'Not now.' })
    expect(sessions.orders).toEqual([
      {
        sessionId: 's-1',
        idempotencyKey: 'k',
        staff: NURSE,
        expectedSeq: 12,
        command: { type: 'addNote', text: 'hello' },
      },
    ])
  })

  it('of a display are refused with a sentence', async () => {
    const { connect, sessions } = await start({ views: [viewOf(1)] })
    const wall = await connect('wall')
    const answer = await wall.emitWithAck('command', command)
    expect(answer).toMatchObject({ ok: false, code: 'notAllowed' })
    const watched = await wall.emitWithAck('watchSession', { sessionId: 's-1' })
    expect(watched).toMatchObject({ ok: false, code: 'notAllowed' })
    expect(sessions.orders).toEqual([])
  })

  it('that do not fit are dropped and counted, never half applied', async () => {
    const { connect, sessions, hub } = await start({ views: [viewOf(1)] })
    const nurse = await connect('nurse')
    const bad: unknown[] = [undefined, 'text', { ...command, idempotencyKey: '' }, { ...command, sessionId: 3 }]
    for (const payload of bad) {
      expect(await nurse.emitWithAck('command', payload as never)).toMatchObject({ ok: false, code: 'badRequest' })
    }
    const unknown = await nurse.emitWithAck('command', { ...command, command: { type: 'selfDestruct' } })
    expect(unknown).toMatchObject({ ok: false, code: 'unknownType' })
    expect(sessions.orders).toEqual([])
    expect(hub.counts().droppedPayloads).toBe(bad.length)
  })
})
