import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import { launchBrowser } from '../support/browser.ts'
import { startFedClinic, type FedBay, type FedClinic } from '../support/fed-clinic.ts'
import { listenToBursts, soundingNow } from '../support/heard-bursts.ts'
import { BEDSIDE, DESK, expectAccessible, picture } from '../support/staff-page.ts'

const SOON = { timeout: 45_000, interval: 100 }
const eventually = <T>(read: () => T) => expect.poll(read, SOON)

let browser: Browser
let clinic: FedClinic
let bay: FedBay
/** Two nurses, each at a screen of her own, and the wall. */
let nora: Page
let bea: Page
let wall: Page

const openBoard = async (who: { readonly name: string; readonly password: string }, viewport: typeof BEDSIDE) => {
  const context = await browser.newContext({ viewport })
  await listenToBursts(context)
  const page = await context.newPage()
  await page.goto(`${clinic.url()}/login`)
  await page.getByLabel('Name').fill(who.name)
  await page.getByRole('textbox', { name: 'Password' }).fill(who.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  // Signing in was a click: the sound is armed.
  await page.getByRole('button', { name: 'Test tone' }).waitFor()
  return page
}

const openWall = async () => {
  const context = await browser.newContext({ viewport: { width: 1_920, height: 1_080 } })
  await listenToBursts(context)
  const page = await context.newPage()
  await page.goto(`${clinic.url()}/wall#token=${clinic.displayToken}`)
  await page.locator('[data-link="live"]').waitFor()
  await page.keyboard.press('Shift')
  await page.getByText('Sound armed').waitFor()
  return page
}

const tile = (page: Page) => page.getByRole('region', { name: /^Bay 1, / })
const answering = (page: Page) => page.getByRole('region', { name: 'Who answers for which bays' })

const hasCalmed = async () => {
  bay.say({ spo2: 97 })
  const { alarms } = await bay.view()
  const open = tile(nora).getByRole('button', { name: /^Acknowledge/ })
  if (alarms.length > 0 && (await open.count()) > 0) await open.click({ timeout: 2_000 }).catch(() => undefined)
  return alarms.length
}

beforeAll(async () => {
  await ensureClientBuilt()
  browser = await launchBrowser()
  clinic = await startFedClinic()
  await clinic.addBay('Bay 1')
  await clinic.addBay('Bay 2')
  const other = await clinic.addPerson('bea', 'nurse')
  bay = await clinic.infusing('Bay 1')
  nora = await openBoard(clinic.nurse, BEDSIDE)
  bea = await openBoard(other, DESK)
  wall = await openWall()
})
afterAll(async () => {
  await browser.close()
  await clinic.stop()
})

describe('two nurses hand over', () => {
  it('one answers for bays, and both see it', async () => {
    await answering(nora).getByText('Nobody answers for Bays 1, 2.').waitFor()
    await nora.getByRole('button', { name: 'Answer for bays …' }).click()
    const dialog = nora.getByRole('dialog')
    await dialog.getByRole('checkbox', { name: /Bay 1/ }).check()
    await dialog.getByRole('checkbox', { name: /Bay 2/ }).check()
    await expectAccessible(nora)
    await dialog.getByRole('button', { name: 'nora answers for Bays 1, 2' }).click()
    await answering(nora).getByText('You answer for Bays 1, 2.').waitFor()
    await tile(bea).getByText('nora answers').waitFor()
  })

  it('she offers one to the other, and answers until then', async () => {
    await nora.getByRole('button', { name: 'Hand over …' }).click()
    const dialog = nora.getByRole('dialog')
    await dialog.getByText('Test Person, infusing').waitFor()
    await dialog.getByRole('checkbox', { name: /Bay 2/ }).uncheck()
    await dialog.getByLabel('To whom').first().click()
    await nora.getByRole('option', { name: 'bea, nurse' }).click()
    await dialog.getByLabel('What they should know').fill('Dizzy at 40 mg.')
    await picture(nora, 'handover-dialog')
    await expectAccessible(nora)
    await dialog.getByRole('button', { name: 'Offer Bay 1' }).click()
    await answering(nora).getByText('Bay 1 offered to bea, who has not answered yet.').waitFor()
    await tile(nora).getByText('You answer').waitFor()
  })

  it('the other accepts by name, on whatever page she is', async () => {
    await bea.getByRole('link', { name: 'Alarms' }).click()
    const offer = bea.getByRole('list', { name: 'Bays offered to you' })
    await offer.getByText('“Dizzy at 40 mg.”').waitFor()
    await expectAccessible(bea)
    await picture(bea, 'handover-offer')
    await offer.getByRole('button', { name: 'Accept as bea' }).click()
    await offer.waitFor({ state: 'detached' })
    await bea.getByRole('link', { name: 'Bays', exact: true }).click()
    await answering(bea).getByText('You answer for Bay 1.').waitFor()
    await tile(nora).getByText('bea answers').waitFor()
    await answering(nora).getByText('You answer for Bay 2.').waitFor()
  })
})

describe('an alarm of a bay that somebody answers for', () => {
  it('sounds at once on the wall and at the one who answers, by name; at the other once it has waited', async () => {
    bay.say({ spo2: 82 })
    await eventually(() => soundingNow(bea)).toEqual(['high'])
    await eventually(() => soundingNow(wall)).toEqual(['high'])
    const call = bea.getByRole('list', { name: 'Alarms for bea' })
    await call.getByText('bea, Bay 1 is yours').waitFor()
    await tile(nora).getByText('sounds there first').waitFor()
    await tile(nora)
      .getByRole('button', { name: /^Acknowledge/ })
      .waitFor()
    expect(await soundingNow(nora)).toEqual([])
    expect(await nora.getByRole('list', { name: 'Alarms for nora' }).count()).toBe(0)
    await picture(bea, 'handover-alarm-first')
    await picture(nora, 'handover-alarm-waits')
    await eventually(() => soundingNow(nora)).toEqual(['high'])
    expect(await tile(nora).getByText('sounds there first').count()).toBe(0)
    // It calls her on every page, and leads to the bedside.
    await bea.getByRole('link', { name: 'Alarms', exact: true }).click()
    await call.waitFor()
    await expectAccessible(bea)
    await call.getByRole('link').click()
    await bea.getByRole('heading', { name: 'Bay 1' }).waitFor()
    await call.waitFor({ state: 'detached' })
    await picture(bea, 'handover-bedside')
    await bea.getByRole('link', { name: 'To all bays' }).click()
    await eventually(hasCalmed).toBe(0)
  })

  it('acknowledged by the one who answers, disturbs nobody else', async () => {
    await eventually(() => soundingNow(nora)).toEqual([])
    bay.say({ spo2: 82 })
    await eventually(() => soundingNow(bea)).toEqual(['high'])
    await tile(bea)
      .getByRole('button', { name: /^Acknowledge/ })
      .click()
    await eventually(() => soundingNow(bea)).toEqual([])
    expect(await soundingNow(nora)).toEqual([])
    await eventually(async () => (await bay.view()).alarms.map(({ acknowledged }) => acknowledged)).toEqual([true])
    await eventually(hasCalmed).toBe(0)
  })

  it('sounds everywhere as soon as the one who answers has no screen any more', async () => {
    bay.say({ spo2: 82 })
    await eventually(() => soundingNow(bea)).toEqual(['high'])
    await tile(nora).getByText('sounds there first').waitFor()
    await bea.close()
    await eventually(() => soundingNow(nora)).toEqual(['high'])
    expect((await bay.view()).alarms[0]?.unattended).toBe(false)
    await eventually(hasCalmed).toBe(0)
  })

  it('and who answers is known as before after the server was killed; with her away nothing waits', async () => {
    await clinic.kill()
    await nora.getByText('no link', { exact: true }).waitFor()
    await clinic.restart()
    await nora.goto(clinic.url())
    await nora.getByText('live', { exact: true }).waitFor()
    await nora.keyboard.press('Shift')
    await nora.getByRole('button', { name: 'Test tone' }).waitFor()
    await tile(nora).getByText('bea answers').waitFor()
    await eventually(hasCalmed).toBe(0)
    bay.say({ spo2: 82 })
    await eventually(async () => (await bay.view()).alarms.map(({ priority }) => priority)).toEqual(['high'])
    await eventually(() => soundingNow(nora)).toEqual(['high'])
    expect(await tile(nora).getByText('sounds there first').count()).toBe(0)
  })
})
