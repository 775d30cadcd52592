import path from 'node:path'
import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import { launchBrowser } from '../support/browser.ts'
import { startCutProxy, type CutProxy } from '../support/cut-proxy.ts'
import { startFedClinic, type FedBay, type FedClinic } from '../support/fed-clinic.ts'
import { listenToBursts, soundingNow } from '../support/heard-bursts.ts'

const PICTURES = path.resolve(import.meta.dirname, '..', '..', 'test-results', 'scenarios')
const SOON = { timeout: 30_000, interval: 100 }

let browser: Browser
let clinic: FedClinic
let cable: CutProxy
/** A wall that hangs by its own link, and a nurse at a screen of her own. */
let wallContext: BrowserContext
let staffContext: BrowserContext
let wall: Page
let staff: Page

const tile = (bay: FedBay) => wall.locator(`article[data-bay="${bay.name}"]`)
const line = (bay: FedBay) => tile(bay).locator('[data-part="alarm"]')
const eventually = <T>(read: () => T) => expect.poll(read, SOON)
const lineText = (bay: FedBay) => () =>
  line(bay)
    .textContent({ timeout: 1_000 })
    .catch(() => '')
const alarms = () => staff.getByRole('region', { name: 'Alarms' })

const openBedside = async (bay: FedBay) => {
  await staff.goto(`${cable.url}/sessions/${bay.sessionId}`)
  await staff.getByRole('heading', { name: bay.name }).waitFor()
  // Any key arms the sound.
  await staff.keyboard.press('Shift')
}

const openWall = async () => {
  wall = await wallContext.newPage()
  await wall.goto(`${cable.url}/wall#token=${clinic.displayToken}`)
  await wall.locator('[data-link="live"]').waitFor()
  await wall.keyboard.press('Shift')
  await wall.getByText('Sound armed').waitFor()
}

/** Leaves nothing that sounds for the next one. */
const calm = async (bay: FedBay) => {
  bay.say({ spo2: 97, hr: 72 })
  await bay.pressure(124, 78)
  await openBedside(bay)
  const button = alarms().getByRole('button', { name: 'Acknowledge' })
  await eventually(async () => {
    if ((await button.count()) > 0)
      await button
        .first()
        .click({ timeout: 2_000 })
        .catch(() => undefined)
    return (await bay.view()).alarms.length
  }).toBe(0)
  await eventually(() => soundingNow(wall)).toEqual([])
}

beforeAll(async () => {
  await ensureClientBuilt()
  mkdirSync(PICTURES, { recursive: true })
  browser = await launchBrowser()
  clinic = await startFedClinic()
  cable = await startCutProxy(clinic.url())
  wallContext = await browser.newContext({ viewport: { width: 1_920, height: 1_080 } })
  staffContext = await browser.newContext({ viewport: { width: 1_180, height: 820 } })
  await listenToBursts(wallContext)
  await listenToBursts(staffContext)
  for (const name of ['Bay 1', 'Bay 2', 'Bay 3', 'Bay 4', 'Bay 5', 'Bay 6']) await clinic.addBay(name)
  await openWall()
  staff = await staffContext.newPage()
  await staff.goto(`${cable.url}/login`)
  await staff.getByLabel('Name').fill(clinic.nurse.name)
  await staff.getByRole('textbox', { name: 'Password' }).fill(clinic.nurse.password)
  await staff.getByRole('button', { name: 'Sign in' }).click()
  await staff.getByRole('button', { name: 'Test tone' }).waitFor()
})
const failed = async (task: { readonly name: string; readonly result?: { readonly state: string } }) => {
  if (task.result?.state !== 'fail') return
  const name = task.name.slice(0, 40).replaceAll(/\W+/g, '-')
  await wall.screenshot({ path: path.join(PICTURES, `${name}-wall.png`) })
  await staff.screenshot({ path: path.join(PICTURES, `${name}-staff.png`) })
}
afterAll(async () => {
  await browser.close()
  await cable.close()
  await clinic.stop()
})

let bay: FedBay
/** Each scenario has a bay of its own, and leaves it calm. */
const inBay = async (name: string) => {
  bay = await clinic.infusing(name)
}
afterEach(async ({ task }) => {
  await failed(task)
  if (wall.isClosed()) return
  await calm(bay)
})

