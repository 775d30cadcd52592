// The one door on a store in memory, with sessions that only take down what they are given.
import { createIngest } from '../../server/ingest/ingest.ts'
import { StoreError, type SessionStore } from '../../server/ports/session-store.ts'
import type { RecordStore } from '../../server/ports/record-store.ts'
import type { AttachedDevice, Sessions } from '../../server/ports/sessions.ts'
import type { DeviceReport, IngestAnswer, RawReading } from '../../server/ports/source.ts'
import { createMemoryStore } from '../../server/store/memory-store.ts'
import { bayId, sessionId, type BayId, type DeviceId, type SessionId } from '../../shared/domain/ids.ts'
import type { DeviceWord, Reading } from '../../shared/domain/reading.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { instant, plusMs, type Instant } from '../../shared/domain/time.ts'
import { createCountingIdentify } from './counting-identify.ts'
import { createMemoryRecords } from '../../server/store/memory-records.ts'
import { silentLog } from './silent-log.ts'

export const NOON = instant(Date.UTC(2026, 2, 2, 12))

export const afterNoon = (seconds: number): Instant => plusMs(NOON, seconds * 1_000)

export interface Taken {
  readonly session: SessionId
  readonly readings: readonly Reading[]
  readonly words: readonly DeviceWord[]
}

/** Sessions by bay; everything that is asked of them is written down. */
export const createNotingSessions = () => {
  const byBay = new Map<BayId, SessionId>()
  const taken: Taken[] = []
  const told: string[] = []
  let failure: StoreError | null = null
  let gate: Promise<void> = Promise.resolve()
  const notAsked = (): never => {
    throw new Error('No test asks this.')
  }
  const sessions: Sessions = {
    create: notAsked,
    order: notAsked,
    take: async (session, readings, words) => {
      await gate
      if (failure !== null) throw failure
      if (![...byBay.values()].includes(session)) return false
      taken.push({ session, readings, words })
      return true
    },
    attach: (session, device: AttachedDevice) => {
      told.push(`${session} attach ${device.name}`)
      return Promise.resolve()
    },
    detach: (session, device: DeviceId) => {
      told.push(`${session} detach ${device}`)
      return Promise.resolve()
    },
    running: () => [...byBay.values()].map((id) => ({ id, vitals: {} }) as SessionView),
    view: notAsked,
    previewDose: notAsked,
    inBay: (bay) => byBay.get(bay) ?? null,
  }
  return {
    sessions,
    taken,
    told,
    readings: (): readonly Reading[] => taken.flatMap((one) => one.readings),
    start: (bay: string, session: string) => byBay.set(bayId(bay), sessionId(session)),
    end: (bay: string) => byBay.delete(bayId(bay)),
    fail: (code: 'full' | 'failed' | null) => {
      failure = code === null ? null : new StoreError(code, 'As the test wishes.')
    },
    hold: (): (() => void) => {
      let open: () => void = () => undefined
      gate = new Promise((resolve) => {
        open = resolve
      })
      return open
    },
  }
}

interface DoorSetup {
  readonly speed?: number
  readonly store?: SessionStore
  readonly records?: RecordStore
  readonly noting?: ReturnType<typeof createNotingSessions>
  readonly start?: Instant
}

export const openDoor = async (setup: DoorSetup = {}) => {
  const noting = setup.noting ?? createNotingSessions()
  const store = setup.store ?? createMemoryStore()
  const records = setup.records ?? createMemoryRecords()
  let now = setup.start ?? NOON
  const ingest = await createIngest({
    sessions: noting.sessions,
    store: { sessions: store, records },
    clock: { speed: setup.speed ?? 1, now: () => now },
    log: silentLog,
    identify: createCountingIdentify(),
  })
  return {
    ...ingest,
    noting,
    store,
    records,
    setTime: (at: Instant) => {
      now = at
    },
  }
}

export const reading = (
  metric: RawReading['metric'],
  value: number | null,
  more: Partial<RawReading> = {},
): RawReading => ({
  metric,
  value,
  ...more,
})

export const report = (readings: readonly RawReading[], more: Partial<DeviceReport> = {}): DeviceReport => ({
  identity: 'MON-1',
  feed: 'hl7',
  receivedAt: NOON,
  isSimulated: false,
  readings,
  ...more,
})

/** @throws where it was not stored */
export const stored = (answer: IngestAnswer): Extract<IngestAnswer, { kind: 'stored' }> => {
  if (answer.kind !== 'stored') throw new Error(`It was not stored: ${JSON.stringify(answer)}`)
  return answer
}
