import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSqliteStore } from '../../../server/store/sqlite-store.ts'
import { integritySchema } from '../../../shared/wire/review.ts'
import { newVisit, startApp, type RunningApp } from '../../support/running-app.ts'
import { silentLog } from '../../support/silent-log.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'vigil-integrity-'))
let running: RunningApp
let id: string
let other: string

const admit = async (bay: number): Promise<string> => {
  const made = await running.as.nurse('POST', '/sessions', { body: newVisit(running.bays[bay] ?? ('' as never)) })
  const visit = (made.json as { id: string }).id
  const headers = { 'idempotency-key': 'a' }
  const body = { type: 'addNote', text: 'as it was' }
  await running.as.nurse('POST', `/sessions/${visit}/commands`, { body, headers })
  return visit
}

const integrityOf = async (visit: string) => {
  const answer = await running.as.nurse('GET', `/sessions/${visit}/integrity`)
  return integritySchema.parse(answer.json)
}

beforeAll(async () => {
  running = await startApp({ store: await openSqliteStore({ folder, log: silentLog }) })
  id = await admit(0)
  other = await admit(1)
})
afterAll(async () => {
  await running.stop()
  rmSync(folder, { recursive: true })
})

test('a record that nobody touched is verified, with the hash that its exports carry', async () => {
  const { lastHash, ...integrity } = await integrityOf(id)
  expect(integrity).toMatchObject({ verified: true, faults: [], chunks: 0 })
  expect(integrity.events).toBeGreaterThan(2)
  const bundle = await running.as.clinician('GET', `/sessions/${id}/export.fhir.json`)
  expect(bundle.text).toContain(lastHash)
})

test('a row that somebody changed in the database is found and named, and no other record is accused', async () => {
  const { events } = await integrityOf(id)
  const database = new DatabaseSync(path.join(folder, 'vigil.db'))
  const sql = `UPDATE event SET body = replace(body, 'as it was', 'as it should have been')
    WHERE session = (SELECT key FROM session WHERE id = ?)`
  database.prepare(sql).run(id)
  database.close()
  const integrity = await integrityOf(id)
  expect(integrity.verified).toBe(false)
  expect(integrity.faults).toEqual([
    { where: `event ${events}`, message: 'It was changed: its hash does not fit what it holds.' },
  ])
  expect(await integrityOf(other)).toMatchObject({ verified: true, faults: [] })
})

test('of nobody there is none', async () => {
  expect((await running.as.nurse('GET', '/sessions/s_nobody/integrity')).status).toBe(404)
})
