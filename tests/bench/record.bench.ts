// The record of a long visit: how soon its chart stands, whether it follows the hand, and its report at the server.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { launchBrowser } from '../support/browser.ts'
import { ensureChromium } from '../support/chromium.mjs'
import { PASSWORD, startApp, type RunningApp } from '../support/running-app.ts'
import { silentLog } from '../support/silent-log.ts'
import { keepVisit } from '../support/stored-visit.ts'
import { quantile, type BenchRow } from './bench-row.ts'
import { longVisit } from './long-visit.ts'

const CLIENT = path.resolve(import.meta.dirname, '..', '..', 'dist', 'client')
const VIEWPORT = { width: 1_440, height: 900 }
const LOADS = 7
const REPORTS = 5
const CHART_GOAL_MS = 1_000
const PDF_GOAL_MS = 2_000
/** Lines and dots of heart rate, saturation and breathing; carbon dioxide is stored, and stands in the tables. */
const SIGNALS = 4
const SETTLED_MS = 500

interface Marks {
  drawnMs: number | null
  /** Of the main thread, between two frames, in milliseconds. */
  gaps: number[]
}

declare global {
  interface Window {
    vigilBench?: Marks
  }
}

/** Runs in the page before its own code: notes when all signals are drawn and painted, then every gap between frames. */
const watchChart = (signals: number): void => {
  const marks: Marks = { drawnMs: null, gaps: [] }
  window.vigilBench = marks
  const isDrawn = (): boolean => {
    const paths = document.querySelectorAll('[aria-label="Chart of the visit"] svg path')
    return [...paths].filter((one) => (one.getAttribute('d') ?? '').length > 2_000).length >= signals
  }
  let before = performance.now()
  const frame = (): void => {
    const now = performance.now()
    if (marks.drawnMs === null) {
      // Found in one frame, it has been painted by the next.
      if (isDrawn()) requestAnimationFrame(() => (marks.drawnMs = performance.now()))
    } else marks.gaps.push(now - before)
    before = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

const drawn = (page: Page): Promise<number> =>
  page
    .waitForFunction(() => window.vigilBench?.drawnMs, undefined, { polling: 50 })
    .then((handle) => handle.evaluate((ms) => Number(ms)))

const signedIn = async (browser: Browser, url: string): Promise<BrowserContext> => {
  const context = await browser.newContext({ viewport: VIEWPORT })
  const page = await context.newPage()
  await page.goto(`${url}/login`)
  await page.getByLabel('Name').fill('clinician')
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((at) => at.pathname !== '/login')
  await page.close()
  return context
}

const openRecord = async (context: BrowserContext, url: string): Promise<{ page: Page; ms: number }> => {
  const page = await context.newPage()
  await page.addInitScript(watchChart, SIGNALS)
  await page.goto(url, { waitUntil: 'commit' })
  return { page, ms: await drawn(page) }
}

/** From going there to all signals painted, by the page's own clock. */
const measureLoads = async (context: BrowserContext, url: string): Promise<readonly number[]> => {
  const all: number[] = []
  for (let load = 0; load < LOADS; load += 1) {
    const { page, ms } = await openRecord(context, url)
    all.push(ms)
    await page.close()
  }
  return all
}

/** What stands on the screen of the first signal: it moves with the hand, or the chart stands still. */
const lineShown = (page: Page): Promise<string> =>
  page
    .locator('[aria-label="Chart of the visit"] svg path')
    .evaluateAll((all) =>
      all.map((one) => one.getAttribute('d') ?? '').reduce((a, b) => (b.length > a.length ? b : a), ''),
    )

const wheel = async (page: Page, by: number, turns: number): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await page.mouse.wheel(by, 0)
}

/** Over the whole visit and back at three widths, each turn as soon as the page has taken the last. */
const moveAbout = async (page: Page): Promise<void> => {
  const chart = page.getByRole('application', { name: /^Chart of the visit/ })
  const box = await chart.boundingBox()
  if (box === null) throw new Error('the chart has no place')
  await chart.focus()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  for (const length of ['1 h', '10 min', '1 min']) {
    const whole = await lineShown(page)
    await page.getByRole('button', { name: length, exact: true }).click()
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.waitForTimeout(SETTLED_MS)
    const before = await lineShown(page)
    await wheel(page, 120, 30)
    await page.waitForTimeout(SETTLED_MS)
    const after = await lineShown(page)
    if (whole === before || before === after) throw new Error(`the chart stood still at ${length}`)
    await wheel(page, -120, 60)
    await page.waitForTimeout(SETTLED_MS)
  }
  await chart.focus()
  for (const key of ['0', '+', '+', '+', '+', '+', '+', '-', '-', '-', '-', '-', '-', '0'])
    await page.keyboard.press(key)
  for (const key of ['+', '+', ...Array.from({ length: 20 }, () => 'Shift+ArrowRight'), '0'])
    await page.keyboard.press(key)
  await page.waitForTimeout(SETTLED_MS)
}

const measureHand = async (context: BrowserContext, url: string): Promise<readonly number[]> => {
  const { page } = await openRecord(context, url)
  await page.waitForTimeout(SETTLED_MS)
  await page.evaluate(() => {
    if (window.vigilBench) window.vigilBench.gaps = []
  })
  await moveAbout(page)
  const gaps = await page.evaluate(() => window.vigilBench?.gaps ?? [])
  await page.close()
  return gaps
}

const measureReport = async ({ as }: RunningApp, id: string, paper: string): Promise<number> => {
  const all: number[] = []
  for (let run = 0; run < REPORTS; run += 1) {
    const start = performance.now()
    const { status, text } = await as.clinician('GET', `/sessions/${id}/report.pdf?paper=${paper}`)
    all.push(performance.now() - start)
    if (status !== 200 || !text.startsWith('%PDF') || !text.trimEnd().endsWith('%%EOF'))
      throw new Error(`no report on ${paper}: ${status}`)
  }
  return quantile(all, 0.5)
}

const rowsOf = (opened: readonly number[], first: number, gaps: readonly number[]): readonly BenchRow[] => {
  const droppedSeconds = gaps.reduce((sum, gap) => sum + Math.floor(gap / 1_000), 0)
  return [
    {
      name: 'record: to the chart drawn, 3 h of 4 signals, the first time',
      value: first,
      unit: 'ms',
      goal: CHART_GOAL_MS,
    },
    {
      name: `record: the same with its files kept, median of ${opened.length}`,
      value: quantile(opened, 0.5),
      unit: 'ms',
      goal: CHART_GOAL_MS,
    },
    { name: 'record: seconds dropped while it is moved and zoomed', value: droppedSeconds, unit: 's', goal: 0 },
    { name: `record: longest gap between two of ${gaps.length} frames`, value: Math.max(...gaps), unit: 'ms' },
    { name: 'record: the same, 99 of 100', value: quantile(gaps, 0.99), unit: 'ms' },
  ]
}

/** A stored visit of three hours over the embedded store, as a clinician opens it. */
export const benchRecord = async (): Promise<readonly BenchRow[]> => {
  process.env.VIGIL_CHROMIUM ??= await ensureChromium()
  await ensureClientBuilt()
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-bench-record-'))
  const browser = await launchBrowser()
  try {
    const { sessions, records } = await openSqliteStore({ folder, log: silentLog })
    const id = await keepVisit(sessions, longVisit())
    const running = await startApp({ store: { sessions, records }, clientFolder: CLIENT })
    const url = `${running.url}/review/${id}`
    const [first, ...opened] = await signedIn(browser, running.url).then((context) => measureLoads(context, url))
    const gaps = await signedIn(browser, running.url).then((context) => measureHand(context, url))
    const reports: BenchRow[] = []
    for (const paper of ['a4', 'letter'])
      reports.push({
        name: `record: report (PDF, ${paper}) at the server, median of ${REPORTS}`,
        value: await measureReport(running, id, paper),
        unit: 'ms',
        goal: PDF_GOAL_MS,
      })
    await running.stop()
    return [...rowsOf(opened, first ?? Number.NaN, gaps), ...reports]
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true })
  }
}
