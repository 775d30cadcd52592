import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyMessage, type LiveMessage, type Watched } from '../../../client/live/apply-message.ts'
import { INITIAL_LIVE_STATE, type LiveState } from '../../../client/live/live-state.ts'
import { sessionId } from '../../../shared/domain/ids.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { instant, toIso, type Instant } from '../../../shared/domain/time.ts'
import type { LiveEvent, VitalsFrame } from '../../../shared/wire/live-message.ts'
import { alarmView, drawnScene, preparing, sceneBays, vitalView, withAlarms } from '../../support/scene.ts'

const T0 = instant(Date.parse('2026-03-01T09:00:00.000Z'))
const at = (seconds: number): Instant => instant(T0 + seconds * 1_000)

const BAY_1 = preparing({ bay: 1, initials: 'A.M.', hr: 80, spo2: 97, pressure: [120, 80, 93], pressureAgeMin: 1 }, T0)
const S1 = BAY_1.id

const snapshot = (
  sessions: SessionView[],
  more: Partial<Extract<Watched, { mode: 'snapshot' }>> = {},
): LiveMessage => ({
  kind: 'watched',
  answer: {
    ok: true,
    mode: 'snapshot',
    epoch: 'e1',
    seq: 10,
    serverTime: T0,
    speed: 1,
    sessions,
    trends: {},
    siteAlarms: [],
    bays: sceneBays(2),
    ...more,
  },
})

const event = (seq: number, view: SessionView): LiveEvent => ({ seq, sessionId: view.id, events: [], view })
const events = (list: LiveEvent[], epoch = 'e1'): LiveMessage => ({
  kind: 'events',
  message: { epoch, from: list[0]?.seq ?? 1, to: list.at(-1)?.seq ?? 1, events: list },
})
const frame = (time: Instant, metrics: VitalsFrame['sessions'][string], id: string = S1): LiveMessage => ({
  kind: 'vitals',
  frame: { at: time, sessions: { [id]: metrics } },
})

const run = (messages: readonly LiveMessage[], from: LiveState = INITIAL_LIVE_STATE, now = T0): LiveState =>
  messages.reduce((state, message) => applyMessage(state, message, now), from)

const viewOf = (state: LiveState, id = S1): SessionView | undefined => state.sessions[id]?.view

