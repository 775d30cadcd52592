import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { launchBrowser } from '../support/browser.ts'
import { alarmScene, drawnScene, largeScene, sceneBays, vitalView, withAlarms } from '../support/scene.ts'
import { SCENE_TOKEN, startSceneServer, type SceneServer } from '../support/scene-server.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const CLIENT = path.join(ROOT, 'dist', 'client')
const PICTURES = path.join(ROOT, 'test-results', 'wall')
const FULL_HD = { width: 1_920, height: 1_080 }

let browser: Browser
let scene: SceneServer
let page: Page
const asked: string[] = []

interface Opened {
  readonly sessions?: (now: Instant) => SessionView[]
  readonly bays?: number
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly deviceScaleFactor?: number
  readonly isMoving?: boolean
  /** Runs in the page before the page's own program. */
  readonly before?: () => void
}

/** Whatever looks into a page through the browser's tools counts as a click there, and arms the sound: this looks at nothing. */
const openUntouched = async ({
  sessions = drawnScene,
  bays = 8,
  viewport = FULL_HD,
  deviceScaleFactor = 1,
  isMoving = true,
  before,
}: Opened): Promise<void> => {
  scene = await startSceneServer({ sessions, bays: sceneBays(bays), clientDir: CLIENT, isMoving })
  const context = await browser.newContext({ viewport, deviceScaleFactor })
  page = await context.newPage()
  if (before !== undefined) await page.addInitScript(before)
  asked.length = 0
  page.on('request', (request) => void asked.push(request.url()))
  await page.goto(scene.wallUrl)
}

const open = async (opened: Opened = {}): Promise<void> => {
  await openUntouched(opened)
  await page.locator('article').first().waitFor()
  // The numbers of the first frame, so that nothing of what follows is a first drawing.
  await page.waitForFunction(() => document.querySelector('[data-state="fresh"]') !== null)
}

const picture = async (name: string): Promise<void> => {
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) })
}

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000, interval: 50 })
const tile = (bay: number) => page.locator(`article[data-bay="Bay ${bay}"]`)
const fontSize = (selector: string, bay = 2): Promise<number> =>
  tile(bay)
    .locator(selector)
    .first()
    .evaluate((element) => parseFloat(getComputedStyle(element).fontSize))

beforeAll(async () => {
  await ensureClientBuilt()
  mkdirSync(PICTURES, { recursive: true })
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  await page.context().close()
  await scene.close()
})

describe('the wall, opened by its link', () => {
  it('takes the token out of the address bar, keeps it, and sends it in no address', async () => {
    await open()
    expect(page.url()).toBe(`${scene.url}/wall`)
    expect(asked.filter((url) => url.includes(SCENE_TOKEN))).toEqual([])
    await page.reload()
    await tile(1).waitFor()
  })

  it('asks nobody but its own server', async () => {
    await open()
    const hosts = new Set(asked.filter((url) => !url.startsWith('data:')).map((url) => new URL(url).host))
    expect([...hosts]).toEqual([new URL(scene.url).host])
  })

  it('carries no component library', async () => {
    await open()
    expect(asked.filter((url) => /staff-shell|mantine/i.test(url))).toEqual([])
  })

  it('tells the server how it stands, and what it has painted', async () => {
    await open()
    await eventually(() => scene.shown.flatMap(({ alarmIds }) => alarmIds)).toHaveLength(3)
    expect(scene.displayStates[0]).toMatchObject({ sound: 'notArmed', visible: true })
    expect(scene.displayStates[0]?.bays).toHaveLength(8)
  })

  it.each([
    ['a click', () => page.mouse.click(5, 5)],
    ['a key', () => page.keyboard.press('a')],
  ] as const)('has no sound before %s, and the server knows', async (_name, arm) => {
    await openUntouched({})
    await eventually(() => scene.displayStates.length).toBeGreaterThan(0)
    await page.waitForTimeout(1_500)
    expect(new Set(scene.displayStates.map(({ sound }) => sound))).toEqual(new Set(['notArmed']))
    await arm()
    await eventually(() => scene.displayStates.at(-1)?.sound).toBe('armed')
    await page.getByText('Sound armed').waitFor()
  })

  it('says why, over the whole screen, when its link is not known', async () => {
    scene = await startSceneServer({ sessions: drawnScene, bays: sceneBays(8), clientDir: CLIENT })
    page = await browser.newPage()
    await page.goto(`${scene.url}/wall#token=withdrawn`)
    await page.getByRole('alertdialog').getByText('not known here').waitFor()
  })
})

