import { describe, expect, it } from 'vitest'
import type { LiveMessage } from '../../client/live/apply-message.ts'
import { followSession } from '../../client/live/session-follower.ts'
import { isWhole, mergeEvents } from '../../client/live/session-log.ts'
import { instant } from '../../shared/domain/time.ts'
import type { WatchSessionAnswer } from '../../shared/wire/live-message.ts'
import type { WireEvent } from '../../shared/wire/stored-event.ts'
import { preparing } from '../support/scene.ts'

const NOW = instant(Date.parse('2026-03-01T09:30:00.000Z'))
const VIEW = preparing({ bay: 1, initials: 'A.M.', hr: 80, spo2: 97, pressure: [120, 80, 93], pressureAgeMin: 1 }, NOW)

const event = (seq: number): WireEvent => ({
  seq,
  type: 'noteAdded',
  at: '2026-03-01T09:30:00.000Z',
  data: { text: `${seq}` },
})
const answer = (...seqs: number[]): WatchSessionAnswer => ({
  ok: true,
  events: seqs.map(event),
  readings: {},
  view: VIEW,
})
const told = (...seqs: number[]): LiveMessage => ({
  kind: 'events',
  message: {
    epoch: 'e',
    from: 1,
    to: 1,
    events: [{ seq: 1, sessionId: VIEW.id, events: seqs.map(event), view: VIEW }],
  },
})
const WATCHED: LiveMessage = {
  kind: 'watched',
  answer: {
    ok: true,
    mode: 'catchUp',
    epoch: 'e',
    seq: 1,
    serverTime: 0,
    speed: 1,
    trends: {},
    siteAlarms: [],
    events: [],
  },
}

const setUp = (...answers: WatchSessionAnswer[]) => {
  let asked = 0
  let listener: (message: LiveMessage) => void = () => undefined
  const waiting: (() => void)[] = []
  const follower = followSession(
    {
      watchSession: () => {
        asked += 1
        return Promise.resolve(answers.shift() ?? { ok: false, code: 'notAnswered', message: '' })
      },
      onMessage: (given) => {
        listener = given
        return () => {
          listener = () => undefined
        }
      },
    },
    VIEW.id,
    (call) => {
      waiting.push(call)
      return () => void waiting.splice(waiting.indexOf(call), 1)
    },
  )
  return {
    follower,
    waiting,
    asked: () => asked,
    say: (message: LiveMessage) => listener(message),
    seqs: () => follower.store.getState().log.map(({ seq }) => seq),
    state: () => follower.store.getState().state,
  }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('the log of a session', () => {
  it('takes each event once and in order', () => {
    const log = mergeEvents([event(1), event(3)], [event(3), event(2)])
    expect(log.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(mergeEvents(log, [event(2)])).toBe(log)
  })

  it('knows a hole', () => {
    expect([isWhole([]), isWhole([event(1), event(2)]), isWhole([event(1), event(3)])]).toEqual([true, true, false])
  })
})

describe('following a session', () => {
  it('asks once and listens from then on', async () => {
    const { say, seqs, asked, state } = setUp(answer(1, 2))
    expect(state()).toBe('asking')
    await settled()
    say(told(3))
    expect(seqs()).toEqual([1, 2, 3])
    expect([asked(), state()]).toEqual([1, 'following'])
  })

  it('asks again after a gap', async () => {
    const { say, seqs } = setUp(answer(1, 2), answer(1, 2, 3, 4))
    await settled()
    say(told(4))
    await settled()
    expect(seqs()).toEqual([1, 2, 3, 4])
  })

  it('asks again with every new connection', async () => {
    const { say, seqs } = setUp(answer(1), answer(1, 2))
    await settled()
    say(WATCHED)
    await settled()
    expect(seqs()).toEqual([1, 2])
  })

  it('tries again where nobody answered, and keeps what it has', async () => {
    const { waiting, seqs, state } = setUp({ ok: false, code: 'notAnswered', message: '' }, answer(1))
    await settled()
    expect(state()).toBe('asking')
    waiting[0]?.()
    await settled()
    expect(seqs()).toEqual([1])
  })

  it('says why the server does not show it', async () => {
    const { follower, waiting } = setUp({ ok: false, code: 'notFound', message: 'This session has ended.' })
    await settled()
    expect(follower.store.getState()).toMatchObject({ state: 'refused', refusal: 'This session has ended.' })
    expect(waiting).toEqual([])
  })

  it('stops when it is told to', async () => {
    const { follower, say, seqs } = setUp(answer(1))
    await settled()
    follower.stop()
    say(told(2))
    expect(seqs()).toEqual([1])
  })
})
