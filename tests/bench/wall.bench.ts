// What the wall costs the main thread of a browser, beside a page that does nothing but redraw as many canvases.
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import { ensureChromium } from '../support/chromium.mjs'
import { launchBrowser } from '../support/browser.ts'
import { busyScene, sceneBays } from '../support/scene.ts'
import { startSceneServer, type SceneServer } from '../support/scene-server.ts'
import { quantile, type BenchRow } from './bench-row.ts'

const BAYS = 64
const VIEWPORT = { width: 1_920, height: 1_080 }
const WARM_UP_MS = 6_000
const MEASURE_MS = 20_000
const ROUNDS = 3
/** Every monitor speaks once a second, at its own quarter of it: a frame goes out at most every 250 ms (live.md). */
const FRAMES_A_SECOND = 4
/** A screen so near that 64 tiles keep their trends: what is measured is the fullest form, not the dense one. */
const NEAR = { place: { diagonalInch: 200, distanceM: 0.3 } }
const CLIENT = path.resolve(import.meta.dirname, '..', '..', 'dist', 'client')
const TRENDS = '[data-part="trend"] > div'

interface PixelSize {
  readonly width: number
  readonly height: number
}

interface WallRound {
  readonly spent: number
  readonly plot: PixelSize
}

/** Milliseconds of main thread a second, by the browser's own count. */
const measure = async (page: Page): Promise<number> => {
  const tools = await page.context().newCDPSession(page)
  await tools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const taskSeconds = async (): Promise<number> => {
    const { metrics } = await tools.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
  }
  await page.waitForTimeout(WARM_UP_MS)
  const before = await taskSeconds()
  await page.waitForTimeout(MEASURE_MS)
  const spent = (await taskSeconds()) - before
  return (spent * 1_000) / (MEASURE_MS / 1_000)
}

/** Numbers that wander, as the hub sends them. @returns how to stop */
const speak = (scene: SceneServer): (() => void) => {
  const views = busyScene(BAYS, scene.now())
  let turn = 0
  const frame = (): void => {
    turn += 1
    const now = scene.now()
    const sessions: Record<string, Record<string, [number, number, 'good']>> = {}
    views.forEach(({ id, vitals }, bay) => {
      if (bay % FRAMES_A_SECOND !== turn % FRAMES_A_SECOND) return
      const around = (metric: 'hr' | 'spo2' | 'rr', by: number): [number, number, 'good'] => [
        Math.round((vitals[metric]?.value ?? 90) + by * Math.sin(now / 3_000 + bay)),
        now,
        'good',
      ]
      sessions[id] = { hr: around('hr', 3), spo2: around('spo2', 1), rr: around('rr', 2) }
    })
    scene.sendFrame({ at: now, sessions })
  }
  const frames = setInterval(frame, 1_000 / FRAMES_A_SECOND)
  return () => {
    clearInterval(frames)
  }
}

/** The tiles as they read: a wall that stands still would cost nothing. */
const textsOf = (page: Page): Promise<readonly string[]> =>
  page
    .locator(TRENDS)
    .evaluateAll((plots) => plots.map((plot) => plot.closest('section, article, li')?.textContent ?? ''))

/** Trends with something drawn on the canvas that lies over their place. */
const countDrawn = (page: Page): Promise<number> =>
  page.evaluate((selector) => {
    const canvases = [...document.querySelectorAll('canvas')]
    return [...document.querySelectorAll(selector)].filter((plot) => {
      const box = plot.getBoundingClientRect()
      const canvas = canvases.find((one) => Math.abs(one.getBoundingClientRect().top - box.top) < 2)
      const pen = canvas?.getContext('2d')
      if (canvas === undefined || !pen) return false
      const left = Math.round(box.left - canvas.getBoundingClientRect().left)
      return pen.getImageData(left, 0, Math.round(box.width), canvas.height).data.some((part) => part > 0)
    }).length
  }, TRENDS)

