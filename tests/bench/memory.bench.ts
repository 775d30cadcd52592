// Hours of a clinic in minutes: does the server grow, or a wall that stands all day?
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { CDPSession } from 'playwright-core'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import { launchBrowser } from '../support/browser.ts'
import { ensureChromium } from '../support/chromium.mjs'
import { VigilFolder } from '../support/vigil-process.ts'
import { quantile, type BenchRow } from './bench-row.ts'
import { openInspector, type Inspector } from './inspector.ts'

const BAYS = 8
const SPEED = 60
/** Real time; at 60 each minute is a clinical hour. */
const RUN_MIN = 5
const EVERY_MS = 10_000
/** Until trends, logs and what is kept of ended visits have filled up: of the whole. */
const WARM_UP_SHARE = 0.4
/** What a bounded cache that is not full yet, or a visit that is longer than another, may add. */
const MAY_GROW = 0.1
const MB = 1_048_576

interface Look {
  readonly clinicalHours: number
  readonly heap: number
  readonly rss: number
  readonly pageHeap: number
  readonly pageNodes: number
}

type Series = 'heap' | 'rss' | 'pageHeap' | 'pageNodes'

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => {
        resolve(port)
      })
    })
  })

const lookAt = async (server: Inspector, page: CDPSession, clinicalHours: number): Promise<Look> => {
  await server.call('HeapProfiler.collectGarbage')
  await page.send('HeapProfiler.collectGarbage')
  const { usedSize } = await page.send('Runtime.getHeapUsage')
  const { nodes } = await page.send('Memory.getDOMCounters')
  return {
    clinicalHours,
    heap: await server.number('process.memoryUsage().heapUsed'),
    rss: await server.number('process.memoryUsage().rss'),
    pageHeap: usedSize,
    pageNodes: nodes,
  }
}

const watch = async (server: Inspector, page: CDPSession): Promise<readonly Look[]> => {
  const start = performance.now()
  const looks: Look[] = []
  while (performance.now() - start < RUN_MIN * 60_000) {
    await pause(EVERY_MS)
    const look = await lookAt(server, page, ((performance.now() - start) * SPEED) / 3_600_000)
    looks.push(look)
    const { clinicalHours, heap, rss, pageHeap, pageNodes } = look
    const parts = [`${clinicalHours.toFixed(2)} h`, `server heap ${inMb(heap)}`, `RSS ${inMb(rss)}`]
    console.error([...parts, `wall heap ${inMb(pageHeap)}`, `${pageNodes} nodes`].join('   '))
  }
  return looks
}

const inMb = (bytes: number): string => `${(bytes / MB).toFixed(1)} MB`

/** Per clinical hour, by least squares. */
const slopeOf = (looks: readonly Look[], series: Series): number => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const hours = mean(looks.map((look) => look.clinicalHours))
  const level = mean(looks.map((look) => look[series]))
  const above = mean(looks.map((look) => (look.clinicalHours - hours) * (look[series] - level)))
  return above / mean(looks.map((look) => (look.clinicalHours - hours) ** 2))
}

const rowsOf = (looks: readonly Look[], series: Series, name: string, perUnit: number): readonly BenchRow[] => {
  const unit = perUnit === 1 ? '' : 'MB'
  const settled = looks.slice(Math.floor(looks.length * WARM_UP_SHARE))
  const third = Math.ceil(settled.length / 3)
  const level = (part: readonly Look[]): number =>
    quantile(
      part.map((look) => look[series]),
      0.5,
    )
  const [first, last] = [level(settled.slice(0, third)), level(settled.slice(-third))]
  const growth = (last / first - 1) * 100
  return [
    { name: `memory: ${name}, at the end`, value: last / perUnit, unit },
    { name: `memory: ${name}, slope`, value: slopeOf(settled, series) / perUnit, unit: `${unit} a clinical hour` },
    {
      name: `memory: ${name}, first to last third`,
      value: growth,
      unit: '%',
      goal: `≤ ${MAY_GROW * 100}`,
      ok: growth <= MAY_GROW * 100,
    },
  ]
}

/** A demo at sixty times the speed, and a wall that watches it. */
export const benchMemory = async (): Promise<readonly BenchRow[]> => {
  process.env.VIGIL_CHROMIUM ??= await ensureChromium()
  await ensureClientBuilt()
  const vigil = new VigilFolder()
  const browser = await launchBrowser()
  try {
    const port = await freePort()
    const env = { NODE_OPTIONS: `--inspect=127.0.0.1:${port}` }
    const { access } = await vigil.start(['demo', '--bays', String(BAYS), '--speed', String(SPEED)], env)
    const server = await openInspector(port)
    const page = await browser.newPage({ viewport: { width: 1_920, height: 1_080 } })
    await page.goto(`${access.url}/wall#token=${access.tokens.display ?? ''}`)
    await page.locator('canvas').first().waitFor()
    const looks = await watch(server, await page.context().newCDPSession(page))
    server.close()
    return [
      ...rowsOf(looks, 'heap', 'server’s heap', MB),
      ...rowsOf(looks, 'rss', 'server’s RSS', MB),
      ...rowsOf(looks, 'pageHeap', 'wall’s heap', MB),
      ...rowsOf(looks, 'pageNodes', 'wall’s nodes', 1),
    ]
  } finally {
    await browser.close()
    vigil.remove()
  }
}