describe('what a screen makes of the server’s messages', () => {
  it('takes nothing before it was given a snapshot', () => {
    const state = run([events([event(1, BAY_1)]), frame(T0, { hr: [90, T0, 'good'] })])
    expect(state).toEqual(INITIAL_LIVE_STATE)
  })

  it('replaces the view by that of the next event', () => {
    const state = run([snapshot([BAY_1]), events([event(11, { ...BAY_1, seq: 13, phase: 'infusing' })])])
    expect(state.seq).toBe(11)
    expect(viewOf(state)?.phase).toBe('infusing')
    expect(state.behind).toBeNull()
  })

  it('applies an event that comes twice once', () => {
    const raised = withAlarms(BAY_1, [{ channel: 'spo2.low', priority: 'high', text: 'SpO2 84 < 85', ageMs: 0 }], T0)
    const after = run([snapshot([BAY_1]), events([event(11, raised)]), events([event(12, BAY_1)])])
    expect(run([events([event(11, raised)])], after)).toBe(after)
  })

  it('asks again where an event is missing, and does not apply what lies behind the gap', () => {
    const state = run([snapshot([BAY_1]), events([event(12, { ...BAY_1, phase: 'infusing' })])])
    expect(state).toMatchObject({ seq: 10, behind: 'gap' })
    expect(viewOf(state)?.phase).toBe('preparing')
  })

  it('asks again where a beat tells of an event that never came', () => {
    const state = run([snapshot([BAY_1]), { kind: 'beat', beat: { serverTime: at(1), speed: 1, seq: 11 } }])
    expect(state.behind).toBe('gap')
  })

  it('asks for everything anew where the server counts anew', () => {
    const state = run([snapshot([BAY_1]), events([event(1, { ...BAY_1, phase: 'infusing' })], 'e2')])
    expect(state).toMatchObject({ epoch: 'e1', seq: 10, behind: 'epoch' })
  })

  it('is level again after the events that it missed', () => {
    const behind = run([snapshot([BAY_1]), events([event(13, BAY_1)])])
    const caughtUp = run(
      [
        {
          kind: 'watched',
          answer: {
            ok: true,
            mode: 'catchUp',
            epoch: 'e1',
            seq: 12,
            serverTime: at(5),
            speed: 1,
            trends: {},
            siteAlarms: [],
            events: [event(11, BAY_1), event(12, { ...BAY_1, phase: 'infusing' })],
          },
        },
      ],
      behind,
    )
    expect(caughtUp).toMatchObject({ seq: 12, behind: null })
    expect(caughtUp.sessions[S1]).toMatchObject({ viewAt: at(5), view: { phase: 'infusing' } })
  })

  it('stays behind after a catch-up that leaves a hole', () => {
    const state = run([
      snapshot([BAY_1]),
      {
        kind: 'watched',
        answer: {
          ok: true,
          mode: 'catchUp',
          epoch: 'e1',
          seq: 13,
          serverTime: at(5),
          speed: 1,
          trends: {},
          siteAlarms: [],
          events: [event(11, BAY_1)],
        },
      },
    ])
    expect(state).toMatchObject({ seq: 11, behind: 'gap' })
  })

  it('passes over an answer that events have overtaken', () => {
    const state = run([snapshot([BAY_1]), events([event(11, { ...BAY_1, phase: 'infusing' })]), snapshot([BAY_1])])
    expect(state.seq).toBe(11)
    expect(viewOf(state)?.phase).toBe('infusing')
  })

  it('keeps the other sessions as they are, object for object', () => {
    const scene = drawnScene(T0)
    const before = run([snapshot(scene)])
    const after = run([frame(at(1), { hr: [91, at(1), 'good'] })], before)
    for (const view of scene.filter(({ id }) => id !== S1))
      expect(after.sessions[view.id]).toBe(before.sessions[view.id])
    expect(after.sessions[S1]).not.toBe(before.sessions[S1])
  })
})

describe('numbers between the events', () => {
  const began = run([snapshot([BAY_1])])

  it('shows the newest value, its time and its quality', () => {
    const state = run([frame(at(1), { hr: [91, at(1), 'poor'] })], began)
    expect(viewOf(state)?.vitals.hr).toMatchObject({
      value: 91,
      time: toIso(at(1)),
      quality: 'poor',
      source: 'simulated',
    })
  })

  it('never goes back to an older reading', () => {
    const state = run([frame(at(3), { hr: [91, at(3), 'good'] }), frame(at(2), { hr: [70, at(2), 'good'] })], began)
    expect(viewOf(state)?.vitals.hr?.value).toBe(91)
  })

  it('shows no value where the device has none, and keeps the last', () => {
    const state = run([frame(at(1), { spo2: [null, at(1), 'none'] })], began)
    expect(viewOf(state)?.vitals.spo2).toMatchObject({
      value: null,
      quality: 'none',
      last: { value: 97, time: toIso(T0) },
    })
  })

  it('counts an invalid value as none', () => {
    const state = run([frame(at(1), { spo2: [0, at(1), 'invalid'] })], began)
    expect(viewOf(state)?.vitals.spo2?.last?.value).toBe(97)
    expect(state.sessions[S1]?.trends.spo2).toEqual({ time: [at(1)], value: [null] })
  })

  it('keeps a newer number than the view of an event has', () => {
    const state = run(
      [frame(at(3), { hr: [91, at(3), 'good'] }), events([event(11, { ...BAY_1, phase: 'infusing' })])],
      began,
    )
    expect(viewOf(state)).toMatchObject({ phase: 'infusing', vitals: { hr: { value: 91 } } })
  })

  it('keeps a newer number than a snapshot of the same number line has', () => {
    const state = run([frame(at(3), { hr: [91, at(3), 'good'] }), snapshot([BAY_1])], began)
    expect(viewOf(state)?.vitals.hr?.value).toBe(91)
  })

  it('forgets the numbers of another number line', () => {
    const state = run([frame(at(3), { hr: [91, at(3), 'good'] }), snapshot([BAY_1], { epoch: 'e2', seq: 0 })], began)
    expect(viewOf(state)?.vitals.hr?.value).toBe(80)
  })

  it('drops a metric that a later view no longer has', () => {
    const { spo2: _gone, ...vitals } = BAY_1.vitals
    const state = run([events([event(11, { ...BAY_1, vitals })])], began, at(1))
    expect(viewOf(state)?.vitals.spo2).toBeUndefined()
  })

  it('takes a metric that no view knows yet', () => {
    const state = run([frame(at(1), { rr: [14, at(1), 'good'] })], began)
    expect(viewOf(state)?.vitals.rr).toMatchObject({ value: 14, staleAfterS: 15, source: 'simulated' })
  })

  it('tells a device’s value from the one taken by hand before it', () => {
    const byHand = {
      ...BAY_1,
      simulated: false,
      vitals: { hr: { ...vitalView('hr', 80, T0), source: 'manual' as const } },
    }
    const state = run([snapshot([byHand]), frame(at(1), { hr: [82, at(1), 'good'] })])
    expect(viewOf(state)?.vitals.hr?.source).toBe('device')
  })

  it('passes over names that are no metric and sessions that it does not know', () => {
    const state = run(
      [frame(at(1), { mood: [5, at(1), 'good'] }), frame(at(1), { hr: [80, at(1), 'good'] }, 'nobody')],
      began,
    )
    expect(viewOf(state)?.vitals).toEqual(BAY_1.vitals)
    expect(Object.keys(state.sessions)).toEqual([S1])
  })
})

