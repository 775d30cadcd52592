import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import { launchBrowser } from '../support/browser.ts'
import { BEDSIDE, DESK, expectAccessible, openPage, picture, signIn } from '../support/staff-page.ts'
import { VigilFolder, type Access } from '../support/vigil-process.ts'

/** A clinical minute is a second: a visit of two hours is watched in two minutes. */
const SPEED = 60
const SLOW = { timeout: 30_000 }
/** The recovery minimum of 60 min, and as much again for a busy machine. */
const MINIMUM = { timeout: 120_000 }

let browser: Browser
let folder: VigilFolder
let demo: Access
let page: Page
let faults: string[]

const entry = (name: string) => page.getByRole('navigation', { name: 'Record and act' }).getByRole('button', { name })
const alarms = () => page.getByRole('region', { name: 'Alarms' })
const timeline = () => page.getByRole('region', { name: 'Timeline' })
/** A line of the timeline that the server has. */
const saved = (text: string | RegExp) => timeline().locator('li[data-state="saved"]').filter({ hasText: text }).first()
const visit = () => page.getByRole('region', { name: 'Visit' })

/** At the size of the bedside the whole job is on the screen: nothing to scroll to, the next step in sight. */
const expectInOneView = async (next: Locator) => {
  const hidden = () =>
    page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight)
  await expect.poll(hidden).toBeLessThanOrEqual(0)
  const box = await next.boundingBox()
  expect((box?.y ?? Infinity) + (box?.height ?? Infinity)).toBeLessThanOrEqual(BEDSIDE.height)
}

const admit = async () => {
  await page.goto(`${demo.url}/sessions/new`)
  await signIn(page, demo, 'nurse')
  await page.getByRole('heading', { name: 'New visit' }).waitFor(SLOW)
  await page.getByRole('textbox', { name: 'Name' }).fill('Nora Test')
  await page.getByLabel('Record number').fill('E2E-1')
  await page.getByLabel('Weight').fill('80')
  await page.getByRole('combobox', { name: 'Protocol' }).click()
  await page.getByRole('option', { name: /^IV depression v/ }).click()
  await page.getByText('Proposed: 40 mg, 0.50 mg/kg').waitFor()
  await page.getByRole('combobox', { name: 'Bay' }).click()
  await page.getByRole('option', { name: 'Bay 2' }).click()
  await page.getByRole('combobox', { name: 'Monitor' }).click()
  await page.getByRole('option', { name: /Simulated monitor/ }).click()
  await expectAccessible(page)
  await picture(page, 'bedside-new')
  await expectInOneView(page.getByRole('button', { name: 'Admit now' }))
  await page.getByRole('button', { name: 'Admit now' }).click()
  await page.getByRole('heading', { name: 'Bay 2' }).waitFor()
}

const prepare = async () => {
  const checklist = page.getByRole('group', { name: 'Checklist before the start' })
  for (const item of await checklist.getByRole('checkbox').all()) await item.click()
  await expect.poll(() => checklist.getByRole('checkbox', { checked: true }).count(), SLOW).toBe(11)
  // The cuff of the monitor measures every ten minutes: until it has, there is nothing to be a baseline.
  await expect.poll(() => page.getByRole('region', { name: 'Vital signs' }).textContent(), SLOW).toMatch(/BP\d+\/\d+/)
  await picture(page, 'bedside-preparing')
  await expectInOneView(visit().getByRole('button', { name: 'Baseline from the monitor' }))
  await visit().getByRole('button', { name: 'Baseline from the monitor' }).click()
  await saved(/Baseline \d+\/\d+/).waitFor(SLOW)
}

const start = async () => {
  await visit().getByRole('button', { name: 'Start the infusion' }).click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.textContent()).toContain('Bay 2 · Nora Test')
  await dialog.getByRole('button', { name: 'Start 40 mg' }).click()
  await saved('Infusion started: 40 mg in 40 min').waitFor(SLOW)
}

const acknowledgeAll = async () => {
  const button = alarms().getByRole('button', { name: 'Acknowledge' })
  while ((await button.count()) > 0) {
    await button.click({ timeout: 5_000 }).catch(() => undefined)
    await page.waitForTimeout(300)
  }
}

beforeAll(async () => {
  await ensureClientBuilt()
  browser = await launchBrowser()
  folder = new VigilFolder()
  demo = (await folder.start(['demo', '--bays', '2', '--speed', String(SPEED)])).access
  const opened = await openPage(browser, BEDSIDE)
  page = opened.page
  faults = opened.faults
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picture(page, 'visit-failed')
})

