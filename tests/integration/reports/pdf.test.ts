import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Paper } from '../../../server/ports/reports.ts'
import { signedVisit } from '../../support/told-visit.ts'
import { reportsOf } from '../../support/visit-record.ts'
import { at, beginVisit, clinician, inPhase, nurse, sample, type Visit } from '../../support/visit.ts'

const pdfOf = async (visit: Visit, paper: Paper = 'a4'): Promise<Buffer> => {
  const file = await (await reportsOf(visit, at(80))).pdf(visit.state.id, paper)
  const pieces: Uint8Array[] = []
  for await (const piece of file?.pieces ?? []) if (typeof piece !== 'string') pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Objects of the file stand uncompressed: only what is drawn on a page is packed. */
const sizesOf = (pdf: Buffer): readonly string[] =>
  [...pdf.toString('latin1').matchAll(/\/MediaBox \[([^\]]+)\]/g)].map(([, box = '']) => box)

const folder = mkdtempSync(path.join(tmpdir(), 'vigil-pdf-'))
afterAll(() => rmSync(folder, { recursive: true }))

const pagesOf = (pdf: Buffer): readonly string[] => {
  const file = path.join(folder, 'report.pdf')
  writeFileSync(file, pdf)
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1)
}

describe('a report as PDF', () => {
  let pdf: Buffer
  beforeAll(async () => {
    pdf = await pdfOf(signedVisit())
  })

  test('is a whole file with its typeface in it, on A4 or Letter', async () => {
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.toString('latin1').trimEnd().endsWith('%%EOF')).toBe(true)
    expect(pdf.toString('latin1')).toContain('/FontFile2')
    expect(pdf.toString('latin1')).toContain('/Lang (en)')
    expect(new Set(sizesOf(pdf))).toEqual(new Set(['0 0 595.28 841.89']))
    expect(new Set(sizesOf(await pdfOf(signedVisit(), 'letter')))).toEqual(new Set(['0 0 612 792']))
  })

  test.each(['scheduled', 'preparing', 'infusing', 'paused', 'recovering', 'transferred', 'cancelled'] as const)(
    'can be made of a visit that is %s',
    async (phase) => {
      expect((await pdfOf(inPhase[phase]())).subarray(0, 5).toString()).toBe('%PDF-')
    },
  )

  test('of nobody is none', async () => {
    expect(await (await reportsOf(beginVisit(), at(1))).pdf('s_9' as never, 'a4')).toBeNull()
  })
})

const canRead = spawnSync('pdftotext', ['-v']).error === undefined
if (!canRead)
  process.stderr.write('SKIPPED: what the pages of a PDF say is not read, because pdftotext is not installed.\n')

describe.skipIf(!canRead)('the pages of a report', () => {
  let pages: readonly string[]
  beforeAll(async () => {
    pages = pagesOf(await pdfOf(signedVisit()))
  })

  test('each have patient, session and their number of how many', () => {
    expect(pages.length).toBeGreaterThan(1)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('Ada Example · No. R-1')
      expect(page).toContain('Session s_1')
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`)
      expect(page).toContain('not a certified medical device')
      expect(page).not.toContain('SIMULATED')
    }
  })

  test('show chart, figures with their units, entries, alarms, scores and signature', () => {
    const text = pages.join('\n')
    for (const said of [
      'Infusion 1',
      'Systolic mmHg',
      '40 of 40 mg',
      'BP 131/88',
      'BP 210/88',
      'Ondansetron',
      'PHQ-9',
      'Systolic 210 > 179',
      'Reviewed, complete.',
      'Last hash',
    ])
      expect(text).toContain(said)
  })

  test('of a simulated visit each say so', async () => {
    const visit = beginVisit()
    visit.read([sample('hr', 70, at(1), { origin: 'simulated' })], at(1))
    for (let index = 0; index < 60; index += 1) visit.order({ type: 'addNote', text: `Note ${index}` }, at(2))
    const simulated = pagesOf(await pdfOf(visit))
    expect(simulated.length).toBeGreaterThan(2)
    for (const page of simulated) expect(page).toContain('SIMULATED')
  })

  test('write names of other alphabets, and show what they cannot write as missing', async () => {
    const visit = beginVisit()
    const amend = (displayName: string) =>
      visit.order({ type: 'amend', seq: 1, correction: { patient: { displayName } }, reason: 'name' }, at(1), {
        staff: clinician,
      })
    amend('Łukasz Žižek Παπαδόπουλος Иванов')
    expect(pagesOf(await pdfOf(visit))[0]).toContain('Łukasz Žižek Παπαδόπουλος Иванов')
    amend('Yamada 山田')
    expect(pagesOf(await pdfOf(visit))[0]).toContain('Yamada ??')
  })

  test('break long texts into lines, and lose no word of them', async () => {
    const visit = beginVisit()
    const words = Array.from({ length: 400 }, (_, index) => `word${index}`)
    visit.order({ type: 'addNote', text: `${words.join(' ')} ${'x'.repeat(300)}` }, at(1), { staff: nurse })
    const text = pagesOf(await pdfOf(visit)).join(' ')
    for (const word of words) expect(text).toMatch(new RegExp(`\\b${word}\\b`))
  })
})
