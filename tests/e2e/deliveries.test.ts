import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import { launchBrowser } from '../support/browser.ts'
import { listenForHooks, type HookReceiver } from '../support/hook-receiver.ts'
import { layLine, type CutLine } from '../support/cut-line.ts'
import { DESK, expectAccessible, openPage, picture, signIn } from '../support/staff-page.ts'
import { VigilFolder } from '../support/vigil-process.ts'

const SLOW = { timeout: 30_000 }

let browser: Browser
let folder: VigilFolder
let taking: HookReceiver
let refusing: HookReceiver
let line: CutLine
let page: Page

const receiver = (hook: HookReceiver) => page.getByRole('region', { name: `Webhook ${new URL(hook.url).origin}` })

beforeAll(async () => {
  await ensureClientBuilt()
  browser = await launchBrowser()
  taking = await listenForHooks(200)
  refusing = await listenForHooks(503, 503, 200)
  folder = new VigilFolder()
  const env = {
    VIGIL_WEBHOOK_URLS: `${taking.url},${refusing.url}`,
    VIGIL_WEBHOOK_SECRET: 'thirty-two characters, for a test',
  }
  const { access } = await folder.start(['demo', '--bays', '1'], env)
  line = await layLine(access.url)
  page = (await openPage(browser, DESK)).page
  await page.goto(line.url)
  await signIn(page, access, 'admin')
  await page.getByRole('link', { name: 'Deliveries' }).click()
})

afterAll(async () => {
  await browser.close()
  taking.close()
  refusing.close()
  await line.close()
  folder.remove()
})

describe('what leaves the building', () => {
  it('is tested with a button, and shows who takes it and who does not', async () => {
    await page.getByRole('button', { name: 'Send a test' }).click(SLOW)
    const result = page.getByRole('list', { name: 'Result of the test' })
    await result.getByText(/: delivered .* one attempt/).waitFor(SLOW)
    await result.getByText(/answered 503; next attempt/).waitFor(SLOW)
    await receiver(taking).getByText('Working').waitFor(SLOW)
    await receiver(refusing).getByText('Failing since').waitFor(SLOW)
    await picture(page, 'deliveries')
    await expectAccessible(page)
    await receiver(refusing).getByText('Working').waitFor(SLOW)
    expect(taking.heard.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(['test'])
  })

  it('says that what it shows is old while the server does not answer', async () => {
    line.cut()
    await page.getByText('No link: this is how it stood').first().waitFor(SLOW)
    await expectAccessible(page)
    line.mend()
    await expect.poll(() => page.getByText('No link: this is how it stood').count(), SLOW).toBe(0)
  })
})