afterAll(async () => {
  await browser.close()
  folder.remove()
})

describe('a visit on the screens alone', () => {
  it('goes from admission to the start of the infusion', async () => {
    await admit()
    await prepare()
    await start()
    await picture(page, 'bedside-infusing')
    await expectInOneView(entry('End'))
  })

  it('shows the desaturation and is acknowledged with one tap', async () => {
    await expect.poll(() => alarms().textContent(), SLOW).toMatch(/SpO2 (was )?\d+ < \d+/)
    await picture(page, 'bedside-alarm')
    const taken = alarms().getByRole('button', { name: 'Acknowledge' })
    await taken.click()
    await saved('ACKNOWLEDGED').waitFor(SLOW)
  })

  it('records a symptom, an intervention and a sedation score in two taps each', async () => {
    await entry('Symptom').click()
    await page.getByRole('button', { name: 'nausea, mild' }).click()
    await entry('Intervention').click()
    await page.getByRole('button', { name: 'ondansetron 4 mg IV' }).click()
    await entry('Score').click()
    await page.getByRole('button', { name: 'Sedation (MOAA/S) 4' }).click()
    await saved('Nausea, mild').waitFor(SLOW)
    await saved('Ondansetron 4 mg IV').waitFor(SLOW)
    await saved('Sedation (MOAA/S) 4').waitFor(SLOW)
    await expect.poll(() => timeline().getByText('not saved yet').count(), SLOW).toBe(0)
  })

  it('pauses, resumes and ends the infusion', async () => {
    await entry('Pause').click()
    await page.getByRole('button', { name: 'Patient asked' }).click()
    await saved('Infusion paused').waitFor(SLOW)
    await entry('Resume').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Resume', exact: true }).click()
    await saved('Infusion resumed').waitFor(SLOW)
    await entry('End').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Patient asked' }).click()
    await saved(/Infusion stopped early/).waitFor(SLOW)
  })

  it('keeps the recovery clock and refuses a discharge before its time in words', async () => {
    await visit().getByText('since the end').waitFor(SLOW)
    await picture(page, 'bedside-recovering')
    await entry('Discharge').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/of the recovery minimum left/).waitFor()
    await dialog.getByRole('button', { name: 'Discharge' }).click()
    await dialog.getByRole('alert').waitFor(SLOW)
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect.poll(() => timeline().getByText('refused').count()).toBe(0)
  })

  it('discharges when the minimum is over and the criteria are met', { timeout: 200_000 }, async () => {
    const criteria = page.getByRole('group', { name: 'Criteria for going home' })
    await criteria.getByRole('checkbox', { name: /Modified Aldrete/ }).click()
    for (const name of ['Activity', 'Respiration', 'Circulation, BP', 'Consciousness', 'SpO₂'])
      await page.getByRole('dialog').getByRole('group', { name }).getByRole('button').last().click()
    await page.getByRole('button', { name: 'Record Modified Aldrete 10 of 10' }).click()
    for (const name of [/Oriented/, /Steady gait/, /Nausea settled/]) {
      await criteria.getByRole('checkbox', { name }).click()
      await expect.poll(() => criteria.getByRole('checkbox', { name, checked: true }).count(), SLOW).toBe(1)
    }
    await visit().getByRole('button', { name: 'Discharge' }).waitFor(MINIMUM)
    await acknowledgeAll()
    await visit().getByRole('button', { name: 'Discharge' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Partner' }).click()
    await dialog.getByRole('checkbox', { name: 'IV removed' }).click()
    await dialog.getByRole('checkbox', { name: /Told not to drive/ }).click()
    await picture(page, 'bedside-discharge')
    await dialog.getByRole('button', { name: 'Discharge', exact: true }).click()
    await visit().getByText('Discharged').waitFor(SLOW)
  })

  it('leaves the bay free and the record to be read', async () => {
    await page.setViewportSize(DESK)
    await visit().getByRole('link', { name: 'Open the record' }).click()
    await page.getByRole('heading', { name: 'Infusion 1 of 1' }).waitFor(SLOW)
    const entries = page.getByRole('region', { name: 'Entries' })
    await entries.getByRole('row', { name: /Infusion started: 40 mg in 40 min/ }).waitFor(SLOW)
    await page.goto(demo.url)
    await page.getByRole('region', { name: 'Bay 2, free' }).waitFor(SLOW)
    expect(faults).toEqual([])
  })
})
