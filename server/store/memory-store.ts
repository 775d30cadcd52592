import { setImmediate } from 'node:timers/promises'
import type { AlarmId, DeviceId, SessionId } from '../../shared/domain/ids.ts'
import { limitsTried } from '../../shared/domain/limit-change.ts'
import { isEnded } from '../../shared/domain/phase.ts'
import type { ReadingsStored } from '../../shared/domain/reading.ts'
import { trialOf } from '../core/alarm-trial.ts'
import { StoreError } from '../ports/session-store.ts'
import type {
  Checkpoint,
  EndedView,
  RunningSession,
  SessionAppend,
  SessionEntry,
  SessionPage,
  SessionQuery,
  SessionRow,
  SessionStore,
  ShownAlarm,
  StoredEntry,
  TrialRun,
  VerifyFault,
} from '../ports/session-store.ts'
import { refusalOfAppends } from './append-check.ts'
import { eventFaults } from './chain-check.ts'
import type { ChainedEvent } from './chain-check.ts'
import { storedEvent } from './entry-order.ts'
import { CHAIN_START, eventBody, eventHash } from './event-chain.ts'
import { selectReadings } from './select-readings.ts'
import { byNewest, checkLimit, readCursor, rowMatches, writeCursor, type Cursor } from './session-search.ts'

interface Session {
  readonly id: SessionId
  readonly entries: StoredEntry[]
  readonly chain: ChainedEvent[]
  row: SessionRow | null
  checkpoint: Checkpoint | null
  endedView: EndedView | null
}

interface Held {
  readonly device: DeviceId
  readonly batch: ReadingsStored
}

const isRunning = ({ row }: Session): boolean => row !== null && !isEnded(row.phase)

type Answer = <T>(work: () => T) => Promise<T>

/** Readings of devices that no session took. */
const heldReadings = (answer: Answer): Pick<SessionStore, 'hold' | 'readHeld' | 'dropHeldBefore'> => {
  let held: readonly Held[] = []
  return {
    hold: (device, batch) =>
      answer(() => {
        held = [...held, { device, batch }]
      }),
    readHeld: (device, from, to) =>
      answer(() => held.flatMap((one) => (one.device === device ? selected(one.batch, { from, to }) : []))),
    dropHeldBefore: (at) =>
      answer(() => {
        held = held.filter(({ batch }) => batch.at >= at)
      }),
  }
}

/** Keeps everything until the process ends: for tests, and for a server that is meant to forget. */
export const createMemoryStore = (): SessionStore => {
  const sessions = new Map<SessionId, Session>()
  const shown = new Map<AlarmId, ShownAlarm>()
  let isClosed = false
  /** Answers in a later turn, as a store with a disk does. */
  const answer: Answer = async (work) => {
    if (isClosed) throw new StoreError('closed', 'The store is closed.')
    await Promise.resolve()
    return work()
  }
  const entriesOf = (id: SessionId): readonly StoredEntry[] => sessions.get(id)?.entries ?? []
  return {
    append: (appends) => answer(() => appendAll(sessions, appends)),
    loadRunning: () => answer(() => [...sessions.values()].filter(isRunning).map(runningSession)),
    readEntries: (id) => answer(() => [...entriesOf(id)]),
    readEvents: (id, afterSeq) =>
      answer(() =>
        entriesOf(id).flatMap((entry) => (entry.type !== 'readingsStored' && entry.seq > afterSeq ? [entry] : [])),
      ),
    readReadings: (id, query) =>
      answer(() => entriesOf(id).flatMap((entry) => (entry.type === 'readingsStored' ? selected(entry, query) : []))),
    findSessions: (query) => answer(() => pageOf(sessions, query)),
    findRow: (id) => answer(() => sessions.get(id)?.row ?? null),
    saveCheckpoint: (id, checkpoint) =>
      answer(() => {
        const session = sessions.get(id)
        if (session !== undefined && isRunning(session)) session.checkpoint = checkpoint
      }),
    saveEndedView: (id, view) =>
      answer(() => {
        const session = sessions.get(id)
        if (session !== undefined) session.endedView = view
      }),
    readEndedView: (id) => answer(() => sessions.get(id)?.endedView ?? null),
    lastHash: (id) => answer(() => sessions.get(id)?.chain.at(-1)?.hash ?? null),
    ...heldReadings(answer),
    noteShown: (all) =>
      answer(() => {
        for (const one of all) if (!shown.has(one.alarmId)) shown.set(one.alarmId, one)
      }),
    readShown: (id) => answer(() => [...shown.values()].filter(({ sessionId }) => sessionId === id)),
    tryLimits: (run) => tryEach(run, entriesOf),
    verify: (onProgress) => answer(() => verify([...sessions.values()], onProgress)),
    verifySession: (id) =>
      answer(() => {
        const session = sessions.get(id)
        return session === undefined ? null : verify([session])
      }),
    close: () => {
      isClosed = true
      return Promise.resolve()
    },
  }
}

