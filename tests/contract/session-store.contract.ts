import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { StoreError } from '../../server/ports/session-store.ts'
import type { SessionQuery, SessionRow, SessionStore, VisitTrial } from '../../server/ports/session-store.ts'
import { trialOf } from '../../server/core/alarm-trial.ts'
import { limitsTried } from '../../shared/domain/limit-change.ts'
import { simulatedVisit } from '../support/simulated-visit.ts'
import { alarmId, bayId, deviceId, protocolId, sessionId } from '../../shared/domain/ids.ts'
import type { SessionEvent } from '../../shared/domain/session-event.ts'
import { anyBatch } from '../unit/store/arbitrary-readings.ts'
import { MONITOR, S1, S2, T0, after, batch, lateEntry, note, rowOf, sample, second } from './store-fixtures.ts'

/** A store on a disk that others use too may take its time. */
const PATIENT = { timeout: 60_000 } as const

export interface StartedStore {
  readonly store: SessionStore
  /** Closes the store and opens what it left; null for one that forgets. */
  readonly reopen: (() => Promise<SessionStore>) | null
  readonly stop: () => Promise<void>
}

const codeOf = async (refused: Promise<unknown>): Promise<string> => {
  try {
    await refused
  } catch (error) {
    if (error instanceof StoreError) return error.code
    throw error
  }
  return 'none'
}

const isEvent = <T extends { readonly type: string }>(
  entry: T,
): entry is Exclude<T, { readonly type: 'readingsStored' }> => entry.type !== 'readingsStored'

/** Appends what a test does not look at more closely. */
const put = (store: SessionStore, row: SessionRow, ...entries: readonly SessionEvent[]): Promise<void> =>
  store.append([{ sessionId: row.id, afterSeq: 0, entries, row }])

const alarming = (given: () => StartedStore): void => {
  it('keeps the first display that painted an alarm, also over a restart', async () => {
    const { store, reopen } = given()
    const shown = { alarmId: alarmId('s.a1'), sessionId: S1, display: 'Wall', at: after(0) }
    await store.noteShown([shown])
    await store.noteShown([
      { ...shown, display: 'Other', at: after(1_000) },
      { ...shown, alarmId: alarmId('s.a2'), at: after(2_000) },
      { ...shown, alarmId: alarmId('t.a1'), sessionId: S2 },
    ])
    const kept = [shown, { ...shown, alarmId: alarmId('s.a2'), at: after(2_000) }]
    expect(await store.readShown(S1)).toEqual(kept)
    if (reopen !== null) expect(await (await reopen()).readShown(S1)).toEqual(kept)
  })

  it('tries other limits on what it keeps, and stops when it is given up', async () => {
    const { store } = given()
    const entries = simulatedVisit({ seed: 'c', monitor: { scenario: 'desaturation' }, minutes: 30 })
    await put(store, rowOf(S1), ...(entries as readonly SessionEvent[]))
    const trials = [{ metric: 'spo2', direction: 'low', onDelay: 300 }] as const
    const tried: VisitTrial[] = []
    const onTried = (more: readonly VisitTrial[]) => tried.push(...more)
    await store.tryLimits({ ids: [S1], trials, onTried, signal: new AbortController().signal })
    const own = (entriesOfVisit: typeof entries) => trialOf(entriesOfVisit, (limits) => limitsTried(limits, trials))
    expect(tried).toEqual([{ id: S1, ...own(entries) }])
    expect(tried[0]?.channels).toContainEqual({ channel: 'spo2.low', were: 1, wouldBe: 0 })
    const none: VisitTrial[] = []
    await store.tryLimits({ ids: [S1], trials, onTried: (more) => none.push(...more), signal: AbortSignal.abort() })
    expect(none).toEqual([])
  })
}

