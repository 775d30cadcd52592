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
      const canvas = canvases.find((one) => {
        const row = one.getBoundingClientRect()
        return row.top <= box.top && row.bottom >= box.bottom
      })
      const pen = canvas?.getContext('2d')
      if (canvas === undefined || !pen) return false
      const row = canvas.getBoundingClientRect()
      const part = [box.left - row.left, box.top - row.top, box.width, box.height].map(Math.round)
      const [left = 0, top = 0, width = 1, height = 1] = part
      return pen.getImageData(left, top, width, height).data.some((part) => part > 0)
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

interface BareWall extends PixelSize {
  readonly bays: number
}

/** The least that shows trends: as many canvases of the same size, two lines of ten minutes each, redrawn once a second. */
const drawBareTrends = ({ bays, width, height }: BareWall): void => {
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

/**
 * The least that shows the same as the wall: the same trends, and of each bay three numbers, what is left, the dose and
 * what is next, on one canvas; each bay redrawn once a second, when its monitor speaks.
 */
const drawBareWall = ({ bays, width, height, frames }: BareWall & { readonly frames: number }): void => {
  const points = 300
  const [columns, rows] = [11, Math.ceil(bays / 11)]
  const canvas = document.body.appendChild(document.createElement('canvas'))
  canvas.width = innerWidth
  canvas.height = innerHeight - 120
  const pen = canvas.getContext('2d')
  const [tileWidth, tileHeight] = [Math.floor(canvas.width / columns), Math.floor(canvas.height / rows)]
  const lines = Array.from({ length: bays }, () => Array.from({ length: points }, (_, i) => Math.sin(i / 9) * 4))
  const drawTile = (bay: number, values: number[]) => {
    if (pen === null) return
    pen.setTransform(1, 0, 0, 1, (bay % columns) * tileWidth, Math.floor(bay / columns) * tileHeight)
    pen.clearRect(0, 0, tileWidth, tileHeight)
    pen.fillStyle = '#fff'
    const next = Math.sin(performance.now() / 9_000) * 4
    const left = String(Math.round(performance.now() / 1_000))
    pen.font = '600 28px sans-serif'
    pen.fillText(String(Math.round(85 + next)), 8, 50)
    pen.fillText(String(Math.round(97 + next / 4)), 70, 50)
    pen.font = '600 15px sans-serif'
    pen.fillText(String(Math.round(15 + next)), 130, 50)
    pen.font = '500 10px sans-serif'
    pen.fillText(`${left} left`, 100, 20)
    pen.fillText(`${left} of 40 mg · 60 mg/h`, 8, tileHeight - 8)
    pen.fillText(`BP in ${left}`, 110, tileHeight - 8)
    pen.strokeStyle = '#fff'
    values.shift()
    values.push(next)
    for (const middle of [70 + height * 0.2, 70 + height * 0.7]) {
      pen.beginPath()
      values.forEach((value, index) => pen.lineTo((index / values.length) * width, middle + value))
      pen.stroke()
    }
  }
  let turn = 0
  const draw = () => {
    turn += 1
    lines.forEach((values, bay) => {
      if (bay % frames === turn % frames) drawTile(bay, values)
    })
  }
  setInterval(() => requestAnimationFrame(draw), 1_000 / frames)
}

const measureBare = async (browser: Browser, begin: (page: Page) => Promise<void>): Promise<number> => {
  const context = await browser.newContext({ viewport: VIEWPORT })
  try {
    const page = await context.newPage()
    await page.setContent('<body style="background:#000;margin:0">')
    await begin(page)
    return await measure(page)
  } finally {
    await context.close()
  }
}

interface Round {
  readonly wall: number
  readonly trends: number
  readonly same: number
}

const measureRound = async (browser: Browser): Promise<Round> => {
  const { spent, plot } = await measureWall(browser)
  const bare = { bays: BAYS, ...plot }
  return {
    wall: spent,
    trends: await measureBare(browser, (page) => page.evaluate(drawBareTrends, bare)),
    same: await measureBare(browser, (page) => page.evaluate(drawBareWall, { ...bare, frames: FRAMES_A_SECOND })),
  }
}

/** All pages in turns, so that a busy moment of the machine does not fall on one of them alone. */
export const benchWall = async (): Promise<BenchRow[]> => {
  process.env.VIGIL_CHROMIUM ??= await ensureChromium()
  await ensureClientBuilt()
  const browser = await launchBrowser()
  const rounds: Round[] = []
  try {
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measureRound(browser))
  } finally {
    await browser.close()
  }
  const middle = (of: (round: Round) => number): number => quantile(rounds.map(of), 0.5)
  return [
    { name: `wall: main thread, ${BAYS} tiles with trends of 10 min`, value: middle(({ wall }) => wall), unit: 'ms/s' },
    { name: 'wall: bare canvas, the same numbers, timers and trends', value: middle(({ same }) => same), unit: 'ms/s' },
    { name: `wall: ${BAYS} bare canvases, trends alone`, value: middle(({ trends }) => trends), unit: 'ms/s' },
    {
      name: 'wall: to a bare canvas redraw of the same',
      value: middle(({ wall, same }) => wall / same),
      unit: '×',
      goal: 2,
    },
    { name: 'wall: to a redraw of the trends alone', value: middle(({ wall, trends }) => wall / trends), unit: '×' },
  ]
}
