import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import { signInByApi, type ApiPerson } from '../support/api-person.ts'
import { launchBrowser } from '../support/browser.ts'
import { layLine, type CutLine } from '../support/cut-line.ts'
import { BEDSIDE, expectAccessible, openPage, picture, signIn } from '../support/staff-page.ts'
import { VigilFolder, type Access } from '../support/vigil-process.ts'

/** The visit with hypertension, pause, labetalol and extension that ends in a transfer, at a clinical minute a second. */
const SPEED = 60
const SLOW = { timeout: 40_000 }

let browser: Browser
let folder: VigilFolder
let demo: Access
let line: CutLine
let page: Page
let doctor: ApiPerson
let session: string

const bar = () => page.getByRole('navigation', { name: 'Record and act' })
const entry = (name: string) => bar().getByRole('button', { name })
const visit = () => page.getByRole('region', { name: 'Visit' })
const timeline = () => page.getByRole('region', { name: 'Timeline' })
const rows = (state: 'saved' | 'waiting' | 'refused', text: string | RegExp) =>
  timeline().locator(`li[data-state="${state}"]`).filter({ hasText: text })
const saved = (text: string | RegExp) => rows('saved', text).first().waitFor(SLOW)

/** Taps and keys since the last count, as the page itself saw them. */
const COUNTING = () => {
  const counts = { taps: 0, keys: 0 }
  Object.assign(globalThis, { visitCounts: counts })
  addEventListener('pointerdown', () => (counts.taps += 1), true)
  addEventListener('keydown', () => (counts.keys += 1), true)
}
interface Counts {
  taps: number
  keys: number
}
const counted = async (job: () => Promise<void>): Promise<Counts> => {
  const read = () => page.evaluate(() => ({ ...(globalThis as unknown as { visitCounts: Counts }).visitCounts }))
  const before = await read()
  await job()
  const after = await read()
  return { taps: after.taps - before.taps, keys: after.keys - before.keys }
}

const schedule = async (): Promise<string> => {
  const nurse = await signInByApi(demo, 'nurse')
  const bays = await nurse.ask<{ id: string; name: string; sessionId?: string }[]>('GET', '/bays')
  const bay = bays.find(({ sessionId }) => sessionId === undefined)
  const devices = await nurse.ask<{ id: string; bay?: string }[]>('GET', '/devices')
  const device = devices.find((it) => it.bay === undefined)
  if (bay === undefined || device === undefined) throw new Error('the demo has no free bay or no free monitor')
  const patient = { displayName: 'Petra Test', recordNumber: 'E2E-2', weightKg: 80 }
  const made = await nurse.ask<{ id: string }>('POST', '/sessions', { bay: bay.id, patient, protocol: 'iv-depression' })
  await nurse.ask('PATCH', `/devices/${device.id}`, { bay: bay.id })
  return made.id
}

beforeAll(async () => {
  await ensureClientBuilt()
  browser = await launchBrowser()
  folder = new VigilFolder()
  demo = (await folder.start(['demo', '--bays', '2', '--speed', String(SPEED)])).access
  line = await layLine(demo.url)
  doctor = await signInByApi(demo, 'clinician')
  session = await schedule()
  page = (await openPage(browser, BEDSIDE)).page
  await page.addInitScript(COUNTING)
  await page.goto(`${line.url}/sessions/${session}`)
  await signIn(page, demo, 'nurse')
  await visit().waitFor(SLOW)
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picture(page, 'bedside-jobs-failed')
})

afterAll(async () => {
  await browser.close()
  await line.close()
  folder.remove()
})

