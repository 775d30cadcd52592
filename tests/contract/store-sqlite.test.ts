import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { silentLog } from '../support/silent-log.ts'
import { responsibilityBookContract } from './responsibility-book.contract.ts'
import { recordStoreContract } from './record-store.contract.ts'
import { sessionStoreContract } from './session-store.contract.ts'

const start = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigil-store-'))
  let open = await openSqliteStore({ folder, log: silentLog })
  const reopen = async () => {
    await open.sessions.close()
    open = await openSqliteStore({ folder, log: silentLog })
    return open.sessions
  }
  const stop = async () => {
    await open.sessions.close()
    await rm(folder, { recursive: true })
  }
  return { store: open.sessions, records: open.records, reopen, stop }
}

sessionStoreContract('SQLite store', start)
recordStoreContract('SQLite records', start)

responsibilityBookContract('responsibilities in SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigil-store-'))
  let open = await openSqliteStore({ folder, log: silentLog })
  return {
    records: open.records,
    reopen: async () => {
      await open.sessions.close()
      open = await openSqliteStore({ folder, log: silentLog })
      return open.records
    },
    stop: async () => {
      await open.sessions.close()
      await rm(folder, { recursive: true })
    },
  }
})
