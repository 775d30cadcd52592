import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import { launchBrowser } from '../support/browser.ts'
import { BEDSIDE, expectAccessible, openPage, picture, signIn } from '../support/staff-page.ts'
import { VigilFolder, type Access } from '../support/vigil-process.ts'

const SLOW = { timeout: 30_000 }

interface Visit {
  readonly id: string
  readonly phase: string
  readonly limits: readonly { readonly metric: string; readonly value: number; readonly changedBy?: string }[]
}

let browser: Browser
let folder: VigilFolder
let demo: Access
let page: Page
let faults: string[]
let id = ''

const dialog = () => page.getByRole('dialog')
const preview = () => dialog().getByRole('status')

const visits = () =>
  page.evaluate(async (): Promise<readonly Visit[]> => {
    const answer = await fetch('/api/v1/sessions?state=active')
    return ((await answer.json()) as { sessions: Visit[] }).sessions
  })

const spo2Limits = async () => {
  const visit = (await visits()).find((it) => it.id === id)
  return (visit?.limits ?? [])
    .filter(({ metric }) => metric === 'spo2')
    .map(({ value, changedBy }) => [value, changedBy])
}

/** By the menu, which has it whether or not an alarm has taken the line. */
const openLimits = async () => {
  await page.getByRole('banner').getByRole('button', { name: 'nurse' }).click()
  await page.getByRole('menuitem', { name: 'Alarm limits …' }).click()
  await dialog()
    .getByRole('button', { name: 'SpO₂' })
    .or(dialog().getByRole('button', { name: 'SpO2' }))
    .first()
    .click()
}

const gaveAlarms = async (): Promise<number> => {
  await expect.poll(() => preview().textContent(), SLOW).toMatch(/would have given \d+ alarm/)
  return Number(/given (\d+)/.exec((await preview().textContent()) ?? '')?.[1])
}

beforeAll(async () => {
  await ensureClientBuilt()
  browser = await launchBrowser()
  folder = new VigilFolder()
  demo = (await folder.start(['demo'])).access
  const opened = await openPage(browser, BEDSIDE)
  page = opened.page
  faults = opened.faults
  await page.goto(demo.url)
  await signIn(page, demo, 'nurse')
  await page.getByRole('heading', { name: 'Due next' }).waitFor(SLOW)
  id = (await visits()).find(({ phase }) => phase === 'infusing')?.id ?? ''
  await page.goto(`${demo.url}/sessions/${id}`)
  await page.getByRole('region', { name: 'Timeline' }).waitFor(SLOW)
})

afterAll(async () => {
  await browser.close()
  folder.remove()
})

describe('limits at the bedside', () => {
  it('show at once how many alarms they would have given, under fingers of any size', async () => {
    await openLimits()
    await gaveAlarms()
    await picture(page, 'bedside-limits')
    await expectAccessible(page)
    for (const target of await dialog().getByRole('button').all()) {
      const box = await target.boundingBox()
      expect(Math.min(box?.height ?? 64, 64)).toBeGreaterThanOrEqual(
        (await target.getAttribute('aria-label')) === 'Close' ? 44 : 60,
      )
    }
    // At 100 % the limit is above every value of a patient who breathes room air: its alarm holds all the time.
    const asked = page.waitForResponse(
      (response) =>
        response.url().endsWith('/what-if') && /"threshold":100\b/.test(response.request().postData() ?? ''),
    )
    for (let tap = 0; tap < 10; tap += 1)
      await dialog()
        .getByRole('button', { name: /^Raise: SpO2 below .*medium/ })
        .click()
    const { wouldBe } = (await (await asked).json()) as { wouldBe: { alarms: number } }
    expect(wouldBe.alarms).toBeGreaterThan(0)
    await expect.poll(gaveAlarms, SLOW).toBe(wouldBe.alarms)
    expect(await dialog().locator('[data-part="limit-line"]').count()).toBe(3)
    await dialog().getByRole('button', { name: 'Close' }).click()
    expect((await spo2Limits()).every(([, by]) => by === undefined)).toBe(true)
  })

  it('wider than the protocol are set with a reason, and are in force with a name', async () => {
    await openLimits()
    await gaveAlarms()
    for (let tap = 0; tap < 2; tap += 1)
      await dialog()
        .getByRole('button', { name: /^Lower: SpO2 below .*medium/ })
        .click()
    await gaveAlarms()
    await dialog().getByRole('button', { name: 'Set limits' }).click()
    await dialog().getByRole('heading', { name: 'Wider than the protocol: why?' }).waitFor()
    await picture(page, 'bedside-limits-wider')
    await expectAccessible(page)
    await dialog().getByRole('button', { name: 'Usual for this patient' }).click()
    await dialog().waitFor({ state: 'hidden', ...SLOW })
    await expect.poll(spo2Limits, SLOW).toContainEqual([88, expect.stringMatching(/\S/)])
    await page.getByRole('region', { name: 'Timeline' }).getByText('Usual for this patient').first().waitFor(SLOW)
  })

  it('go back to the protocol with one tap', async () => {
    await openLimits()
    await dialog().getByRole('button', { name: 'Back to the protocol' }).click()
    await dialog().waitFor({ state: 'hidden', ...SLOW })
    await expect.poll(spo2Limits, SLOW).toContainEqual([90, undefined])
    expect(faults).toEqual([])
  })
})