const appending = (given: () => SessionStore): void => {
  it('gives back every entry in the one order in which it was appended', async () => {
    const store = given()
    await store.append([
      { sessionId: S1, afterSeq: 0, entries: [second(0), note('a'), second(1), lateEntry], row: rowOf(S1) },
    ])
    await store.append([{ sessionId: S1, afterSeq: 2, entries: [second(2)] }])
    await store.append([{ sessionId: S1, afterSeq: 2, entries: [note('b', after(9_000))] }])
    expect(await store.readEntries(S1)).toEqual([
      { ...second(0), sessionId: S1, afterSeq: 0 },
      { ...note('a'), sessionId: S1, seq: 1 },
      { ...second(1), sessionId: S1, afterSeq: 1 },
      { ...lateEntry, sessionId: S1, seq: 2 },
      { ...second(2), sessionId: S1, afterSeq: 2 },
      { ...note('b', after(9_000)), sessionId: S1, seq: 3 },
    ])
  })

  it('keeps all appends of a call or none', async () => {
    const store = given()
    await put(store, rowOf(S1), note('a'))
    const both = store.append([
      { sessionId: S2, afterSeq: 0, entries: [note('x')], row: rowOf(S2) },
      { sessionId: S1, afterSeq: 0, entries: [note('y')] },
    ])
    expect(await codeOf(both)).toBe('stale')
    expect(await store.readEntries(S2)).toEqual([])
    expect(await store.findRow(S2)).toBeNull()
    expect(await store.readEvents(S1, 0)).toHaveLength(1)
  })

  it('takes two appends to one session in one call', async () => {
    const store = given()
    await store.append([
      { sessionId: S1, afterSeq: 0, entries: [note('a')], row: rowOf(S1) },
      { sessionId: S1, afterSeq: 1, entries: [note('b')] },
    ])
    expect((await store.readEvents(S1, 0)).map(({ seq }) => seq)).toEqual([1, 2])
  })

  it('refuses a writer that has not seen the newest event, and nobody who called at the same time', async () => {
    const store = given()
    await put(store, rowOf(S1), note('a'))
    const calls = [
      store.append([{ sessionId: S1, afterSeq: 1, entries: [note('b')] }]),
      store.append([{ sessionId: S1, afterSeq: 1, entries: [note('too late')] }]),
      put(store, rowOf(S2), note('x')),
      store.append([{ sessionId: S1, afterSeq: 2, entries: [note('c')] }]),
    ]
    expect(await Promise.all(calls.map(codeOf))).toEqual(['none', 'stale', 'none', 'none'])
    expect((await store.readEvents(S1, 0)).map(({ data }) => data)).toEqual([
      { text: 'a' },
      { text: 'b' },
      { text: 'c' },
    ])
    expect(await store.readEvents(S2, 0)).toHaveLength(1)
  })

  it.each([
    ['without a row', { sessionId: S1, afterSeq: 0, entries: [note('a')] }],
    ['with another session’s row', { sessionId: S1, afterSeq: 0, entries: [note('a')], row: rowOf(S2) }],
    [
      'with what JSON cannot hold',
      { sessionId: S1, afterSeq: 0, entries: [second(0), note('a', NaN as typeof T0)], row: rowOf(S1) },
    ],
  ])('refuses the first append of a session %s', async (_what, append) => {
    const store = given()
    const calls = [store.append([append]), put(store, rowOf(S2), note('x'))]
    expect(await Promise.all(calls.map(codeOf))).toEqual(['failed', 'none'])
    expect(await store.readEntries(S1)).toEqual([])
    expect(await store.readEvents(S2, 0)).toHaveLength(1)
  })

  it('is not changed by what its caller does with the objects afterwards', async () => {
    const store = given()
    const data = { text: 'as written' }
    await put(store, rowOf(S1), { type: 'noteAdded', at: T0, data })
    data.text = 'changed'
    expect((await store.readEvents(S1, 0))[0]?.data).toEqual({ text: 'as written' })
  })
}