describe('the jobs of the bedside', () => {
  it('admits a scheduled patient and starts in 16 taps without typing', async () => {
    const admitting = await counted(async () => {
      await visit().getByRole('button', { name: 'Admit' }).click()
      const checklist = page.getByRole('group', { name: 'Checklist before the start' })
      await checklist.waitFor(SLOW)
      for (const item of await checklist.getByRole('checkbox').all()) await item.click()
      await expect.poll(() => checklist.getByRole('checkbox', { checked: true }).count(), SLOW).toBe(11)
    })
    await expect.poll(() => page.getByRole('region', { name: 'Vital signs' }).textContent(), SLOW).toMatch(/BP\d+\/\d+/)
    const starting = await counted(async () => {
      await visit().getByRole('button', { name: 'Baseline from the monitor' }).click()
      await visit().getByRole('button', { name: 'Start the infusion' }).click(SLOW)
      await page.getByRole('dialog').getByLabel('What this does').getByText('60 mg/h').waitFor(SLOW)
      await picture(page, 'bedside-start')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Start/ })
        .click()
    })
    await saved(/Infusion started/)
    expect(admitting.taps + starting.taps).toBeLessThanOrEqual(16)
    expect(admitting.keys + starting.keys).toBe(0)
  })

  it('names the person, the record and the protocol whole, beside sound buttons of 64 px', async () => {
    const header = page.locator('header').filter({ has: page.getByRole('heading', { level: 1 }) })
    for (const told of ['Petra Test', '80 kg · No. E2E-2', /^IV depression v\d+$/]) {
      const part = header.getByText(told)
      expect(await part.evaluate((it) => it.scrollWidth - it.clientWidth)).toBeLessThanOrEqual(0)
    }
    const sound = await header.getByRole('button', { name: /audio|tone|SOUND/i }).all()
    expect(sound.length).toBeGreaterThan(0)
    for (const button of sound) {
      const box = await button.boundingBox()
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(64)
    }
  })

  it.each([
    ['Symptom', 'nausea, mild', /Nausea, mild/],
    ['Intervention', 'labetalol 10 mg IV', /Labetalol 10 mg IV/],
    ['Score', 'Sedation (MOAA/S) 4', /Sedation \(MOAA\/S\) 4/],
    ['Pause', 'Blood pressure high', /Infusion paused/],
  ])('%s takes two taps, and its sheet needs no scrolling', async (name, choice, said) => {
    const { taps, keys } = await counted(async () => {
      await entry(name).click()
      await picture(page, `bedside-${name.toLowerCase()}`)
      const dialog = page.getByRole('dialog')
      // Notices and alarms above it may have come this very moment: it is measured until it has settled.
      await expect.poll(() => dialog.evaluate((it) => it.scrollHeight - it.clientHeight)).toBeLessThanOrEqual(1)
      await dialog.getByRole('button', { name: choice, exact: true }).click()
    })
    await saved(said)
    expect({ taps, keys }).toEqual({ taps: 2, keys: 0 })
  })

  it('shows hypertension taken by hand and acknowledges it with one tap', async () => {
    await doctor.order(session, { type: 'recordVitals', values: { sbp: 191, dbp: 112 } })
    const alarm = page.getByRole('region', { name: 'Alarms' }).getByRole('button', { name: 'Acknowledge' }).first()
    await alarm.waitFor(SLOW)
    const { taps } = await counted(() => alarm.click())
    await saved('ACKNOWLEDGED')
    expect(taps).toBe(1)
  })

  it('resumes, and tells what another rate does before it is confirmed', async () => {
    await entry('Resume').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Resume', exact: true }).click()
    await saved('Infusion resumed')
    await entry('Rate').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '30 mg/h' }).click()
    await dialog
      .getByLabel('What this does')
      .getByText(/min later/)
      .waitFor(SLOW)
    await picture(page, 'bedside-rate')
    await dialog.getByRole('button', { name: 'Blood pressure high' }).click()
    await saved('Rate 30 mg/h')
  })

  it('keeps entries while the link is down, through a reload, and sends them in order', async () => {
    line.cut()
    await page.locator('[data-link]:not([data-link="live"])').first().waitFor(SLOW)
    await entry('Symptom').click()
    await page.getByRole('button', { name: 'dizziness, mild' }).click()
    await entry('Intervention').click()
    await page.getByRole('button', { name: 'reassurance' }).click()
    await rows('waiting', 'Dizziness, mild').waitFor(SLOW)
    await rows('waiting', 'Reassurance').waitFor()
    await picture(page, 'bedside-offline')
    line.mend()
    await page.reload()
    await saved('Dizziness, mild')
    await saved('Reassurance')
    await expect.poll(() => timeline().getByText('not saved yet').count(), SLOW).toBe(0)
    const events = await doctor.events(session)
    const kept = events.filter(({ data }) => data.symptom === 'dizziness' || data.intervention === 'reassurance')
    expect(kept.map(({ type }) => type)).toEqual(['symptomRecorded', 'interventionRecorded'])
  })

  it('ends the infusion in two taps', async () => {
    const { taps } = await counted(async () => {
      await entry('End').click()
      await page.getByRole('dialog').getByRole('button', { name: 'Blood pressure high' }).click()
    })
    await saved(/Infusion stopped early/)
    expect(taps).toBe(2)
  })

  it('tells in words what somebody else did at the same time, until that is read', async () => {
    await visit().getByText('since the end').waitFor(SLOW)
    line.cut()
    await page.locator('[data-link]:not([data-link="live"])').first().waitFor(SLOW)
    await entry('Longer').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Blood pressure', exact: true }).click()
    await rows('waiting', 'Recovery 15 min longer').waitFor(SLOW)
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await doctor.order(session, { type: 'extendRecovery', minutes: 30, reason: 'Labetalol given' })
    line.mend()
    const refused = rows('refused', 'Recovery 15 min longer')
    await refused.waitFor(SLOW)
    expect(await refused.textContent()).toMatch(/The session has changed .*recoveryExtended/)
    await saved('Recovery 30 min longer')
    await page.reload()
    await refused.waitFor(SLOW)
    await refused.getByRole('button', { name: 'Take it off' }).click()
    await expect.poll(() => refused.count()).toBe(0)
  })

  it('scores Aldrete in six taps with what the monitor knows', async () => {
    const circulation = page.getByRole('dialog').getByRole('group', { name: 'Circulation, BP' })
    const score = counted(async () => {
      await entry('Score').click()
      await page.getByRole('dialog').getByRole('button', { name: 'Modified Aldrete …' }).click()
      await circulation.getByText('from the monitor').waitFor(SLOW)
      for (const name of ['Activity', 'Respiration', 'Consciousness'])
        await page.getByRole('dialog').getByRole('group', { name }).getByRole('button').last().click()
      await picture(page, 'bedside-aldrete')
      await page.getByRole('button', { name: /^Record Modified Aldrete/ }).click()
    })
    expect((await score).taps).toBeLessThanOrEqual(6)
    await saved(/Modified Aldrete \d+ of 10/)
  })

  it('keeps its clocks on a screen whose own clock is an hour ahead', async () => {
    const other = await openPage(browser, BEDSIDE)
    await other.page.addInitScript(() => {
      const now = Date.now.bind(Date)
      Date.now = () => now() + 3_600_000
    })
    await other.page.goto(`${demo.url}/sessions/${session}`)
    await signIn(other.page, demo, 'clinician')
    const clock = (of: Page) => of.getByRole('region', { name: 'Visit' }).locator('p').first().textContent()
    const seconds = async (of: Page) => {
      const [minutes = 0, rest = 0] = (/(\d+):(\d\d)/.exec((await clock(of)) ?? '') ?? []).slice(1).map(Number)
      return minutes * 60 + rest
    }
    await other.page.getByText('since the end').waitFor(SLOW)
    const [one, two] = [await seconds(page), await seconds(other.page)]
    // Two looks, a second of wall time apart at most, are a clinical minute apart.
    expect(Math.abs(one - two)).toBeLessThan(2 * SPEED)
    await other.page.context().close()
  })

  it('transfers with a hand-over to print, and leaves a record that reads right', async () => {
    await entry('Transfer').click()
    await page.getByLabel('To where').fill('Emergency department')
    await page.getByLabel('Why').fill('Hypertension')
    await picture(page, 'bedside-transfer')
    await page.getByRole('button', { name: 'Transfer the patient' }).click()
    await visit().getByText('Transferred').first().waitFor(SLOW)
    await page.goto(`${line.url}/review/${session}/sheets/handover`)
    await page.getByRole('heading', { name: 'Hand-over (SBAR)' }).waitFor(SLOW)
    const sheet = (await page.getByRole('article').textContent()) ?? ''
    for (const said of ['Emergency department', 'Hypertension', 'labetalol 10 mg IV', 'Stopped early', '191/112'])
      expect(sheet).toContain(said)
    await expectAccessible(page)
    await picture(page, 'handover')
    const told = (await doctor.events(session)).map(({ type }) => type).filter((type) => !type.startsWith('alarm'))
    for (const type of ['infusionPaused', 'infusionResumed', 'rateChanged', 'infusionEnded', 'recoveryExtended'])
      expect(told.filter((it) => it === type)).toHaveLength(1)
    expect(told.at(-1)).toBe('sessionTransferred')
  })

  it('has this visit at hand when the next one is prepared', async () => {
    const { bay } = await doctor.ask<{ bay: string }>('GET', `/sessions/${session}`)
    const patient = { displayName: 'Petra Test', recordNumber: 'E2E-2', weightKg: 80 }
    const body = { bay, patient, protocol: 'iv-depression', admit: true }
    const next = await doctor.ask<{ id: string }>('POST', '/sessions', body)
    await page.goto(`${line.url}/sessions/${next.id}`)
    const last = visit().getByRole('button', { name: /Last visit/ })
    await last.waitFor(SLOW)
    expect(await last.textContent()).toMatch(/stopped early.*highest 191\/112 .*labetalol 10 mg IV/)
    await picture(page, 'bedside-last-visit')
    await last.click()
    await page.getByRole('dialog').getByText('What helped').waitFor(SLOW)
    await picture(page, 'bedside-last-visit-sheet')
    await expectAccessible(page)
  })
})
