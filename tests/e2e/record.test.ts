import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import { createMemoryRecords } from '../../server/store/memory-records.ts'
import { createMemoryStore } from '../../server/store/memory-store.ts'
import { launchBrowser } from '../support/browser.ts'
import { PASSWORD, startApp, type RunningApp } from '../support/running-app.ts'
import { DESK, expectAccessible, openPage, picture } from '../support/staff-page.ts'
import { keepVisit, spoiltVisit } from '../support/stored-visit.ts'

const CLIENT = path.resolve(import.meta.dirname, '..', '..', 'dist', 'client')

let browser: Browser
let running: RunningApp
let page: Page
let faults: string[]
let id: string

const card = () => page.locator('section').filter({ has: page.getByRole('heading', { name: /^Suggested artefacts/ }) })
const open = (count: number) => page.getByRole('heading', { name: `Suggested artefacts, ${count} open` })

beforeAll(async () => {
  await ensureClientBuilt()
  browser = await launchBrowser()
  const store = { sessions: createMemoryStore(), records: createMemoryRecords() }
  running = await startApp({ store, clientFolder: CLIENT })
  const [bay] = running.bays
  if (bay === undefined) throw new Error('The server has no bay.')
  id = await keepVisit(
    store.sessions,
    spoiltVisit({ bay, monitor: { scenario: 'hypertensive', isProbeOnCuffedArm: true } }),
  )
  ;({ page, faults } = await openPage(browser, DESK))
  await page.goto(`${running.url}/review/${id}`)
  await page.getByLabel('Name').fill('clinician')
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picture(page, 'record-failed')
})

afterAll(async () => {
  await browser.close()
  await running.stop()
})

describe('suggested artefacts beside the chart', () => {
  let count = 0

  it('are listed by kind with the reason of each', async () => {
    await card()
      .getByText(/went from 9\d % to 71 %/)
      .first()
      .waitFor()
    count = await card().locator('button[data-suggestion]').count()
    await open(count).waitFor()
    for (const name of ['Spike', 'Edge of a probe that was off', 'Cuff on the same arm', 'Impossible pressure'])
      await card().getByRole('heading', { name }).waitFor()
    await expectAccessible(page)
  })

  it('are shown in the chart by whom the keyboard stands on, and looked at closer', async () => {
    const spikes = page.getByRole('region', { name: 'Spike' }).locator('button[data-suggestion]')
    await spikes.first().focus()
    const pointed = page.getByTestId('pointed')
    await pointed.waitFor()
    await page.keyboard.press('Enter')
    await picture(page, 'record-artefact')
    const before = await spikes.first().textContent()
    await page.keyboard.press('ArrowDown')
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    expect(await focused()).not.toBe(before)
  })

  it('are accepted and dismissed one by one, and the next has the focus', async () => {
    const spikes = page.getByRole('region', { name: 'Spike' })
    await spikes
      .getByRole('button', { name: /^Accept: SpO2/ })
      .first()
      .click()
    await open(count - 1).waitFor()
    await page
      .getByRole('region', { name: 'Edge of a probe that was off' })
      .getByRole('button', { name: /^Dismiss/ })
      .first()
      .click()
    await open(count - 2).waitFor()
    await card().getByText('1 dismissed').click()
    await card().getByText('Dismissed by clinician.').waitFor()
  })

  it('of one kind are accepted at once, after a question that names the patient', async () => {
    const cuffs = page.getByRole('region', { name: 'Cuff on the same arm' })
    const left = await cuffs.locator('button[data-suggestion]').count()
    await cuffs.getByRole('button', { name: `Accept all ${left}` }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.textContent()).toContain('Sim Patient')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: `Mark all ${left}` }).click()
    await cuffs.waitFor({ state: 'detached' })
    await picture(page, 'record-artefacts-accepted')
    expect(faults).toEqual([])
  })
})

describe('the visit played again', () => {
  const seek = () => page.getByRole('slider', { name: 'Time of the visit' })
  const at = async () => Number(await seek().inputValue())

  it('opens from the record on a wall of its own, marked REPLAY', async () => {
    await page.getByRole('link', { name: 'Play again' }).click()
    const tile = page.getByRole('article', { name: 'Bay 1' })
    await tile.getByText('REPLAY', { exact: true }).waitFor()
    await page.getByText('SIMULATED', { exact: true }).waitFor()
    expect(await page.getByRole('article').count()).toBe(1)
    // What happens now is heard here, and its sound can be turned off here.
    await page.getByRole('group', { name: 'Sound of this screen: armed' }).waitFor()
    await expectAccessible(page)
  })

  it('plays on by itself, stands still when paused, and goes to an alarm', async () => {
    const begin = await at()
    await expect.poll(at, { timeout: 20_000 }).toBeGreaterThan(begin)
    await page.getByRole('button', { name: 'Pause' }).click()
    const paused = await at()
    await page.getByRole('button', { name: 'Next alarm' }).click()
    await expect.poll(at).toBeGreaterThan(paused)
    await expect.poll(() => page.locator('article[data-bay]').textContent()).toMatch(/[<>]/)
    expect(await page.getByRole('button', { name: 'Play' }).count()).toBe(1)
    await picture(page, 'replay-alarm')
  })

  it('plays sixty times faster, by key', async () => {
    await page.getByLabel('Speed').selectOption('60')
    await page.getByLabel('Speed').blur()
    const before = await at()
    await page.keyboard.press('k')
    await expect.poll(at, { timeout: 20_000 }).toBeGreaterThan(before + 59_000)
    await page.keyboard.press('k')
    await page.getByText('60 ×').first().waitFor()
    await picture(page, 'replay-fast')
    expect(faults).toEqual([])
  })
})