describe('the wall at 1920 × 1080', () => {
  it('has the drawing’s letters with 8 bays', async () => {
    await open()
    await picture('8-bays')
    const near = async (selector: string, drawn: number) => {
      const size = await fontSize(selector)
      expect(size, selector).toBeGreaterThan(drawn * 0.95)
      expect(size, selector).toBeLessThan(drawn * 1.08)
    }
    await near('[data-part="pulse"] [data-state]', 92)
    await near('[data-part="pressure"] [data-state]', 56)
    await near('h2', 42)
    await near('[data-part="alarm"]', 30)
    await near('[data-part="foot"]', 20)
  })

  it.each([
    ['8', drawnScene],
    ['alarms-8', alarmScene],
    ['24', (now: Instant) => largeScene(24, now)],
    ['40', (now: Instant) => largeScene(40, now)],
    ['64', (now: Instant) => largeScene(64, now)],
  ] as const)('cuts off nothing: %s', async (name, sessions) => {
    await open({ sessions, bays: Number(name.replace('alarms-', '')), isMoving: name !== 'alarms-8' })
    await picture(name)
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('article *, header *, footer *')]
        // Counts for which there is no room stand on a line that nobody sees, the lesser first.
        .filter((element) => element.childElementCount === 0 && element.closest('[class*="counts"]') === null)
        .filter((element) => element.textContent.trim() !== '')
        .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        .filter((element) => {
          const own = element.getBoundingClientRect()
          const box = element.closest('[data-part="alarm"], [data-part="foot"], article, header, footer')
          const room = box?.getBoundingClientRect()
          // What is clipped away on purpose is for those who hear the page.
          if (room === undefined || own.width <= 1 || getComputedStyle(element).clipPath !== 'none') return false
          return own.left < room.left - 1 || own.right > room.right + 1 || own.bottom > room.bottom + 1
        })
        .map((element) => `${element.className}: ${element.textContent}`),
    )
    expect(cut).toEqual([])
  })

  it.each([4, 8, 32, 64])('keeps what is said of a number out of the next one, with %i bays', async (bays) => {
    const told = (view: SessionView, now: Instant): SessionView => {
      const probe = { ...vitalView('spo2', 97, now), quality: 'poor', usualSpacingS: 60, staleAfterS: 150 } as const
      return withAlarms(
        { ...view, vitals: { ...view.vitals, spo2: probe, rr: vitalView('rr', 14, now) } },
        [{ channel: 'spo2.poorSignal', priority: 'low', text: 'SpO2 poor signal', ageMs: 20_000 }],
        now,
      )
    }
    await open({ sessions: (now) => largeScene(bays, now).map((view) => told(view, now)), bays, isMoving: false })
    const overlaps = await page.evaluate(() =>
      [...document.querySelectorAll('article:has([data-part="rr"])')].map((tile) => {
        const words = document.createRange()
        words.selectNodeContents(tile.querySelector('[data-part="spo2"] > :last-child') ?? tile)
        const next = tile.querySelector('[data-part="rr"]')?.getBoundingClientRect().left ?? 0
        return { says: words.toString(), over: words.getBoundingClientRect().right > next }
      }),
    )
    expect(overlaps.length).toBeGreaterThan(0)
    expect(new Set(overlaps.map(({ says, over }) => `${says} ${over}`))).toEqual(new Set(['poor signal false']))
  })

  it.each([
    ['full', 8],
    ['compact', 24],
    ['minimal', 64],
  ] as const)('shows the longest alarm whole in its %s form', async (form, bays) => {
    const sessions = (now: Instant) =>
      largeScene(bays, now).map((view) =>
        withAlarms(
          { ...view, audioPausedUntil: new Date(now + 100_000).toISOString() },
          [{ channel: 'nibp.overdue', priority: 'medium', text: 'Blood pressure overdue', ageMs: 4_000_000 }],
          now,
        ),
      )
    await open({ sessions, bays })
    await picture(`long-alarms-${bays}`)
    expect(await tile(1).getAttribute('data-form')).toBe(form)
    const hidden = await tile(1)
      .locator('[data-part="alarm"] > span')
      .evaluateAll((parts) =>
        parts
          .filter((part) => part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 4)
          .map((part) => part.textContent),
      )
    expect(hidden).toEqual([])
    const line = await tile(1).locator('[data-part="alarm"]').boundingBox()
    const text = await tile(1).getByText('Blood pressure overdue').boundingBox()
    expect(text?.height ?? 0).toBeLessThanOrEqual((line?.height ?? 0) + 1)
  })

  it.each([
    ['full', 8, alarmScene],
    ['minimal', 64, (now: Instant) => largeScene(64, now)],
  ] as const)('keeps a short alarm in one line, whoever is missing beside it: %s', async (_form, bays, sessions) => {
    await open({ sessions, bays, isMoving: false })
    const broken = await page
      .locator('[data-part="alarm"][data-priority="high"] > span:nth-child(2)')
      .evaluateAll((texts) =>
        texts
          .filter((text) => text.getBoundingClientRect().height > parseFloat(getComputedStyle(text).fontSize) * 1.6)
          .map((text) => text.textContent),
      )
    expect(broken).toEqual([])
  })

  it('looks the same at 3840 × 2160, twice as large', async () => {
    await open({ bays: 24, sessions: (now) => largeScene(24, now) })
    const small = await fontSize('[data-part="pulse"] [data-state]')
    await page.setViewportSize({ width: 3_840, height: 2_160 })
    await eventually(async () => Math.round((100 * (await fontSize('[data-part="pulse"] [data-state]'))) / small)).toBe(
      200,
    )
    await picture('24-bays-3840')
  })

  it('is legible at 200 % zoom, without a bar to scroll', async () => {
    await open({ viewport: { width: 960, height: 540 }, deviceScaleFactor: 2 })
    await picture('8-bays-zoomed')
    const overflow = await page.evaluate(() => ({
      x: document.documentElement.scrollWidth - innerWidth,
      y: document.documentElement.scrollHeight - innerHeight,
    }))
    expect(overflow).toEqual({ x: 0, y: 0 })
    expect(await fontSize('[data-part="pulse"] [data-state]')).toBeGreaterThan(40)
  })
})

