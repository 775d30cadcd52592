import { expect, test } from 'vitest'
import { bayId, sessionId } from '../../../shared/domain/ids.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { toIso } from '../../../shared/domain/time.ts'
import { note, rowOf } from '../../contract/store-fixtures.ts'
import { afterNoon, createNotingSessions, NOON, openDoor, reading, report, stored } from '../../support/door.ts'

const S = sessionId('s-1')
const FIFTY_MINUTES = 3_000

/** A pressure of noon, repeated with its old time as monitors do until there is a new one. */
const pressure = (receivedAfterS: number) =>
  report(
    [
      reading('sbp', 131, { deviceTime: NOON, isAperiodic: true }),
      reading('dbp', 84, { deviceTime: NOON, isAperiodic: true }),
    ],
    { receivedAt: afterNoon(receivedAfterS) },
  )

test('given a pressure of 50 min ago in a running session, when it is repeated after a restart, then it is not stored again', async () => {
  const noting = createNotingSessions()
  noting.start('bay-1', S)
  const first = await openDoor({ noting })
  await first.devices.register({ kind: 'hl7', identity: 'MON-1', name: 'Monitor 1', bay: bayId('bay-1') })
  await first.door.accept(pressure(1))
  const entry = { type: 'readingsStored', at: afterNoon(1), readings: noting.readings(), devices: [] } as const
  await first.store.append([{ sessionId: S, afterSeq: 0, entries: [note('begun', NOON), entry], row: rowOf(S) }])

  const vitals = { sbp: { time: toIso(NOON), receivedAt: toIso(afterNoon(1)) } }
  noting.sessions.running = () => [{ id: S, vitals } as unknown as SessionView]
  const second = await openDoor({
    noting,
    store: first.store,
    records: first.records,
    start: afterNoon(FIFTY_MINUTES),
  })
  const answer = stored(await second.door.accept(pressure(FIFTY_MINUTES + 1)))
  expect(answer).toMatchObject({ accepted: 0, duplicates: 2 })
})

test('given a server that was down for an hour, when a message is sent again that had no answer, then it is not stored again', async () => {
  const beat = (sentAfterS: number) =>
    report([reading('hr', 72, { deviceTime: NOON })], { receivedAt: afterNoon(sentAfterS) })
  const noting = createNotingSessions()
  noting.start('bay-1', S)
  const first = await openDoor({ noting })
  await first.devices.register({ kind: 'hl7', identity: 'MON-1', name: 'Monitor 1', bay: bayId('bay-1') })
  await first.door.accept(beat(1))
  const entry = { type: 'readingsStored', at: afterNoon(1), readings: noting.readings(), devices: [] } as const
  await first.store.append([{ sessionId: S, afterSeq: 0, entries: [note('begun', NOON), entry], row: rowOf(S) }])

  const vitals = { hr: { time: toIso(NOON), receivedAt: toIso(afterNoon(1)) } }
  noting.sessions.running = () => [{ id: S, vitals } as unknown as SessionView]
  const second = await openDoor({ noting, store: first.store, records: first.records, start: afterNoon(3_600) })
  expect(stored(await second.door.accept(beat(3_601)))).toMatchObject({ accepted: 0, duplicates: 1 })
})
