import { afterEach, expect, test } from 'vitest'
import { createSessions, type SessionsRuntime } from '../../server/engine/session-registry.ts'
import { createIngest, type Ingest } from '../../server/ingest/ingest.ts'
import type { RecordStore } from '../../server/ports/record-store.ts'
import type { SessionStore } from '../../server/ports/session-store.ts'
import { startHl7Source } from '../../server/sources/hl7/hl7-source.ts'
import { createMemoryStore } from '../../server/store/memory-store.ts'
import { bayId } from '../../shared/domain/ids.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import { createCountingIdentify } from '../support/counting-identify.ts'
import { accepted, BAYS, newSession } from '../support/engine.ts'
import { createHeldTime } from '../support/held-time.ts'
import { createMemoryRecords } from '../../server/store/memory-records.ts'
import { framed, openSender } from '../support/mllp.ts'
import { silentLog } from '../support/silent-log.ts'
import { at, nurse } from '../support/visit.ts'

const closings: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closings.splice(0).toReversed()) await close()
})

interface Kept {
  readonly store: SessionStore
  readonly records: RecordStore
  readonly identify: ReturnType<typeof createCountingIdentify>
}

const createKept = (): Kept => ({
  store: createMemoryStore(),
  records: createMemoryRecords(),
  identify: createCountingIdentify(),
})

/** Engine, door and HL7 as the server puts them together, over what an earlier start may have kept. */
const start = async ({ store, records, identify }: Kept, minutes = 0) => {
  const time = createHeldTime(at(minutes))
  const made: { ingest?: Ingest } = {}
  const sessions: SessionsRuntime = await createSessions({
    store,
    clock: time.clock,
    log: silentLog,
    identify,
    publisher: { committed: () => undefined },
    conditions: { stands: () => undefined, isOver: () => undefined },
    bindings: () => {
      if (made.ingest === undefined) throw new Error('The door is not open yet.')
      return made.ingest.bindings
    },
    bays: () => BAYS,
    timer: time.timer,
    steady: time.steady,
  })
  const ingest = await createIngest({
    sessions,
    store: { sessions: store, records },
    clock: time.clock,
    log: silentLog,
    identify,
  })
  made.ingest = ingest
  await sessions.adoptDevices()
  const { door } = ingest
  const listen = { host: '127.0.0.1', port: 0 }
  const hl7 = await startHl7Source({ door, clock: time.clock, log: silentLog, listen, zone: 'UTC' })
  closings.push(
    () => hl7.close(),
    () => sessions.close(),
  )
  return { sessions, ingest, hl7, time }
}

type Started = Awaited<ReturnType<typeof start>>

const stamp = (minutes: number): string => new Date(at(minutes)).toISOString().replaceAll(/[-:TZ]|\.\d+/g, '') + '+0000'

const CUFF_AT_MINUTE_2 = `OBX|2|NM|150301^MDC_PRESS_CUFF_SYS^MDC|1.1.9|131|266016^MDC_DIM_MMHG^MDC|||||R|||${stamp(2)}|||^APERIODIC`

/** A monitor's message. */
const message = (id: number, minutes: number, spo2: number, more: readonly string[] = []): string =>
  [
    `MSH|^~\\&|MON^00A0^EUI-64||||${stamp(minutes)}||ORU^R01^ORU_R01|${id}|P|2.6|||AL|NE`,
    `PID|||4711^^^H`,
    `OBR|1|||182777000^monitoring^SCT|||${stamp(minutes)}`,
    `OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.3.1|${spo2}|262688^MDC_DIM_PERCENT^MDC|||||R|||${stamp(minutes)}`,
    ...more,
  ].join('\r')

const send = async ({ hl7 }: Started, ...messages: readonly string[]): Promise<readonly string[]> => {
  const sender = await openSender(hl7.port)
  for (const one of messages) sender.send(framed(one))
  const answers = await sender.answers(messages.length)
  sender.socket.end()
  await sender.closed()
  return answers
}

const inBay1 = ({ sessions }: Started) => {
  const id = sessions.inBay(bayId('bay-1'))
  const view = id === null ? null : sessions.view(id)
  if (id === null || view === null) throw new Error('Nobody is in bay 1.')
  return { id, view }
}