interface Ink {
  readonly left: number
  readonly right: number
  readonly bottom: number
}

/** Where the letters of a place are drawn on its row's canvas, and where the page would set them, in pixels of the page. */
const inkAndText = (selector: string): Promise<{ readonly drawn: Ink; readonly set: Ink }> =>
  page
    .locator(selector)
    .first()
    .evaluate((place) => {
      const box = place.getBoundingClientRect()
      const canvas = [...document.querySelectorAll('canvas')].find((one) => {
        const row = one.getBoundingClientRect()
        return row.top <= box.top && row.bottom >= box.bottom
      })
      const row = canvas?.getBoundingClientRect()
      const pen = canvas?.getContext('2d')
      if (row === undefined || !pen) throw new Error('the place lies under no canvas')
      const [x, y] = [Math.round(box.left - row.left), Math.round(box.top - row.top)]
      const { data, width } = pen.getImageData(x, y, Math.round(box.width), Math.round(box.height))
      const inked = Array.from({ length: data.length / 4 }, (_, index) => index).filter(
        (index) => (data[index * 4 + 3] ?? 0) > 128,
      )
      const columns = inked.map((index) => index % width)
      const drawn = {
        left: box.left + Math.min(...columns),
        right: box.left + Math.max(...columns) + 1,
        bottom: box.top + Math.floor(Math.max(...inked) / width) + 1,
      }
      const grid = document.querySelector<HTMLElement>('[data-drawn]')
      delete grid?.dataset.drawn
      const letters = document.createRange()
      letters.selectNodeContents(place)
      const text = letters.getBoundingClientRect()
      const foot = place.appendChild(document.createElement('i'))
      foot.style.cssText = 'display:inline-block;width:0;height:0'
      const set = { left: text.left, right: text.right, bottom: foot.getBoundingClientRect().bottom }
      foot.remove()
      if (grid !== null) grid.dataset.drawn = ''
      return { drawn, set }
    })