/** One visit a turn. */
const tryEach = async (
  { ids, trials, onTried, signal }: TrialRun,
  entriesOf: (id: SessionId) => readonly StoredEntry[],
): Promise<void> => {
  for (const id of ids) {
    if (signal.aborted) return
    onTried([{ id, ...trialOf(entriesOf(id), (limits) => limitsTried(limits, trials)) }])
    await setImmediate()
  }
}

const selected = ({ type, at, readings, devices }: ReadingsStored, query: Parameters<typeof selectReadings>[1]) => {
  const batch = selectReadings({ type, at, readings, devices }, query)
  return batch === null ? [] : [batch]
}

const appendAll = (sessions: Map<SessionId, Session>, appends: readonly SessionAppend[]): void => {
  const outlines = appends.map(({ sessionId, afterSeq, entries, row }) => ({
    sessionId,
    afterSeq,
    row,
    events: entries.filter(({ type }) => type !== 'readingsStored').length,
  }))
  const refused = refusalOfAppends(outlines, (id) => sessions.get(id)?.chain.length ?? null)
  if (refused !== null) throw new StoreError(refused.code, refused.message)
  const bodies = appends.map(({ entries }) => entries.map(bodyOf))
  for (const [index, { sessionId, entries, row }] of appends.entries()) {
    const session = sessions.get(sessionId) ?? {
      id: sessionId,
      entries: [],
      chain: [],
      row: null,
      checkpoint: null,
      endedView: null,
    }
    sessions.set(sessionId, session)
    for (const [place, entry] of entries.entries()) appendEntry(session, entry, bodies[index]?.[place] ?? '')
    if (row === undefined) continue
    session.row = row
    if (isEnded(row.phase)) session.checkpoint = null
  }
}

/** @throws StoreError for what has no JSON, before anything is kept. */
const bodyOf = (entry: SessionEntry): string => {
  try {
    return entry.type === 'readingsStored' ? '' : eventBody(entry)
  } catch (error) {
    throw new StoreError('failed', String(error))
  }
}

const appendEntry = ({ id, entries, chain }: Session, entry: SessionEntry, body: string): void => {
  if (entry.type === 'readingsStored') {
    entries.push({ ...entry, sessionId: id, afterSeq: chain.length })
    return
  }
  const seq = chain.length + 1
  const place = { sessionId: id, seq, position: entries.length + 1, previousHash: chain.at(-1)?.hash ?? CHAIN_START }
  chain.push({ ...place, body, hash: eventHash(place, body) })
  entries.push(storedEvent(id, { seq, body }))
}

const runningSession = ({ id, checkpoint, entries }: Session): RunningSession => ({
  sessionId: id,
  checkpoint,
  entriesAfter: entries.slice(checkpoint?.entryCount ?? 0),
})

const pageOf = (sessions: ReadonlyMap<SessionId, Session>, query: SessionQuery): SessionPage => {
  const limit = checkLimit(query.limit)
  const order = query.order === 'oldest' ? (first: Cursor, second: Cursor) => byNewest(second, first) : byNewest
  const after = query.cursor === undefined ? null : readCursor(query.cursor)
  const found = [...sessions.values()]
    .flatMap(({ row }) => (row === null ? [] : [row]))
    .filter((row) => rowMatches(row, query) && (after === null || order(after, row) < 0))
    .sort(order)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, nextCursor: found.length > limit && last !== undefined ? writeCursor(last) : null }
}

const verify = (sessions: readonly Session[], onProgress?: (done: number, total: number) => void) => {
  const faults: VerifyFault[] = []
  for (const [index, { id, chain }] of sessions.entries()) {
    faults.push(...eventFaults(id, chain, { length: chain.length, hash: chain.at(-1)?.hash ?? CHAIN_START }))
    onProgress?.(index + 1, sessions.length)
  }
  const events = sessions.reduce((sum, { chain }) => sum + chain.length, 0)
  return { sessions: sessions.length, events, chunks: 0, faults }
}