describe('the trend', () => {
  const began = run([snapshot([BAY_1], { trends: { [S1]: { hr: { time: [at(-2), at(-1)], value: [79, 80] } } } })])

  it('grows by each reading', () => {
    const state = run([frame(at(0), { hr: [81, at(0), 'good'] })], began)
    expect(state.sessions[S1]?.trends.hr).toEqual({ time: [at(-2), at(-1), at(0)], value: [79, 80, 81] })
  })

  it('has a gap where nobody measured for longer than a value stays fresh', () => {
    const state = run([frame(at(30), { hr: [81, at(30), 'good'] })], began)
    expect(state.sessions[S1]?.trends.hr?.value).toEqual([79, 80, null, 81])
  })

  it('joins no gap to the cuff’s values, which stand alone', () => {
    const state = run(
      [frame(at(1), { sbp: [120, at(1), 'good'] }), frame(at(300), { sbp: [130, at(300), 'good'] })],
      began,
    )
    expect(state.sessions[S1]?.trends.sbp?.value).toEqual([120, 130])
  })

  it('forgets what is older than ten minutes', () => {
    const state = run([frame(at(599), { hr: [81, at(599), 'good'] })], began)
    expect(state.sessions[S1]?.trends.hr?.time.at(0)).toBe(at(-1))
  })

  it('does not break at 60 × because the frames come seldom', () => {
    const fast = run([snapshot([BAY_1], { speed: 60 }), frame(at(1), { hr: [80, at(1), 'good'] })])
    const state = run([frame(at(16), { hr: [81, at(16), 'good'] })], fast)
    expect(state.sessions[S1]?.trends.hr?.value).toEqual([80, 81])
  })

  it('takes the missing part of a catch-up', () => {
    const state = run(
      [
        {
          kind: 'watched',
          answer: {
            ok: true,
            mode: 'catchUp',
            epoch: 'e1',
            seq: 10,
            serverTime: at(2),
            speed: 1,
            trends: { [S1]: { hr: { time: [at(-1), at(1)], value: [80, 82] } } },
            siteAlarms: [],
            events: [],
          },
        },
      ],
      began,
    )
    expect(state.sessions[S1]?.trends.hr).toEqual({ time: [at(-2), at(-1), at(1)], value: [79, 80, 82] })
  })
})