const reading = (given: () => SessionStore): void => {
  it('gives events after a number', async () => {
    const store = given()
    await store.append([
      { sessionId: S1, afterSeq: 0, entries: [note('a'), second(0), note('b'), note('c')], row: rowOf(S1) },
    ])
    expect(await store.readEvents(S1, 1)).toEqual([
      { ...note('b'), sessionId: S1, seq: 2 },
      { ...note('c'), sessionId: S1, seq: 3 },
    ])
    expect(await store.readEvents(S1, 3)).toEqual([])
  })

  it('gives the readings of a time and of some metrics, batches without any left out', async () => {
    const store = given()
    const minutes = Array.from({ length: 200 }, (_, index) => second(index))
    await store.append([{ sessionId: S1, afterSeq: 0, entries: [note('a'), ...minutes.slice(0, 90)], row: rowOf(S1) }])
    for (const one of minutes.slice(90)) await store.append([{ sessionId: S1, afterSeq: 1, entries: [one] }])
    const found = await store.readReadings(S1, { from: after(70_000), to: after(130_000), metrics: ['spo2', 'temp'] })
    expect(found).toEqual(
      minutes.slice(70, 131).map((one) => ({
        ...one,
        readings: one.readings.filter(({ metric }) => metric === 'spo2' || metric === 'temp'),
      })),
    )
    expect(await store.readReadings(S1, {})).toEqual(minutes)
    expect(await store.readReadings(S1, { metrics: ['pi'] })).toEqual([])
  })

  it('finds a late reading at its own time', async () => {
    const store = given()
    const late = sample({ measuredAt: after(-600_000), receivedAt: T0, isBacklog: true })
    await store.append([
      { sessionId: S1, afterSeq: 0, entries: [second(0), batch(T0, late), second(1)], row: rowOf(S1) },
    ])
    expect(await store.readReadings(S1, { to: after(-1) })).toEqual([batch(T0, late)])
  })

  it('keeps the newest view of a session that is over, and none of one that it does not know', async () => {
    const store = given()
    const view = { version: '1', lastHash: 'ab', view: '{"phase":"discharged"}' }
    await store.saveEndedView(S1, view)
    expect(await store.readEndedView(S1)).toBeNull()
    await put(store, rowOf(S1, { phase: 'discharged', endedAt: after(1) }), note('a'))
    expect(await store.readEndedView(S1)).toBeNull()
    await store.saveEndedView(S1, view)
    await store.saveEndedView(S1, { ...view, lastHash: 'cd' })
    expect(await store.readEndedView(S1)).toEqual({ ...view, lastHash: 'cd' })
  })

  it('knows nothing of a session that nobody appended to', async () => {
    const store = given()
    expect(await store.readEntries(S1)).toEqual([])
    expect(await store.readEvents(S1, 0)).toEqual([])
    expect(await store.readReadings(S1, {})).toEqual([])
    expect(await store.findRow(S1)).toBeNull()
    expect(await store.lastHash(S1)).toBeNull()
    await store.saveCheckpoint(S1, { version: '1', entryCount: 0, state: '{}' })
    expect(await store.loadRunning()).toEqual([])
  })
}

const running = (given: () => SessionStore): void => {
  it('gives every session that has not ended, whole where there is no checkpoint', async () => {
    const store = given()
    await put(store, rowOf(S1), note('a'))
    await put(store, rowOf(S2, { phase: 'discharged', endedAt: after(1) }), note('b'))
    expect(await store.loadRunning()).toEqual([
      { sessionId: S1, checkpoint: null, entriesAfter: [{ ...note('a'), sessionId: S1, seq: 1 }] },
    ])
  })

  it('gives the newest checkpoint and exactly what came after it', async () => {
    const store = given()
    const entries = [note('a'), second(0), second(1), note('b'), second(2), note('c'), second(3)]
    await store.append([{ sessionId: S1, afterSeq: 0, entries, row: rowOf(S1) }])
    const whole = await store.readEntries(S1)
    for (let entryCount = 0; entryCount <= entries.length; entryCount++) {
      const checkpoint = { version: 'v2', entryCount, state: `{"at":${entryCount}}` }
      await store.saveCheckpoint(S1, checkpoint)
      expect(await store.loadRunning()).toEqual([{ sessionId: S1, checkpoint, entriesAfter: whole.slice(entryCount) }])
    }
  })

  it('gives what came after a checkpoint also when most of it is long ago', async () => {
    const store = given()
    const seconds = Array.from({ length: 400 }, (_, index) => second(index))
    await store.append([{ sessionId: S1, afterSeq: 0, entries: [note('a')], row: rowOf(S1) }])
    for (let from = 0; from < seconds.length; from += 10)
      await store.append([{ sessionId: S1, afterSeq: 1, entries: seconds.slice(from, from + 10) }])
    const checkpoint = { version: 'v1', entryCount: 200, state: '{}' }
    await store.saveCheckpoint(S1, checkpoint)
    const [session] = await store.loadRunning()
    expect(session?.entriesAfter).toEqual(seconds.slice(199).map((one) => ({ ...one, sessionId: S1, afterSeq: 1 })))
  })

  it('keeps no checkpoint of a session that has ended', async () => {
    const store = given()
    const checkpoint = { version: 'v1', entryCount: 1, state: '{}' }
    await put(store, rowOf(S1), note('a'))
    await store.saveCheckpoint(S1, checkpoint)
    await store.append([{ sessionId: S1, afterSeq: 1, entries: [note('b')], row: rowOf(S1, { phase: 'cancelled' }) }])
    await store.saveCheckpoint(S1, checkpoint)
    expect(await store.loadRunning()).toEqual([])
    await store.append([{ sessionId: S1, afterSeq: 2, entries: [note('c')], row: rowOf(S1) }])
    expect((await store.loadRunning())[0]?.checkpoint).toBeNull()
  })
}

