import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import { launchBrowser } from '../support/browser.ts'
import { DESK, expectAccessible, openPage, picture, signIn } from '../support/staff-page.ts'
import { VigilFolder, type Access } from '../support/vigil-process.ts'

let browser: Browser
let folder: VigilFolder
let demo: Access
let page: Page
let faults: string[]

const field = (name: string) => page.getByRole('textbox', { name, exact: true })
const button = (name: string | RegExp) => page.getByRole('button', { name })
const difference = () => page.getByRole('region', { name: 'Difference' })

beforeAll(async () => {
  await ensureClientBuilt()
  browser = await launchBrowser()
  folder = new VigilFolder()
  demo = (await folder.start(['demo', '--bays', '2'])).access
  const opened = await openPage(browser, DESK)
  page = opened.page
  faults = opened.faults
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picture(page, 'protocols-failed')
})

afterAll(async () => {
  await browser.close()
  folder.remove()
})

describe('the protocols at the desk', () => {
  it('are listed, each not approved yet, and opened with every figure and its source', async () => {
    await page.goto(`${demo.url}/protocols`)
    await signIn(page, demo, 'clinician')
    await page.getByRole('link', { name: 'IV depression, titrated' }).waitFor()
    expect(await page.getByText('Not approved yet').count()).toBe(5)
    await expectAccessible(page)
    await picture(page, 'protocols-list')
    await page.getByRole('link', { name: 'IV depression, titrated' }).click()
    const figures = page.getByRole('region', { name: 'Figures and sources' })
    await figures.getByText('0.5 to 1 mg/kg over 40 to 60 min').waitFor()
    await figures.getByText('first 10 min at 50 % of the full rate').waitFor()
    await figures.getByText(/ISO 80601-2-61/).waitFor()
    await expectAccessible(page)
    await picture(page, 'protocol')
  })

  it('tell while they are written what cannot stand, and which source no longer fits', async () => {
    await page.getByRole('link', { name: 'Edit as a new version' }).click()
    await field('By weight').fill('0.9')
    await page.getByText('not below the usual 1 mg/kg').waitFor()
    await field('Why').fill('Our rooms')
    await expect.poll(() => button('Save as version 2').isDisabled()).toBe(true)
    await picture(page, 'protocol-editor')
    await field('By weight').fill('1')
    await field('Recovery minimum').fill('75')
    await page.getByText('does this source still stand for them?').waitFor()
    await expectAccessible(page)
    await field('Source: Recovery minimum').fill('Our rooms, 2026')
    await page.getByText('does this source still stand for them?').waitFor({ state: 'detached' })
    await button('Own limits while recovering').click()
    await page.getByText('these hold in place of those above').waitFor()
    await button('No own limits while recovering').click()
    await button('Save as version 2').click()
  })

  it('show the change as a difference and are approved by name', async () => {
    await difference().getByText('75 min from the end of the infusion').waitFor()
    await difference().getByText('Our rooms, 2026').waitFor()
    await button('Approve version 2').click()
    const dialog = page.getByRole('dialog', { name: 'Approve IV depression, titrated, version 2' })
    await dialog.getByText(/for the patients of this clinic/).waitFor()
    await expectAccessible(page)
    await picture(page, 'protocol-approve')
    await dialog.getByRole('button', { name: /^Approve version 2 as/ }).press('Enter')
    await page
      .getByText(/^Approved by/)
      .first()
      .waitFor()
    await expect.poll(() => button('Approve version 2').count()).toBe(0)
  })

  it('go out as a file and come back, refused with each place that does not fit', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export' }).click(),
    ])
    const file = path.join(folder.folder, download.suggestedFilename())
    await download.saveAs(file)
    expect(path.basename(file)).toBe('iv-depression-titrated-v2.json')
    const content = JSON.parse(readFileSync(file, 'utf8')) as { protocol: object }
    const bad = path.join(folder.folder, 'bad.json')
    writeFileSync(bad, JSON.stringify({ ...content, protocol: { ...content.protocol, longestStayMin: 0 } }))
    await page.getByRole('link', { name: 'All protocols' }).click()
    await page.locator('input[type=file]').setInputFiles(bad)
    await page.getByText('protocol.longestStayMin: more than 0 is accepted').waitFor()
    await expectAccessible(page)
    const own = path.join(folder.folder, 'own.json')
    writeFileSync(own, JSON.stringify({ ...content, protocol: { ...content.protocol, id: 'ours', name: 'Ours' } }))
    await page.locator('input[type=file]').setInputFiles(own)
    await page.getByRole('heading', { name: 'Ours version 1' }).waitFor()
  })

  it('are read by a nurse, who changes nothing', async () => {
    await page.context().clearCookies()
    await page.goto(`${demo.url}/protocols/im`)
    await signIn(page, demo, 'nurse')
    await page.getByRole('heading', { name: 'IM version 1' }).waitFor()
    for (const name of [/Edit/, 'Copy']) expect(await page.getByRole('link', { name }).count()).toBe(0)
    for (const name of [/Approve/, 'Retire']) expect(await button(name).count()).toBe(0)
    expect(faults).toEqual([])
  })
})