describe('a visit that ends', () => {
  it('stays in its last view, without trends, until the next visit of its bay ends', () => {
    const next = { ...BAY_1, id: sessionId('s-next') }
    const state = run([
      snapshot([BAY_1]),
      frame(at(1), { hr: [81, at(1), 'good'] }),
      events([event(11, { ...BAY_1, phase: 'discharged' }), event(12, next)]),
    ])
    expect(state.sessions[S1]).toMatchObject({ view: { phase: 'discharged' }, trends: {} })
    const later = run([events([event(13, { ...next, phase: 'cancelled' })])], state)
    expect(Object.keys(later.sessions)).toEqual(['s-next'])
  })
})

/** A server to be watched: numbers its events, keeps its views, answers as live.md says. */
const createModel = (bays: number) => {
  const views = new Map<string, SessionView>(
    Array.from({ length: bays }, (_, index) => {
      const view = preparing(
        { bay: index + 1, initials: 'X.', hr: 80, spo2: 97, pressure: [120, 80, 93], pressureAgeMin: 1 },
        T0,
      )
      return [view.id, view] as const
    }),
  )
  const ids = [...views.keys()]
  let log: LiveEvent[] = []
  let epoch = 1
  let now = T0
  const viewAt = (index: number): SessionView => {
    const view = views.get(ids[index % bays] ?? '')
    if (view === undefined) throw new Error('no such bay')
    return view
  }
  return {
    tick: () => {
      now = instant(now + 1_000)
    },
    record: (bay: number, isAlarm: boolean): LiveMessage => {
      const before = viewAt(bay)
      const alarms = isAlarm
        ? [alarmView(before, { channel: 'spo2.low', priority: 'high', text: 'SpO2 84 < 85', ageMs: 0 }, now)]
        : []
      const view: SessionView = { ...before, seq: before.seq + 1, alarms }
      views.set(view.id, view)
      const recorded = event(log.length + 1, view)
      log.push(recorded)
      return events([recorded], `e${epoch}`)
    },
    measure: (bay: number, value: number): LiveMessage => {
      const view = viewAt(bay)
      views.set(view.id, { ...view, vitals: { ...view.vitals, hr: vitalView('hr', value, now) } })
      return frame(now, { hr: [value, now, 'good'] }, view.id)
    },
    restart: () => {
      epoch += 1
      log = []
    },
    beat: (): LiveMessage => ({ kind: 'beat', beat: { serverTime: now, speed: 1, seq: log.length } }),
    /** Views go out as they are now, as the hub sends them. */
    watch: (known: Pick<LiveState, 'epoch' | 'seq' | 'behind'>): LiveMessage => {
      const head = {
        ok: true as const,
        epoch: `e${epoch}`,
        seq: log.length,
        serverTime: now,
        speed: 1,
        trends: {},
        siteAlarms: [],
      }
      const isKnown = known.epoch === `e${epoch}` && known.behind !== 'epoch'
      const missed = log
        .slice(known.seq)
        .map((missing) => ({ ...missing, view: views.get(missing.sessionId) ?? missing.view }))
      return {
        kind: 'watched',
        answer: isKnown
          ? { ...head, mode: 'catchUp', events: missed }
          : { ...head, mode: 'snapshot', sessions: [...views.values()], bays: sceneBays(bays) },
      }
    },
    newest: (): LiveMessage => ({
      kind: 'vitals',
      frame: {
        at: now,
        sessions: Object.fromEntries(
          [...views.values()].map(({ id, vitals: { hr } }) => [
            id,
            { hr: [hr?.value ?? null, Date.parse(hr?.time ?? ''), 'good' as const] },
          ]),
        ),
      },
    }),
    now: () => now,
    sum: () => [...views.values()].map(told),
  }
}

