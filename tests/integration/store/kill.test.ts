import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../../server/store/sqlite-store.ts'
import { sessionId } from '../../../shared/domain/ids.ts'
import type { SessionStore } from '../../../server/ports/session-store.ts'
import { silentLog } from '../../support/silent-log.ts'
import { dataFolders } from './data-folder.ts'

const WRITER = fileURLToPath(new URL('./append-until-killed.ts', import.meta.url))
/** Milliseconds from the first acknowledgement to the kill: at another point of commits, folds and checkpoints each time. */
const KILL_AFTER_MS = [0, 13, 47, 101, 211, 503]

/** Number of the last reading that was acknowledged, by session. */
type Acknowledged = ReadonlyMap<string, number>

const startWriter = (folder: string) => {
  const file = join(folder, 'acknowledged')
  const writer = spawn(process.execPath, [WRITER, folder, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const begun = once(writer.stdout, 'data')
  const closed = once(writer, 'close')
  const kill = async (): Promise<Acknowledged> => {
    expect(writer.kill('SIGKILL')).toBe(true)
    await closed
    const acknowledged = new Map<string, number>()
    for (const line of (await readFile(file, 'utf8')).split('\n').slice(0, -1)) {
      const [id = '', number = ''] = line.split(' ')
      acknowledged.set(id, Number(number))
    }
    return acknowledged
  }
  return { begun, kill }
}

const expectAll = async (store: SessionStore, acknowledged: Acknowledged): Promise<number> => {
  let readings = 0
  for (const [id, last] of acknowledged) {
    const entries = await store.readEntries(sessionId(id))
    const values = entries.flatMap((entry) =>
      entry.type === 'readingsStored' ? entry.readings.map((one) => (one.kind === 'sample' ? one.value : -1)) : [],
    )
    // Each once, in order, and at least as many as were acknowledged.
    expect(values).toEqual(values.map((_, index) => index))
    expect(values.length).toBeGreaterThan(last)
    readings += values.length
  }
  return readings
}

describe('a server killed at any moment', { timeout: 60_000 }, () => {
  const folders = dataFolders()

  it('loses nothing that it acknowledged, and starts again at once', async () => {
    const folder = await folders.make()
    let readings = 0
    for (const wait of KILL_AFTER_MS) {
      const writer = startWriter(folder)
      await writer.begun
      await pause(wait)
      const acknowledged = await writer.kill()
      const { sessions } = await openSqliteStore({ folder, log: silentLog })
      readings = await expectAll(sessions, acknowledged)
      expect((await sessions.verify()).faults).toEqual([])
      await sessions.close()
    }
    expect(readings).toBeGreaterThan(KILL_AFTER_MS.length)
  }, 120_000)

  it('is told so in a sentence while another one has the folder', async () => {
    const folder = await folders.make()
    const writer = startWriter(folder)
    await writer.begun
    await expect(openSqliteStore({ folder, log: silentLog })).rejects.toThrow(
      /Another Vigil server is using the data folder .*Stop it first/,
    )
    await writer.kill()
    await folders.open(folder)
  })
})
