// What the wall costs the main thread of a browser, beside a page that does nothing but redraw as many canvases.
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import { ensureChromium } from '../support/chromium.mjs'
import { launchBrowser } from '../support/browser.ts'
import { busyScene, sceneBays } from '../support/scene.ts'
import { startSceneServer } from '../support/scene-server.ts'
import type { BenchRow } from './bench-row.ts'

const BAYS = 64
const VIEWPORT = { width: 1_920, height: 1_080 }
const WARM_UP_MS = 6_000
const MEASURE_MS = 20_000
const ROUNDS = 3
/** A screen so near that 64 tiles keep their trends: what is measured is the fullest form, not the dense one. */
const NEAR = { place: { diagonalInch: 200, distanceM: 0.3 } }
const CLIENT = path.resolve(import.meta.dirname, '..', '..', 'dist', 'client')

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

const measureWall = async (browser: Browser): Promise<number> => {
  const scene = await startSceneServer({
    sessions: (now) => busyScene(BAYS, now),
    bays: sceneBays(BAYS),
    clientDir: CLIENT,
    isMoving: true,
  })
  const context = await browser.newContext({ viewport: VIEWPORT })
  try {
    const page = await context.newPage()
    await page.addInitScript((settings) => localStorage.setItem('vigil.wall', settings), JSON.stringify(NEAR))
    await page.goto(scene.wallUrl)
    await page
      .locator('canvas')
      .nth(BAYS - 1)
      .waitFor()
    return await measure(page)
  } finally {
    await context.close()
    await scene.close()
  }
}

/** The least that shows the same: as many canvases of the same size, two lines of ten minutes each, redrawn once a second. */
const drawBare = ({
  bays,
  width,
  height,
}: {
  readonly bays: number
  readonly width: number
  readonly height: number
}): void => {
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

const measureBare = async (browser: Browser): Promise<number> => {
  const context = await browser.newContext({ viewport: VIEWPORT })
  try {
    const page = await context.newPage()
    await page.setContent('<body style="background:#000;margin:0">')
    await page.evaluate(drawBare, { bays: BAYS, width: 190, height: 38 })
    return await measure(page)
  } finally {
    await context.close()
  }
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Both pages in turns, so that a busy moment of the machine does not fall on one of them alone. */
export const benchWall = async (): Promise<BenchRow[]> => {
  process.env.VIGIL_CHROMIUM ??= await ensureChromium()
  await ensureClientBuilt()
  const browser = await launchBrowser()
  const wall: number[] = []
  const bare: number[] = []
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await measureBare(browser))
      wall.push(await measureWall(browser))
    }
  } finally {
    await browser.close()
  }
  return [
    { name: `wall: main thread, ${BAYS} tiles with trends of 10 min`, value: middle(wall), unit: 'ms/s' },
    { name: `wall: main thread, ${BAYS} bare canvases redrawn`, value: middle(bare), unit: 'ms/s' },
    { name: 'wall: ratio to a bare canvas redraw', value: middle(wall) / middle(bare), unit: '×', goal: 2 },
  ]
}
