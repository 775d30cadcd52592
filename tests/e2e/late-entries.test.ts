import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import type { WireEvent } from '../../shared/wire/stored-event.ts'
import { signInByApi, type ApiPerson } from '../support/api-person.ts'
import { launchBrowser } from '../support/browser.ts'
import { layLine, type CutLine } from '../support/cut-line.ts'
import { BEDSIDE, expectAccessible, openPage, picture, signIn } from '../support/staff-page.ts'
import { VigilFolder, type Access } from '../support/vigil-process.ts'

const SLOW = { timeout: 30_000 }
const MS_PER_MINUTE = 60_000

let browser: Browser
let folder: VigilFolder
let demo: Access
let line: CutLine
let page: Page
let nurse: ApiPerson
let recovering: string

const entry = (name: string) => page.getByRole('navigation', { name: 'Record and act' }).getByRole('button', { name })
const dialog = () => page.getByRole('dialog')
const timeline = () => page.getByRole('region', { name: 'Timeline' })
const row = (state: 'saved' | 'waiting', text: string | RegExp) =>
  timeline().locator(`li[data-state="${state}"]`).filter({ hasText: text }).first()
const eventOf = async (id: string, fits: (event: WireEvent) => boolean): Promise<WireEvent> => {
  const found = (await nurse.events(id)).find(fits)
  if (found === undefined) throw new Error('this event was not written')
  return found
}
const minutesLate = ({ at, occurredAt }: WireEvent): number =>
  (Date.parse(at) - Date.parse(occurredAt ?? at)) / MS_PER_MINUTE
/** How the page itself writes this time of day. */
const clockOf = (at: number) =>
  page.evaluate((ms) => {
    const date = new Date(ms)
    return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':')
  }, at)
const noScrolling = () =>
  expect.poll(() => dialog().evaluate((it) => it.scrollHeight - it.clientHeight)).toBeLessThanOrEqual(1)

beforeAll(async () => {
  await ensureClientBuilt()
  browser = await launchBrowser()
  folder = new VigilFolder()
  demo = (await folder.start(['demo', '--bays', '8', '--speed', '1'])).access
  line = await layLine(demo.url)
  nurse = await signInByApi(demo, 'nurse')
  const { sessions } = await nurse.ask<{ sessions: { id: string; phase: string }[] }>('GET', '/sessions?state=active')
  recovering = sessions.find(({ phase }) => phase === 'recovering')?.id ?? ''
  page = (await openPage(browser, BEDSIDE)).page
  await page.goto(`${line.url}/sessions/${recovering}`)
  await signIn(page, demo, 'nurse')
  await timeline().getByText('Admitted').waitFor(SLOW)
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await picture(page, 'late-entries-failed')
})

afterAll(async () => {
  await browser.close()
  await line.close()
  folder.remove()
})

describe('what is written down later than it happened', () => {
  it('takes one tap more, and stands in the timeline with both times', async () => {
    await entry('Symptom').click()
    await dialog().getByRole('button', { name: '5 min ago' }).click()
    await noScrolling()
    await picture(page, 'late-symptom')
    await expectAccessible(page)
    await dialog().getByRole('button', { name: 'nausea, mild' }).click()
    await row('saved', 'Nausea, mild')
      .getByText(/written at/)
      .waitFor(SLOW)
    const written = await eventOf(
      recovering,
      ({ data, occurredAt }) => data.symptom === 'nausea' && occurredAt !== undefined,
    )
    expect(minutesLate(written)).toBeGreaterThanOrEqual(5)
  })

  it.each([
    ['Intervention', 'oxygen 2 L/min'],
    ['Score', 'Sedation (MOAA/S) 4'],
    ['BP now', 'Record'],
    ['Note', 'Record the note'],
  ])('%s refuses what is still to come, in words, and writes nothing', async (name, action) => {
    await entry(name).click()
    const time = dialog().getByLabel(/Time of day/)
    await time.fill(await clockOf(Date.now() + 20 * MS_PER_MINUTE))
    await dialog()
      .getByRole('alert')
      .getByText(/is still to come: it is/)
      .waitFor()
    await noScrolling()
    await picture(page, `late-${name.toLowerCase().replace(' ', '-')}`)
    expect(await dialog().getByRole('button', { name: action, exact: true }).isDisabled()).toBe(true)
    await dialog().getByRole('button', { name: 'Close' }).click()
  })

  it('refuses what was before the visit', async () => {
    const begun = Date.parse((await nurse.events(recovering))[0]?.at ?? '')
    await entry('Note').click()
    await dialog()
      .getByLabel(/Time of day/)
      .fill(await clockOf(begun - 30 * MS_PER_MINUTE))
    await dialog()
      .getByRole('alert')
      .getByText(/is before .*, when this visit was begun/)
      .waitFor()
    await dialog().getByRole('button', { name: 'Close' }).click()
  })

  it('keeps its moment while the link is down', async () => {
    line.cut()
    await page.locator('[data-link]:not([data-link="live"])').first().waitFor(SLOW)
    await entry('BP now').click()
    await dialog().getByRole('button', { name: '10 min ago' }).click()
    await dialog().getByLabel('Systolic').fill('133')
    await dialog().getByLabel('Diastolic').fill('81')
    await dialog().getByRole('button', { name: 'Record', exact: true }).click()
    await row('waiting', '133/81')
      .getByText(/written at/)
      .waitFor(SLOW)
    line.mend()
    await row('saved', '133/81').waitFor(SLOW)
    const written = await eventOf(
      recovering,
      ({ type, data }) => type === 'vitalsRecorded' && JSON.stringify(data).includes('133'),
    )
    expect(minutesLate(written)).toBeGreaterThanOrEqual(10)
    expect(Date.parse(String(written.data.measuredAt))).toBe(Date.parse(written.occurredAt ?? ''))
  })

  it('discharges with the time of leaving, not before the infusion ended', async () => {
    const doctor = await openPage(browser, BEDSIDE)
    page = doctor.page
    await page.goto(`${line.url}/sessions/${recovering}`)
    await signIn(page, demo, 'clinician')
    const { recovery } = await nurse.ask<{ recovery: { endedAt: string } }>('GET', `/sessions/${recovering}`)
    await entry('Discharge').click(SLOW)
    const time = dialog().getByLabel(/Time of day/)
    await time.fill(await clockOf(Date.parse(recovery.endedAt) - 2 * MS_PER_MINUTE))
    await dialog()
      .getByRole('alert')
      .getByText(/when the infusion ended/)
      .waitFor()
    await picture(page, 'late-discharge')
    await noScrolling()
    await expectAccessible(page)
    await dialog().getByRole('button', { name: '2 min ago' }).click()
    await dialog().getByRole('button', { name: 'Partner' }).click()
    await dialog().getByRole('checkbox', { name: 'IV removed' }).click()
    await dialog()
      .getByRole('checkbox', { name: /Told not to drive/ })
      .click()
    await dialog()
      .getByLabel(/your reason/)
      .fill('Seen and fit to go home')
    await dialog().getByRole('button', { name: 'Discharge with this override' }).click()
    await page.getByRole('region', { name: 'Visit' }).getByText('Discharged').first().waitFor(SLOW)
    const left = await eventOf(recovering, ({ type }) => type === 'sessionDischarged')
    expect(minutesLate(left)).toBeGreaterThanOrEqual(2)
    await page.goto(`${line.url}/review/${recovering}`)
    await page
      .getByRole('row', { name: /Discharged/ })
      .getByText(/written/)
      .first()
      .waitFor(SLOW)
  })
})