describe('what moves is drawn', () => {
  it.each([
    ['a number', 'article[data-bay="Bay 1"] [data-part="pulse"] [data-state]'],
    ['a rate of breathing', 'article[data-bay="Bay 3"] [data-part="rr"] [data-state]'],
    ['what is left', 'article[data-bay="Bay 1"] [data-part="phase"] [role="img"]'],
    ['the dose, and what is next', 'article[data-bay="Bay 1"] [data-part="foot"] [role="img"]'],
  ])('where the page would set it: %s', async (name, selector) => {
    await open({ isMoving: false })
    await page.locator('[data-drawn]').waitFor()
    await eventually(async () => Number.isFinite((await inkAndText(selector)).drawn.left)).toBe(true)
    const { drawn, set } = await inkAndText(selector)
    const size = await page
      .locator(selector)
      .first()
      .evaluate((place) => parseFloat(getComputedStyle(place).fontSize))
    // The first and the last letter have a little air of their own.
    expect(Math.abs(drawn.left - set.left), name).toBeLessThan(size * 0.14)
    expect(Math.abs(drawn.right - set.right), name).toBeLessThan(size * 0.14)
    // Letters with tails, and round ones, go below the line.
    expect(drawn.bottom - set.bottom, name).toBeGreaterThan(-size * 0.06)
    expect(drawn.bottom - set.bottom, name).toBeLessThan(size * 0.26)
  })

  it('and said in words to whoever hears the page', async () => {
    await open({ isMoving: false })
    await page.locator('[data-drawn]').waitFor()
    const words = await tile(1).locator('[data-part="spo2"] [data-state]').textContent()
    expect(words).toMatch(/^\d\d$/)
    expect(
      await tile(1)
        .locator('[data-part="spo2"]')
        .getByRole('img', { name: words ?? '' })
        .count(),
    ).toBe(1)
  })

  it('unless the browser has no canvas: then the page shows its own text', async () => {
    await open({
      before: () => {
        HTMLCanvasElement.prototype.getContext = () => null
      },
    })
    await tile(1)
      .locator('[data-part="spo2"]')
      .getByText(/^\d\d$/)
      .waitFor()
    expect(await page.locator('[data-drawn]').count()).toBe(0)
    await picture('8-bays-not-drawn')
  })

  it('unless drawing fails: no number stands still on a canvas', async () => {
    await open()
    await page.locator('[data-drawn]').waitFor()
    await page.evaluate(() => {
      CanvasRenderingContext2D.prototype.fillText = () => {
        throw new Error('no more letters')
      }
    })
    await tile(1)
      .locator('[data-part="spo2"]')
      .getByText(/^\d\d$/)
      .waitFor()
    expect(await page.locator('[data-drawn]').count()).toBe(0)
    expect(await page.locator('article canvas, article ~ canvas').count()).toBe(0)
  })
})

describe('nothing jumps', () => {
  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('[data-state], [data-part="pressure"], [data-part="foot"], h2, article')].map(
        (element) => {
          const { left, top } = element.getBoundingClientRect()
          return `${element.getAttribute('data-part') ?? element.tagName} ${left.toFixed(1)} ${top.toFixed(1)}`
        },
      ),
    )

  it('when an alarm comes, a value gains a digit, one is lost, and the phase changes', async () => {
    await open({ isMoving: false })
    const before = await places()
    scene.change('s-1', (view, now) =>
      withAlarms(
        {
          ...view,
          phase: 'paused',
          vitals: { ...view.vitals, hr: vitalView('hr', 128, now), spo2: vitalView('spo2', null, now) },
        },
        [
          { channel: 'hr.high', priority: 'medium', text: 'HR 128 > 120', ageMs: 0 },
          { channel: 'spo2.sensorOff', priority: 'medium', text: 'SpO2 probe off', ageMs: 0 },
        ],
        now,
      ),
    )
    await tile(1).locator('[data-part="alarm"]').waitFor()
    await eventually(() => tile(1).locator('[data-part="pulse"] [data-state]').textContent()).toBe('128')
    expect(await places()).toEqual(before)
  })
})

describe('the flash', () => {
  /** How often the frame comes on in a second, and for which share of the time. */
  const measureFlash = (bay: number, forMs: number) =>
    tile(bay)
      .locator('[data-flashes]')
      .evaluate(
        (frame, span) =>
          new Promise<{ hz: number; share: number }>((done) => {
            const rises: number[] = []
            let [lit, frames, before] = [0, 0, true]
            const from = performance.now()
            const look = () => {
              const isOn = getComputedStyle(frame).opacity === '1'
              frames += 1
              if (isOn) lit += 1
              if (isOn && !before) rises.push(performance.now())
              before = isOn
              if (performance.now() - from < span) requestAnimationFrame(look)
              else
                done({
                  hz: (1_000 * (rises.length - 1)) / ((rises.at(-1) ?? 0) - (rises[0] ?? 0)),
                  share: lit / frames,
                })
            }
            requestAnimationFrame(look)
          }),
        forMs,
      )

  it('is 2.0 Hz for high, half of the time on', async () => {
    await open()
    const { hz, share } = await measureFlash(2, 5_000)
    expect(hz).toBeGreaterThan(1.9)
    expect(hz).toBeLessThan(2.1)
    expect(share).toBeGreaterThan(0.4)
    expect(share).toBeLessThan(0.6)
  })

  it('is 0.6 Hz for medium, half of the time on', async () => {
    await open()
    const { hz, share } = await measureFlash(4, 10_000)
    expect(hz).toBeGreaterThan(0.57)
    expect(hz).toBeLessThan(0.63)
    expect(share).toBeGreaterThan(0.4)
    expect(share).toBeLessThan(0.6)
  })

  it('is none for what somebody acknowledged, and none on the digits', async () => {
    await open({ sessions: alarmScene, isMoving: false })
    const running = await page.evaluate(() =>
      document.getAnimations().map((animation) => {
        const target = animation.effect instanceof KeyframeEffect ? animation.effect.target : null
        return `${target?.closest('article')?.dataset.bay ?? '?'} ${target?.hasAttribute('data-flashes') ? 'frame' : 'other'}`
      }),
    )
    expect(running.toSorted()).toEqual(['Bay 1 frame', 'Bay 3 frame', 'Bay 4 frame', 'Bay 6 frame', 'Bay 7 frame'])
  })
})