const checkWall = async (page: Page, before: readonly string[]): Promise<void> => {
  const after = await textsOf(page)
  const moved = after.filter((text, index) => text !== '' && text !== before[index]).length
  const drawn = await countDrawn(page)
  if (after.length < BAYS || moved < BAYS || drawn < BAYS) {
    throw new Error(`of ${BAYS} tiles ${after.length} have a trend, ${drawn} have it drawn, ${moved} have moved`)
  }
}

const measureWall = async (browser: Browser): Promise<WallRound> => {
  const scene = await startSceneServer({
    sessions: (now) => busyScene(BAYS, now),
    bays: sceneBays(BAYS),
    clientDir: CLIENT,
  })
  const stop = speak(scene)
  const context = await browser.newContext({ viewport: VIEWPORT })
  try {
    const page = await context.newPage()
    await page.addInitScript((settings) => localStorage.setItem('vigil.wall', settings), JSON.stringify(NEAR))
    await page.goto(scene.wallUrl)
    const last = page.locator(TRENDS).nth(BAYS - 1)
    await last.waitFor()
    const before = await textsOf(page)
    const spent = await measure(page)
    await checkWall(page, before)
    const box = await last.boundingBox()
    if (box === null) throw new Error('a trend has no place')
    return { spent, plot: { width: Math.round(box.width), height: Math.round(box.height) } }
  } finally {
    stop()
    await context.close()
    await scene.close()
  }
}

/** The least that shows the same: as many canvases of the same size, two lines of ten minutes each, redrawn once a second. */
const drawBare = ({ bays, width, height }: PixelSize & { readonly bays: number }): void => {
  const points = 300
  const canvases = Array.from({ length: bays }, () => {
    const canvas = document.body.appendChild(document.createElement('canvas'))
    canvas.width = width
    canvas.height = height
    return {
      pen: canvas.getContext('2d'),
      values: Array.from({ length: points }, (_, index) => Math.sin(index / 9) * 4),
    }
  })
  const draw = () => {
    for (const { pen, values } of canvases) {
      if (pen === null) continue
      pen.clearRect(0, 0, width, height)
      pen.strokeStyle = '#fff'
      values.shift()
      values.push(Math.sin(performance.now() / 9_000) * 4)
      for (const middle of [height * 0.2, height * 0.7]) {
        pen.beginPath()
        values.forEach((value, index) => pen.lineTo((index / values.length) * width, middle + value))
        pen.stroke()
      }
    }
  }
  setInterval(() => requestAnimationFrame(draw), 1_000)
}

const measureBare = async (browser: Browser, size: PixelSize): Promise<number> => {
  const context = await browser.newContext({ viewport: VIEWPORT })
  try {
    const page = await context.newPage()
    await page.setContent('<body style="background:#000;margin:0">')
    await page.evaluate(drawBare, { bays: BAYS, ...size })
    return await measure(page)
  } finally {
    await context.close()
  }
}

/** Both pages in turns, so that a busy moment of the machine does not fall on one of them alone. */
export const benchWall = async (): Promise<BenchRow[]> => {
  process.env.VIGIL_CHROMIUM ??= await ensureChromium()
  await ensureClientBuilt()
  const browser = await launchBrowser()
  const rounds: { readonly wall: number; readonly bare: number }[] = []
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { spent, plot } = await measureWall(browser)
      rounds.push({ wall: spent, bare: await measureBare(browser, plot) })
    }
  } finally {
    await browser.close()
  }
  const wall = quantile(
    rounds.map((round) => round.wall),
    0.5,
  )
  const bare = quantile(
    rounds.map((round) => round.bare),
    0.5,
  )
  const ratio = quantile(
    rounds.map((round) => round.wall / round.bare),
    0.5,
  )
  return [
    { name: `wall: main thread, ${BAYS} tiles with trends of 10 min`, value: wall, unit: 'ms/s' },
    { name: `wall: main thread, ${BAYS} bare canvases redrawn`, value: bare, unit: 'ms/s' },
    { name: 'wall: ratio to a bare canvas redraw', value: ratio, unit: '×', goal: 2 },
  ]
}
