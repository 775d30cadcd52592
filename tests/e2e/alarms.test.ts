import { readFileSync } from 'node:fs'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import type { AlarmLogAnswer, LoggedAlarmAnswer } from '../../shared/wire/alarm-log.ts'
import { signInByApi, type ApiPerson } from '../support/api-person.ts'
import { launchBrowser } from '../support/browser.ts'
import { DESK, expectAccessible, openPage, picture, signIn } from '../support/staff-page.ts'
import { VigilFolder } from '../support/vigil-process.ts'

const SLOW = { timeout: 60_000 }
const MS_PER_DAY = 86_400_000

/** The visits of the days before: what runs today adds nothing to them. */
const dayBefore = (days: number): string => {
  const date = new Date(Date.now() - days * MS_PER_DAY)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
const FROM = dayBefore(28)
const TO = dayBefore(1)
const PERIOD = new URLSearchParams({
  from: new Date(`${FROM}T00:00:00`).toISOString(),
  to: new Date(`${TO}T23:59:59.999`).toISOString(),
}).toString()

let browser: Browser
let folder: VigilFolder
let nurse: ApiPerson
let page: Page
let logged: readonly LoggedAlarmAnswer[]

const tab = (name: string) => page.getByRole('tab', { name }).click()
const panel = () => page.getByRole('tabpanel')
const figure = (label: string | RegExp): Locator => panel().locator('div').filter({ hasText: label }).last()

const wholeLog = async (): Promise<readonly LoggedAlarmAnswer[]> => {
  const alarms: LoggedAlarmAnswer[] = []
  let cursor = ''
  do {
    const page: AlarmLogAnswer = await nurse.ask('GET', `/alarms?${PERIOD}${cursor}`)
    alarms.push(...page.alarms)
    cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`
  } while (cursor !== '')
  return alarms
}

const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1_000

beforeAll(async () => {
  await ensureClientBuilt()
  browser = await launchBrowser()
  folder = new VigilFolder()
  const { access } = await folder.start(['demo', '--bays', '2'])
  nurse = await signInByApi(access, 'nurse')
  logged = await wholeLog()
  page = (await openPage(browser, DESK)).page
  await page.goto(access.url)
  await signIn(page, access, 'nurse')
  await page.getByRole('link', { name: 'Alarms' }).click()
  await page.getByLabel('To', { exact: true }).fill(TO)
  await page.keyboard.press('Enter')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Next month' }).waitFor({ state: 'hidden' })
  await page.getByText(`${logged.length} alarms`).waitFor(SLOW)
})

afterAll(async () => {
  await browser.close()
  folder.remove()
})

describe('the log of alarms', () => {
  it('shows each alarm, its transitions, and is filtered', async () => {
    expect(logged.length).toBeGreaterThan(3)
    await picture(page, 'alarms-log')
    await expectAccessible(page)
    const [first] = logged
    await panel().getByRole('button', { expanded: false }).first().click()
    const transitions = panel().getByRole('table').last()
    await expect.poll(() => transitions.getByRole('row').count(), SLOW).toBe(1 + (first?.transitions.length ?? 0))
    await expectAccessible(page)
    const ofPatients = logged.filter(({ kind }) => kind === 'physiological').length
    expect(ofPatients).toBeLessThan(logged.length)
    await page.getByLabel('Kind').selectOption('physiological')
    await page.getByText(ofPatients === 1 ? 'One alarm' : `${ofPatients} alarms`).waitFor(SLOW)
  })

  it('is taken along as CSV, with what was filtered and nothing else', async () => {
    const coming = page.waitForEvent('download', SLOW)
    await page.getByRole('link', { name: 'Export as CSV' }).click()
    const file = readFileSync(await (await coming).path(), 'utf8')
    const [head = '', ...lines] = file.split('\r\n').filter((line) => line !== '')
    const at = head.split(',').indexOf('alarm')
    const ids = new Set(lines.map((line) => line.split(',')[at]))
    expect(ids).toEqual(new Set(logged.filter(({ kind }) => kind === 'physiological').map(({ id }) => id)))
    await page.getByLabel('Kind').selectOption('')
  })
})

describe('the analysis', () => {
  it('says what can be counted from the log by hand', async () => {
    await tab('Analysis')
    await figure('alarms per bay-hour:').getByText(`${logged.length} in`).waitFor(SLOW)
    const waits = logged
      .flatMap(({ acknowledged, raisedAt }) => (acknowledged === null ? [] : secondsBetween(raisedAt, acknowledged.at)))
      .toSorted((one, other) => one - other)
    const middle = waits.length / 2
    const median = ((waits[Math.ceil(middle) - 1] ?? 0) + (waits[Math.floor(middle)] ?? 0)) / 2
    const told = (await figure('to acknowledge, median of').textContent()) ?? ''
    expect(told).toContain(`median of ${waits.length};`)
    expect(Math.abs(Number.parseFloat(told) - median)).toBeLessThanOrEqual(0.05)
    const alone = logged.filter(
      ({ raisedAt, overAt, acknowledged }) =>
        overAt !== null &&
        secondsBetween(raisedAt, overAt) <= 15 &&
        (acknowledged === null || Date.parse(acknowledged.at) > Date.parse(overAt)),
    ).length
    await figure('ended by themselves within 15 s').getByText(`15 s: ${alone}`).waitFor(SLOW)
    const byPriority = page.locator('section').filter({ has: page.getByRole('heading', { name: 'By priority' }) })
    for (const [priority, word] of [
      ['high', 'High'],
      ['medium', 'Medium'],
    ] as const) {
      const count = logged.filter(({ highest }) => highest === priority).length
      const row = byPriority.getByRole('row').filter({ hasText: new RegExp(word, 'i') })
      if (count > 0) expect(await row.getByRole('cell').nth(1).textContent()).toBe(String(count))
    }
    await picture(page, 'alarms-analysis')
    await expectAccessible(page)
  })
})

describe('what if', () => {
  it('runs over the same visits to its result, and is of the alarms that there were', async () => {
    await tab('What if')
    await picture(page, 'alarms-what-if-empty')
    await expectAccessible(page)
    await page.getByLabel('Delay until it is raised, s').fill('60')
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByRole('heading', { name: /alarms in place of/ }).waitFor(SLOW)
    const told = (await page.getByRole('heading', { name: /alarms in place of/ }).textContent()) ?? ''
    const [wouldBe = 0, were = 0] = (/(\d+) alarms in place of (\d+)/.exec(told) ?? []).slice(1).map(Number)
    expect(were).toBe(logged.length)
    // Delaying one alarm never makes more of them.
    expect(wouldBe).toBeLessThanOrEqual(were)
    const spo2 = page.getByRole('row').filter({ hasText: /SpO.?2.? low/ })
    const lows = logged.filter(({ channel }) => channel === 'spo2.low').length
    expect(await spo2.getByRole('cell').nth(1).textContent()).toBe(String(lows))
    await picture(page, 'alarms-what-if')
    await expectAccessible(page)
  })
})