describe('one alarm', () => {
  it('a brief dip under the delay is none', async () => {
    await inBay('Bay 1')
    bay.say({ spo2: 82 })
    await eventually(async () => (await bay.view()).vitals.spo2?.value).toBe(82)
    bay.say({ spo2: 97 })
    const dippedAt = Date.parse((await bay.view()).vitals.spo2?.time ?? '')
    await eventually(async () => Date.parse((await bay.view()).vitals.spo2?.time ?? '') - dippedAt).toBeGreaterThan(
      7_000,
    )
    expect(await bay.eventTypes()).not.toContain('alarmRaised')
    expect(await line(bay).count()).toBe(0)
    expect(await soundingNow(wall)).toEqual([])
  })

  it('a desaturation shows value, limit, mark and word, sounds on every screen, is acknowledged by one tap, and hidden by no probe', async () => {
    await openBedside(bay)
    bay.say({ spo2: 82 })
    await eventually(lineText(bay)).toMatch(/^\*\*\*SpO2 82 < 85HIGH/)
    expect(await line(bay).getAttribute('data-priority')).toBe('high')
    await eventually(() => soundingNow(wall)).toEqual(['high'])
    await eventually(() => soundingNow(staff)).toEqual(['high'])
    await alarms().getByRole('button', { name: 'Acknowledge' }).click()
    await alarms().getByText('ACKNOWLEDGED by nora').waitFor()
    await eventually(() => line(bay).getAttribute('data-acknowledged')).toBe('true')
    expect(await line(bay).getByRole('img', { name: 'ACKNOWLEDGED by' }).count()).toBe(1)
    // A display gets no names.
    expect(await line(bay).textContent()).toContain('N.')
    await eventually(async () => [...(await soundingNow(wall)), ...(await soundingNow(staff))]).toEqual([])

    // A probe that comes off meanwhile hides nothing of it.
    bay.say({ spo2: 'off' })
    const beside = tile(bay).locator('[data-part="beside"]')
    await eventually(() => beside.textContent({ timeout: 1_000 }).catch(() => '')).toContain('SpO2 probe off')
    expect(await line(bay).textContent()).toContain('SpO2 82 < 85')
    expect((await bay.view()).alarms.map(({ channel }) => channel)).toEqual(['spo2.low', 'spo2.sensorOff'])
    await eventually(() => soundingNow(wall)).toEqual(['medium'])
  })
})

describe('a blood pressure', () => {
  it('sounds at once, and a normal repeat is told apart and ends with one acknowledge', async () => {
    await inBay('Bay 2')
    await openBedside(bay)
    await bay.pressure(184, 86)
    await eventually(lineText(bay)).toMatch(/184 > 179/)
    await eventually(() => soundingNow(wall)).toEqual(['high'])
    await alarms().getByRole('button', { name: 'Measure again' }).waitFor()
    await bay.pressure(142, 82)
    await eventually(lineText(bay)).toMatch(/was 184, repeat 142/)
    await alarms().getByRole('button', { name: 'Acknowledge' }).click()
    await eventually(async () => (await bay.view()).alarms).toEqual([])
    await eventually(() => soundingNow(wall)).toEqual([])
    expect(await bay.eventTypes()).not.toContain('alarmCleared')
  })
})

describe('more than one', () => {
  it('two alarms at once take turns with a count, highest first, and only the highest sounds', async () => {
    await inBay('Bay 3')
    bay.say({ spo2: 82, hr: 130 })
    await eventually(async () => (await bay.view()).alarms.map(({ channel }) => channel)).toEqual([
      'spo2.low',
      'hr.high',
    ])
    await eventually(lineText(bay)).toMatch(/SpO2 82 < 85.*1\/2/)
    await eventually(lineText(bay)).toMatch(/HR 130 > 120.*2\/2/)
    expect(await soundingNow(wall)).toEqual(['high'])
  })

  it('an acknowledged alarm that gets worse is open again, and sounds', async () => {
    await inBay('Bay 4')
    await openBedside(bay)
    await bay.pressure(170, 84)
    await eventually(() => soundingNow(wall)).toEqual(['medium'])
    await alarms().getByRole('button', { name: 'Acknowledge' }).click()
    await eventually(() => soundingNow(wall)).toEqual([])
    await bay.pressure(186, 84)
    await eventually(lineText(bay)).toMatch(/^\*\*\*.*186 > 179HIGH/)
    await eventually(() => line(bay).getAttribute('data-acknowledged')).toBe('false')
    await eventually(() => soundingNow(wall)).toEqual(['high'])
  })

  it('a pause counts down, is silent, and a new alarm breaks it at once', async () => {
    await inBay('Bay 5')
    await openBedside(bay)
    await bay.pressure(170, 84)
    await eventually(() => soundingNow(wall)).toEqual(['medium'])
    await alarms().getByRole('button', { name: 'Audio pause 2 min' }).click()
    await alarms()
      .getByText(/AUDIO PAUSED [12]:\d\d/)
      .waitFor()
    const bell = line(bay).getByRole('img', { name: /^AUDIO PAUSED, [12]:\d\d left$/ })
    await bell.waitFor()
    const dashes = await bell.locator('svg').evaluate((svg) => getComputedStyle(svg).strokeDasharray)
    expect(dashes).not.toBe('none')
    await eventually(async () => [...(await soundingNow(wall)), ...(await soundingNow(staff))]).toEqual([])
    await bay.pressure(170, 104)
    await eventually(() => soundingNow(wall)).toEqual(['medium'])
    await bell.waitFor({ state: 'detached' })
    expect((await bay.view()).audioPausedUntil).toBeUndefined()
  })
})