const ROWS: readonly SessionRow[] = [
  rowOf(sessionId('a'), {
    createdAt: after(1),
    phase: 'discharged',
    isSigned: true,
    endedAt: after(9),
    startedAt: after(2),
  }),
  rowOf(sessionId('b'), {
    createdAt: after(2),
    phase: 'transferred',
    hadHighAlarm: true,
    patientName: 'Émile Zola 100%',
  }),
  rowOf(sessionId('c'), { createdAt: after(3), phase: 'cancelled', bay: bayId('bay-2'), recordNumber: 'X_77' }),
  rowOf(sessionId('d'), { createdAt: after(4), phase: 'recovering', protocolId: protocolId('im') }),
  rowOf(sessionId('e'), { createdAt: after(4), phase: 'scheduled', isSimulated: true }),
]

const putRows = (store: SessionStore): Promise<void> =>
  store.append(ROWS.map((row) => ({ sessionId: row.id, afterSeq: 0, entries: [note('a')], row })))

/** These only look: one store serves them all. */
const finding = (start: () => Promise<StartedStore>): void => {
  let started: StartedStore
  beforeAll(async () => {
    started = await start()
    await putRows(started.store)
  })
  afterAll(async () => {
    await started.stop()
  })
  const given = (): SessionStore => started.store

  it.each<[string, Omit<SessionQuery, 'limit'>, string]>([
    ['all, newest first, one instant by id', {}, 'edcba'],
    ['active', { state: 'active' }, 'ed'],
    ['ended', { state: 'ended' }, 'cba'],
    ['from a time on', { from: after(3) }, 'edc'],
    ['up to a time', { to: after(2) }, 'ba'],
    ['between two times', { from: after(2), to: after(3) }, 'cb'],
    ['part of a name, any case', { text: 'émILE z' }, 'b'],
    ['the same letter in another form', { text: 'e\u0301mile' }, 'b'],
    ['part of a record number', { text: 'x_7' }, 'c'],
    ['a percent sign, as itself', { text: '%' }, 'b'],
    ['an underscore, as itself', { text: '_' }, 'c'],
    ['a text that nobody has', { text: 'nobody' }, ''],
    ['a bay', { bay: bayId('bay-2') }, 'c'],
    ['a protocol', { protocolId: protocolId('im') }, 'd'],
    ['an outcome', { outcome: 'transferred' }, 'b'],
    ['a whole record number', { recordNumber: 'X_77' }, 'c'],
    ['a part is no whole record number', { recordNumber: 'X_7' }, ''],
    ['a high alarm', { hadHighAlarm: true }, 'b'],
    ['no high alarm', { hadHighAlarm: false, state: 'ended' }, 'ca'],
    ['signed', { isSigned: true }, 'a'],
    ['not signed yet', { isSigned: false, state: 'ended' }, 'cb'],
    ['several at once', { state: 'ended', text: 'ana', bay: bayId('bay-1'), isSigned: true }, 'a'],
  ])('finds by %s', async (_what, query, ids) => {
    const { rows, nextCursor } = await given().findSessions({ ...query, limit: 500 })
    expect(rows.map(({ id }) => id).join('')).toBe(ids)
    expect(nextCursor).toBeNull()
  })

  it('gives rows back as they were written', async () => {
    const { rows } = await given().findSessions({ limit: 10 })
    expect(rows).toEqual([...ROWS].reverse())
    expect(await given().findRow(sessionId('a'))).toEqual(ROWS[0])
  })

  it.each([1, 2, 3, 4, 5])('shows each session once, page by page of %i', async (limit) => {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = await given().findSessions({ limit, ...(cursor === undefined ? {} : { cursor }) })
      expect(page.rows.length).toBeLessThanOrEqual(limit)
      ids.push(...page.rows.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(ids.join('')).toBe('edcba')
  })

  it.each([1, 2, 5])('gives pages of %i, oldest first where that is asked for', async (limit) => {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = await given().findSessions({
        limit,
        order: 'oldest',
        ...(cursor === undefined ? {} : { cursor }),
      })
      ids.push(...page.rows.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(ids.join('')).toBe('abcde')
  })

  it.each([{ cursor: 'nonsense', limit: 5 }, { limit: 0 }, { limit: 501 }, { limit: 1.5 }])(
    'refuses %o',
    async (query) => {
      expect(await codeOf(given().findSessions(query))).toBe('badQuery')
    },
  )
}

const listing = (given: () => SessionStore): void => {
  beforeEach(() => putRows(given()))

  it('shows the newest state of a row, once', async () => {
    const row = rowOf(sessionId('d'), { createdAt: after(4), phase: 'discharged', patientName: 'Ana Ruiz-Gil' })
    await given().append([{ sessionId: row.id, afterSeq: 1, entries: [note('b')], row }])
    expect(await given().findRow(row.id)).toEqual(row)
    const { rows } = await given().findSessions({ text: 'gil', limit: 10 })
    expect(rows).toEqual([row])
    expect((await given().findSessions({ limit: 10 })).rows).toHaveLength(ROWS.length)
  })

  it('goes on after its cursor although newer sessions have come', async () => {
    const first = await given().findSessions({ limit: 2 })
    await put(given(), rowOf(sessionId('f'), { createdAt: after(10) }), note('a'))
    const second = await given().findSessions({ limit: 2, cursor: first.nextCursor ?? '' })
    expect(second.rows.map(({ id }) => id)).toEqual(['c', 'b'])
  })
}

const proving = (given: () => SessionStore): void => {
  it('chains events by a hash that anybody can work out again', async () => {
    const store = given()
    await store.append([{ sessionId: S1, afterSeq: 0, entries: [note('a'), second(0), lateEntry], row: rowOf(S1) }])
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
    const first = hash(
      `{"event":{"at":${T0},"data":{"text":"a"},"type":"noteAdded"},"position":1,"previousHash":"${'0'.repeat(64)}","seq":1,"sessionId":"s_1"}`,
    )
    const event =
      `{"at":${after(5_000)},"by":{"id":"u_1","name":"Zoë Núñez “RN”","role":"nurse"},"command":{"bodyHash":"ab12","key":"k-1"},` +
      `"data":{"grade":"mild","symptom":"nausea"},"occurredAt":${after(1_000)},"type":"symptomRecorded"}`
    const second2 = hash(`{"event":${event},"position":3,"previousHash":"${first}","seq":2,"sessionId":"s_1"}`)
    expect(await store.lastHash(S1)).toBe(second2)
  })

  it('finds nothing wrong with what it wrote', async () => {
    const store = given()
    const steps: number[] = []
    for (const id of [S1, S2]) {
      await put(store, rowOf(id), note('a'), note('b'))
      for (let index = 0; index < 70; index++)
        await store.append([{ sessionId: id, afterSeq: 2, entries: [second(index)] }])
    }
    const report = await store.verify((done, total) => steps.push(done / total))
    expect(report).toMatchObject({ sessions: 2, events: 4, faults: [] })
    expect(await store.verifySession(S2)).toMatchObject({ sessions: 1, events: 2, faults: [] })
    expect(await store.verifySession(sessionId('s_nobody'))).toBeNull()
    expect(steps.at(-1)).toBe(1)
  })
}

const holding = (given: () => SessionStore): void => {
  it('holds readings of a device apart from every session', async () => {
    const store = given()
    const other = deviceId('d_2')
    await Promise.all([store.hold(MONITOR, second(0)), store.hold(other, second(1)), store.hold(MONITOR, second(2))])
    expect(await store.readHeld(MONITOR, T0, after(60_000))).toEqual([second(0), second(2)])
    expect(await store.readHeld(MONITOR, after(1), after(60_000))).toEqual([second(2)])
    expect(await store.readHeld(MONITOR, T0, after(1_999))).toEqual([second(0)])
    expect(await store.readHeld(other, T0, after(60_000))).toEqual([second(1)])
    expect(await store.findSessions({ limit: 10 })).toEqual({ rows: [], nextCursor: null })
  })

  it('drops those that came before a time', async () => {
    const store = given()
    for (const index of [0, 1, 2]) await store.hold(MONITOR, second(index))
    await store.dropHeldBefore(second(1).at)
    expect(await store.readHeld(MONITOR, T0, after(60_000))).toEqual([second(1), second(2)])
  })
}

const closing = (given: () => StartedStore): void => {
  it('keeps what was asked for before, and takes nothing after', async () => {
    const { store } = given()
    const before = put(store, rowOf(S1), note('a'))
    const closed = store.close()
    expect(await codeOf(store.append([{ sessionId: S1, afterSeq: 1, entries: [note('b')] }]))).toBe('closed')
    expect(await codeOf(before)).toBe('none')
    await closed
    expect(await codeOf(store.readEntries(S1))).toBe('closed')
    await store.close()
  })

  it('restores any list of entries, however it was cut into appends and restarts', async () => {
    const { store, reopen } = given()
    const text = fc.string({ unit: 'binary' }).filter((one) => one.isWellFormed())
    const entry = fc.oneof({ weight: 1, arbitrary: text.map((one) => note(one)) }, { weight: 3, arbitrary: anyBatch })
    const call = fc.record(
      { entries: fc.array(entry, { maxLength: 5 }), restart: fc.boolean() },
      { noNullPrototype: true },
    )
    let current = store
    let count = 0
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 8 }), async (calls) => {
        const id = sessionId(`s_${++count}`)
        const expected: unknown[] = []
        let seq = 0
        for (const { entries, restart } of calls) {
          await current.append([{ sessionId: id, afterSeq: seq, entries, row: rowOf(id) }])
          for (const one of entries)
            expected.push(
              isEvent(one) ? { ...one, sessionId: id, seq: ++seq } : { ...one, sessionId: id, afterSeq: seq },
            )
          if (restart && count % 10 === 0 && reopen !== null) current = await reopen()
        }
        expect(await current.readEntries(id)).toStrictEqual(expected)
      }),
      { numRuns: 60 },
    )
    expect((await current.verify()).faults).toEqual([])
  })
}

/** What every store must do; a store that differs in one of these is not a store of Vigil. */
export const sessionStoreContract = (name: string, start: () => Promise<StartedStore>): void => {
  describe(`${name}: findSessions`, PATIENT, () => finding(start))

  describe(name, PATIENT, () => {
    let started: StartedStore
    beforeEach(async () => {
      started = await start()
    })
    afterEach(async () => {
      await started.stop()
    })
    const given = (): SessionStore => started.store
    describe('append', () => appending(given))
    describe('read', () => reading(given))
    describe('loadRunning', () => running(given))
    describe('rows', () => listing(given))
    describe('hash chain', () => proving(given))
    describe('shown alarms and trials', () => alarming(() => started))
    describe('held readings', () => holding(given))
    describe('close and restart', () => closing(() => started))
  })
}