/** What a nurse sees of a view. */
const told = ({ id, seq, alarms, vitals }: SessionView) => ({
  id,
  seq,
  alarms: alarms.map((alarm) => alarm.id),
  hr: [vitals.hr?.value, vitals.hr?.time],
})

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('record' as const), bay: fc.nat(2), isAlarm: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('measure' as const),
      bay: fc.nat(2),
      value: fc.integer({ min: 40, max: 180 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('watch' as const), since: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
)

/** Within one number line no event is undone, no view and no number turns back to an older one. */
const expectNothingWentBack = (before: LiveState, after: LiveState): void => {
  expect(after.seq).toBeGreaterThanOrEqual(before.seq)
  for (const { view } of Object.values(before.sessions)) {
    const later = after.sessions[view.id]?.view
    expect(later?.seq).toBeGreaterThanOrEqual(view.seq)
    expect(Date.parse(later?.vitals.hr?.time ?? '')).toBeGreaterThanOrEqual(Date.parse(view.vitals.hr?.time ?? ''))
  }
}

describe('any loss, doubling and disorder of messages', () => {
  it('ends, after one connection that holds, in what the server says', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.array(fc.nat(100), { maxLength: 80 }), (steps, deliveries) => {
        const server = createModel(3)
        const said: LiveMessage[] = [server.watch(INITIAL_LIVE_STATE)]
        for (const next of steps) {
          server.tick()
          if (next.do === 'record') said.push(server.record(next.bay, next.isAlarm))
          if (next.do === 'measure') said.push(server.measure(next.bay, next.value))
          if (next.do === 'watch') said.push(server.watch({ epoch: 'e1', seq: next.since, behind: null }))
          if (next.do === 'restart') server.restart()
          said.push(server.beat())
        }
        let state = run(said.slice(0, 1))
        for (const index of deliveries) {
          const message = said[index % said.length]
          if (message === undefined) continue
          const before = state
          state = applyMessage(state, message, server.now())
          if (before.epoch === state.epoch) expectNothingWentBack(before, state)
        }
        // The link holds again: the screen watches until it is level, and is given the newest numbers.
        for (let tries = 0; tries < 3; tries += 1) state = applyMessage(state, server.watch(state), server.now())
        state = run([server.newest(), server.beat()], state, server.now())
        expect(state.behind).toBeNull()
        expect(Object.values(state.sessions).map(({ view }) => told(view))).toEqual(server.sum())
      }),
      { numRuns: 400 },
    )
  })
})

describe('the bays of the site', () => {
  const bay = { id: 'bay-9', name: 'Window', site: 'main' }

  it('are those that the server told last, at whatever occasion', () => {
    const known = run([snapshot([BAY_1])])
    const told = run([{ kind: 'site', message: { siteAlarms: [], bays: [bay] } }], known)
    expect(told.bays).toEqual([bay])
    expect(run([{ kind: 'site', message: { siteAlarms: [] } }], told).bays).toEqual([bay])
  })
})

describe('who answers for which bays', () => {
  const told = (seq: number) => ({ seq, answering: [], handovers: [] })
  const site = (seq: number): LiveMessage => ({
    kind: 'site',
    message: { siteAlarms: [], responsibilities: told(seq) },
  })

  it('is not known until the server has told, and then as it told last', () => {
    expect(run([snapshot([BAY_1])]).responsibilities).toBeNull()
    expect(run([snapshot([BAY_1], { responsibilities: told(3) }), site(4)]).responsibilities?.seq).toBe(4)
  })

  it('stays where an older word comes late, or a message says nothing of it', () => {
    const known = run([snapshot([BAY_1], { responsibilities: told(3) }), site(5)])
    expect(run([snapshot([BAY_1], { responsibilities: told(4) })], known).responsibilities?.seq).toBe(5)
    expect(run([{ kind: 'site', message: { siteAlarms: [] } }], known).responsibilities?.seq).toBe(5)
  })

  it('is taken anew from a server that counts anew', () => {
    const known = run([snapshot([BAY_1], { responsibilities: told(5) })])
    const again = run([snapshot([BAY_1], { epoch: 'e2', responsibilities: told(2) })], known)
    expect(again.responsibilities?.seq).toBe(2)
  })
})