describe('every hop', () => {
  beforeAll(() => inBay('Bay 6'))

  it('a link that is cut is an alarm of the screen’s own, and what came meanwhile is there when it is back', async () => {
    await openBedside(bay)
    cable.cut()
    const cutAt = Date.now()
    await wall.locator('[data-link="stale"]').waitFor()
    await wall.getByRole('alertdialog', { name: 'Link lost' }).waitFor()
    expect(Date.now() - cutAt).toBeLessThan(5_500)
    await eventually(() => soundingNow(wall)).toEqual(['medium'])
    await staff.getByText('NO LINK TO THE SERVER').waitFor()
    await eventually(() => soundingNow(staff)).toEqual(['medium'])
    bay.say({ spo2: 81 })
    await eventually(async () => (await bay.view()).alarms.length).toBe(1)
    cable.mend()
    await wall.getByRole('alertdialog').waitFor({ state: 'detached' })
    await eventually(lineText(bay)).toMatch(/SpO2 81 < 85/)
    await eventually(() => soundingNow(wall)).toEqual(['high'])
  })

  it('a server that is killed is missed by every screen, and comes back with the alarm as it was', async () => {
    await openBedside(bay)
    bay.say({ spo2: 81 })
    await alarms().getByRole('button', { name: 'Acknowledge' }).click()
    await eventually(() => line(bay).getAttribute('data-acknowledged')).toBe('true')
    const before = (await bay.view()).alarms[0]
    await clinic.kill()
    await wall.getByRole('alertdialog', { name: 'Link lost' }).waitFor()
    await eventually(() => soundingNow(wall)).toEqual(['medium'])
    await clinic.restart()
    cable.leadTo(clinic.url())
    await wall.getByRole('alertdialog').waitFor({ state: 'detached' })
    await eventually(lineText(bay)).toMatch(/SpO2 81 < 85/)
    expect(await line(bay).getAttribute('data-acknowledged')).toBe('true')
    expect((await bay.view()).alarms.find(({ id }) => id === before?.id)).toMatchObject({
      acknowledged: true,
      acknowledgedBy: 'nora',
      since: before?.since,
    })
  })

  it('a tab that was asleep says so on waking, asks anew, and shows what it missed', async () => {
    const session = await wallContext.newCDPSession(wall)
    // Nothing of the page runs until it is let go on: neither its timers nor what its socket hears.
    await session.send('Debugger.enable')
    const stands = new Promise((resolve) => session.once('Debugger.paused', resolve))
    await session.send('Debugger.pause')
    await stands
    await bay.pressure(184, 86)
    await eventually(async () => (await bay.view()).alarms.length).toBe(1)
    const sleptFrom = Date.now()
    await eventually(() => Date.now() - sleptFrom).toBeGreaterThan(4_000)
    await session.send('Debugger.resume')
    await wall.getByText(/slept \d+ s/).waitFor()
    await eventually(lineText(bay)).toMatch(/184 > 179/)
    await wall.getByText(/slept/).waitFor({ state: 'detached' })
    await session.detach()
  })

  it('staff are told which bays no display watches, and of an alarm that none has shown', async () => {
    await wall.close()
    await staff.getByRole('link', { name: 'To all bays' }).click()
    await staff.getByRole('link', { name: 'Review' }).click()
    const site = staff.getByRole('list', { name: 'Technical alarms of the site' })
    await site.getByText(/No display is watching .*Bay 6/).waitFor()
    await bay.pressure(184, 86)
    await site.getByText('No display has shown the newest alarm of Bay 6').waitFor()
    await staff.getByRole('link', { name: 'Bays' }).click()
    await staff
      .getByRole('region', { name: /^Bay 6/ })
      .getByText(/184 > 179/)
      .waitFor()
    await site.getByText('No display has shown').waitFor({ state: 'detached' })
    await site.getByText('No display is watching').waitFor({ state: 'detached' })
  })
})
