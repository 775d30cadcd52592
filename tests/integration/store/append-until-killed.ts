import { openSync, writeSync } from 'node:fs'
import { openSqliteStore } from '../../../server/store/sqlite-store.ts'
import { sessionId } from '../../../shared/domain/ids.ts'
import type { SessionId } from '../../../shared/domain/ids.ts'
import { batch, after, note, rowOf, sample } from '../../contract/store-fixtures.ts'
import { silentLog } from '../../support/silent-log.ts'

/**
 * A process that never stops by itself: `node append-until-killed.ts FOLDER ACKNOWLEDGED`. Appends numbered readings to three
 * sessions at once and adds `session number` to the file ACKNOWLEDGED for each that was acknowledged. Ten seconds of the
 * clinical clock pass between two, so that minutes are folded all the time.
 */

const [, , folder = '', acknowledged = ''] = process.argv

const { sessions } = await openSqliteStore({ folder, log: silentLog })
// Once written, a line outlives this process; a pipe that is full would not take it.
const lines = openSync(acknowledged, 'a')
let isBegun = false

const acknowledge = (id: SessionId, number: number): void => {
  writeSync(lines, `${id} ${number}\n`)
  if (!isBegun) process.stdout.write('begun\n')
  isBegun = true
}

const run = async (id: SessionId): Promise<never> => {
  const known = await sessions.readEntries(id)
  let number = known.filter(({ type }) => type === 'readingsStored').length
  let seq = known.length - number
  if (seq === 0) await sessions.append([{ sessionId: id, afterSeq: seq++, entries: [note('begun')], row: rowOf(id) }])
  for (;;) {
    const at = after(number * 10_000)
    const reading = sample({ measuredAt: at, receivedAt: at, value: number })
    const isEventDue = number % 25 === 0
    const entries = isEventDue ? [batch(at, reading), note(`reading ${number}`, at)] : [batch(at, reading)]
    await sessions.append([{ sessionId: id, afterSeq: seq, entries }])
    if (isEventDue) seq++
    acknowledge(id, number)
    number++
  }
}

await Promise.all(['s_1', 's_2', 's_3'].map((id) => run(sessionId(id))))
