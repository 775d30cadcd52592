import { createHash } from 'node:crypto'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { readCsv } from '../../support/csv-reader.ts'
import { signedVisit } from '../../support/told-visit.ts'
import { recordOf, reportsOf } from '../../support/visit-record.ts'
import { at, beginVisit, sample, type Visit } from '../../support/visit.ts'

const archiveOf = async (visit: Visit, recordNumber = 'R-1') => {
  const file = await (await reportsOf(visit, at(80))).archive(recordNumber, 'a4')
  if (file === null) return null
  const pieces: Uint8Array[] = []
  for await (const piece of file.pieces) if (typeof piece !== 'string') pieces.push(piece)
  return { name: file.name, pieces, files: unzipSync(Buffer.concat(pieces)) }
}

interface Manifest {
  readonly simulated: boolean
  readonly visits: readonly {
    readonly folder: string
    readonly lastHash: string
    readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]
  }[]
}

const manifestOf = (files: Readonly<Record<string, Uint8Array>>): Manifest =>
  JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString()) as Manifest

const FOLDER = '2026-03-02-s_1'

describe('the archive of a patient', () => {
  let archive: NonNullable<Awaited<ReturnType<typeof archiveOf>>>
  beforeAll(async () => {
    const made = await archiveOf(signedVisit())
    if (made === null) throw new Error('no archive')
    archive = made
  })
  const textOf = (name: string): string => Buffer.from(archive.files[`${FOLDER}/${name}`] ?? []).toString()

  test('has every visit with its report, tables, bundle and events', () => {
    expect(archive.name).toBe('vigil-R-1-archive.zip')
    expect(Object.keys(archive.files).sort()).toEqual([
      ...['alarms.csv', 'events.csv', 'events.json', 'fhir.json', 'readings.csv', 'report.pdf'].map(
        (name) => `${FOLDER}/${name}`,
      ),
      'README.txt',
      'manifest.json',
    ])
    expect(textOf('report.pdf').startsWith('%PDF-')).toBe(true)
    expect(readCsv(textOf('readings.csv')).length).toBeGreaterThan(6_000)
    expect(JSON.parse(textOf('fhir.json'))).toMatchObject({ resourceType: 'Bundle' })
  })

  test('names each file with its length and hash, and the last hash of the chain', async () => {
    const { written, lastHash } = await recordOf(signedVisit(), at(80))
    const { simulated, visits } = manifestOf(archive.files)
    expect(simulated).toBe(false)
    expect(visits).toMatchObject([{ folder: FOLDER, lastHash, events: written.length, signed: true }])
    expect(visits[0]?.files).toHaveLength(6)
    for (const { name, bytes, sha256 } of visits[0]?.files ?? []) {
      const content = archive.files[`${FOLDER}/${name}`] ?? new Uint8Array()
      expect([name, content.length]).toEqual([name, bytes])
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
    }
    const { events } = JSON.parse(textOf('events.json')) as { events: { seq: number }[] }
    expect(events.map(({ seq }) => seq)).toEqual(written.map(({ seq }) => seq))
    expect(textOf('fhir.json')).toContain(lastHash)
  })

  test('is made piece by piece', () => {
    expect(archive.pieces.length).toBeGreaterThan(20)
    const whole = archive.pieces.reduce((sum, { length }) => sum + length, 0)
    expect(Math.max(...archive.pieces.map(({ length }) => length))).toBeLessThan(whole / 2)
  })

  test('of simulated visits says so', async () => {
    const visit = beginVisit()
    visit.read([sample('hr', 70, at(1), { origin: 'simulated' })], at(1))
    expect(manifestOf((await archiveOf(visit))?.files ?? {}).simulated).toBe(true)
  })

  test('of nobody is none', async () => {
    expect(await archiveOf(beginVisit(), 'R-9')).toBeNull()
  })
})