describe('a link that fails', () => {
  it('marks every number after 2 s, covers the screen after 4 s, and is well again by itself', async () => {
    await open()
    scene.fallSilent(true)
    const silentFrom = Date.now()
    await page.locator('[data-link="stale"]').waitFor()
    const staleAfter = Date.now() - silentFrom
    await page.getByRole('alertdialog', { name: 'Link lost' }).waitFor()
    const lostAfter = Date.now() - silentFrom
    await picture('link-lost')
    // The last beat came up to a second before the silence was noticed here.
    expect(staleAfter).toBeGreaterThan(900)
    expect(staleAfter).toBeLessThan(3_000)
    expect(lostAfter).toBeGreaterThan(2_900)
    expect(lostAfter).toBeLessThan(5_000)
    scene.fallSilent(false)
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    await page.locator('[data-link="live"]').waitFor()
  })

  it('brings what happened meanwhile', async () => {
    await open()
    scene.fallSilent(true)
    scene.change('s-1', (view, now) =>
      withAlarms(view, [{ channel: 'spo2.low', priority: 'high', text: 'SpO2 80 < 85', ageMs: 0 }], now),
    )
    await page.getByRole('alertdialog', { name: 'Link lost' }).waitFor()
    scene.fallSilent(false)
    await tile(1).getByText('80 < 85').waitFor()
    await eventually(() => scene.shown.flatMap(({ alarmIds }) => alarmIds)).toContain('s-1.spo2.low')
  })
})

describe('the wall for everybody', () => {
  it('passes axe, WCAG 2.2 AA', async () => {
    await open({ sessions: alarmScene })
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`),
    ).toEqual([])
  })

  it('has numbers of 7:1 at least on whatever stands behind them', async () => {
    await open({ sessions: alarmScene, isMoving: true })
    const ratios = await page.evaluate(() => {
      const canvas = document.createElement('canvas')
      const pen = canvas.getContext('2d', { willReadFrequently: true })
      const rgb = (color: string): number[] => {
        if (pen === null) return []
        pen.fillStyle = color
        pen.fillRect(0, 0, 1, 1)
        return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3)
      }
      const luminance = (color: string) =>
        rgb(color)
          .map((value) => value / 255)
          .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
          .reduce((sum, value, index) => sum + value * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0)
      return [...document.querySelectorAll('article [data-state]')].map((number) => {
        const behind = number.closest('article')
        const [one, other] = [
          getComputedStyle(number).color,
          behind === null ? '' : getComputedStyle(behind).backgroundColor,
        ]
        const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
        return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
      })
    })
    expect(ratios.length).toBeGreaterThan(20)
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(7)
  })

  it('keeps what was said of the screen, and lays itself out by it', async () => {
    await open({ bays: 24, sessions: (now) => largeScene(24, now) })
    await page.getByRole('button', { name: 'How large is this screen?' }).click()
    await page.getByLabel(/Diagonal/).fill('32')
    await page.getByLabel(/Read from/).fill('5')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/Page 1 of/).waitFor()
    await picture('24-bays-far')
    await page.reload()
    await page.getByText(/Page 1 of/).waitFor()
    const away = page.getByRole('list', { name: 'Alarms on other pages' }).getByRole('button')
    const shown = await page.locator('[data-part="alarm"]').count()
    expect((await away.count()) + shown).toBe(2)
  })
})