const assign = async ({ ingest }: Started): Promise<void> => {
  const [device] = ingest.devices.list()
  if (device === undefined) throw new Error('No device has spoken.')
  expect(await ingest.devices.change(device.id, { bay: bayId('bay-1') }, nurse)).toMatchObject({ ok: true })
}

const readingsOf = async (kept: Kept, started: Started): Promise<readonly Reading[]> =>
  (await kept.store.readReadings(inBay1(started).id, {})).flatMap((batch) => batch.readings)

test('from a monitor’s bytes to the session’s view', async () => {
  const kept = createKept()
  const started = await start(kept)
  accepted(await started.sessions.create(newSession('bay-1'), nurse))
  expect(await send(started, message(1, 0, 97))).toEqual(['CA 1'])
  expect(inBay1(started).view.vitals).toEqual({})
  await assign(started)
  expect(inBay1(started).view.devices).toMatchObject([{ name: 'MON', state: 'connected' }])
  await started.time.pass(5 * 60_000)
  expect(await send(started, message(2, 5, 93, [CUFF_AT_MINUTE_2]))).toEqual(['CA 2'])
  expect(inBay1(started).view.vitals).toMatchObject({
    spo2: { value: 93, quality: 'good', source: 'device', time: new Date(at(5)).toISOString() },
    sbp: { value: 131, time: new Date(at(2)).toISOString() },
  })
})

test('what was stored and not answered is stored once, whatever the restart', async () => {
  const kept = createKept()
  const first = await start(kept)
  accepted(await first.sessions.create(newSession('bay-1'), nurse))
  await send(first, message(1, 0, 97))
  await assign(first)
  await first.time.pass(5 * 60_000)
  await send(first, message(2, 5, 93, [CUFF_AT_MINUTE_2]))
  const before = await readingsOf(kept, first)

  // Killed: nothing is closed, the answer was lost, and the monitor sends its last message again.
  const second = await start(kept, 5.1)
  expect(await send(second, message(2, 5, 93, [CUFF_AT_MINUTE_2]))).toEqual(['CA 2'])
  expect(await readingsOf(kept, second)).toEqual(before)
  expect(await send(second, message(3, 5.1, 92, [CUFF_AT_MINUTE_2]))).toEqual(['CA 3'])
  const added = (await readingsOf(kept, second)).slice(before.length)
  expect(added).toMatchObject([{ metric: 'spo2', value: 92 }])
  expect(inBay1(second).view.devices).toMatchObject([{ name: 'MON' }])
})

test('a device that moves takes its readings to the other session and leaves none behind', async () => {
  const kept = createKept()
  const started = await start(kept)
  accepted(await started.sessions.create(newSession('bay-1'), nurse))
  await send(started, message(1, 0, 97))
  await assign(started)
  const other = accepted(
    await started.sessions.create(
      newSession('bay-2', { patient: { displayName: 'B B', initials: 'BB', recordNumber: 'R-2', weightKg: 70 } }),
      nurse,
    ),
  )
  const [device] = started.ingest.devices.list()
  if (device === undefined) throw new Error('No device has spoken.')
  accepted(
    await started.sessions.order({
      sessionId: other.id,
      staff: nurse,
      command: { type: 'attachDevice', device: device.id },
      idempotencyKey: 'move',
    }),
  )
  expect(started.ingest.bindings.bayOf(device.id)).toBe('bay-2')
  await started.time.pass(60_000)
  await send(started, message(2, 1, 95))
  expect(await readingsOf(kept, started)).toEqual([])
  expect(started.sessions.view(other.id)?.vitals).toMatchObject({ spo2: { value: 95 } })
  expect(inBay1(started).view.devices).toEqual([])
})

test('a pressure that the monitor repeats from before it was assigned may be another patient’s: it is not given', async () => {
  const kept = createKept()
  const started = await start(kept, 3)
  accepted(await started.sessions.create(newSession('bay-1'), nurse))
  await send(started, message(1, 3, 97, [CUFF_AT_MINUTE_2]))
  await assign(started)
  await started.time.pass(60_000)
  await send(started, message(2, 4, 96, [CUFF_AT_MINUTE_2]))
  expect((await readingsOf(kept, started)).map(({ metric }) => metric)).toEqual(['spo2'])
})
