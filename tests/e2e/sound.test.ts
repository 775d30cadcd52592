import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { createBurstPlayer } from '../../client/signals/burst-player.ts'
import type { Priority } from '../../shared/domain/limit.ts'
import { launchBrowser } from '../support/browser.ts'
import {
  amplitudeAt,
  burstsHeard,
  gapsOf,
  pulsesHeard,
  steadyPart,
  strongestHz,
  type HeardPulse,
  type HeardSound,
} from '../support/heard-sound.ts'

const PLAYER = path.resolve(import.meta.dirname, '../../client/signals/burst-player.ts')
/** The table of signals.md, *Sound*, written down once more: not what the product makes of it. */
const TABLE = {
  high: { pulses: 10, pulseMs: 150, gapsMs: [100, 100, 350, 100, 700, 100, 100, 350, 100], everyMs: 10_000 },
  medium: { pulses: 3, pulseMs: 200, gapsMs: [200, 200], everyMs: 20_000 },
  low: { pulses: 1, pulseMs: 200, gapsMs: [], everyMs: 30_000 },
} as const
const FUNDAMENTAL_HZ = 523
const HARMONIC_NUMBERS = [2, 3, 4, 5, 6]
/** 32 samples to a period of the fundamental, so that each harmonic is measured without a trace of the others. */
const RATE = FUNDAMENTAL_HZ * 32
const TOLERANCE_MS = 2

type Player = { readonly createBurstPlayer: typeof createBurstPlayer }

let browser: Browser
let page: Page
const heard = new Map<Priority, HeardSound>()

/** The product's own scheduling, for a page that has nothing else. */
const bundledPlayer = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry: PLAYER, formats: ['iife'], name: 'sound' } },
  })
  const [first] = Array.isArray(built) ? built : []
  const chunk = first?.output[0]
  if (chunk === undefined) throw new Error('The player could not be bundled.')
  return chunk.code
}

/** Lets the player look at its clock as often as the screen does, and gives what a loudspeaker would have got. */
const render = async (priority: Priority, lengthS: number, lookEveryS: number): Promise<Float32Array> => {
  const base64 = await page.evaluate(
    async ({ wanted, rate, seconds, every }) => {
      const { createBurstPlayer: create } = (globalThis as unknown as { sound: Player }).sound
      const context = new OfflineAudioContext(1, rate * seconds, rate)
      const player = create(context)
      for (let at = every; at < seconds; at += every) {
        void context.suspend(at).then(() => {
          player.look()
          return context.resume()
        })
      }
      player.want(wanted)
      const { buffer } = (await context.startRendering()).getChannelData(0)
      let text = ''
      const bytes = new Uint8Array(buffer)
      for (let from = 0; from < bytes.length; from += 32_768)
        text += String.fromCharCode(...bytes.subarray(from, from + 32_768))
      return btoa(text)
    },
    { wanted: priority, rate: RATE, seconds: lengthS, every: lookEveryS },
  )
  const bytes = Buffer.from(base64, 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

const soundOf = (priority: Priority): HeardSound => {
  const sound = heard.get(priority)
  if (sound === undefined) throw new Error(`${priority} was not rendered.`)
  return sound
}
const firstPulse = (sound: HeardSound): HeardPulse => {
  const [pulse] = pulsesHeard(sound)
  if (pulse === undefined) throw new Error('There is no pulse.')
  return pulse
}

/** Fails with the whole list where one of them is out. */
const expectAllNear = (measured: readonly number[], wanted: readonly number[], tolerance: number, what: string) => {
  expect(measured.length, what).toBe(wanted.length)
  const out = measured.filter((value, index) => Math.abs(value - (wanted[index] ?? NaN)) > tolerance)
  expect(out, `${what}: ${measured.map((value) => value.toFixed(2)).join(', ')}`).toEqual([])
}

beforeAll(async () => {
  browser = await launchBrowser()
  page = await browser.newPage()
  await page.addScriptTag({ content: await bundledPlayer() })
  for (const priority of ['high', 'medium', 'low'] as const) {
    const lengthS = (2 * TABLE[priority].everyMs) / 1_000 + 5
    const samples = await render(priority, lengthS, 0.25)
    heard.set(priority, { samples, rate: RATE, fundamentalHz: FUNDAMENTAL_HZ })
  }
})
afterAll(() => browser.close())

describe.each(['high', 'medium', 'low'] as const)('the burst of %s, as a loudspeaker gets it', (priority) => {
  const { pulses, pulseMs, gapsMs, everyMs } = TABLE[priority]

  it('has its pulses, their lengths and gaps', () => {
    const bursts = burstsHeard(pulsesHeard(soundOf(priority)))
    for (const burst of bursts) {
      expectAllNear(
        burst.map(({ lengthMs }) => lengthMs),
        Array.from({ length: pulses }, () => pulseMs),
        TOLERANCE_MS,
        'lengths',
      )
      expectAllNear(gapsOf(burst), gapsMs, TOLERANCE_MS, 'gaps')
    }
  })

  it('rises and falls for 15 % of the pulse', () => {
    for (const { riseMs, fallMs } of pulsesHeard(soundOf(priority))) {
      expectAllNear([riseMs, fallMs], [0.15 * pulseMs, 0.15 * pulseMs], 1, 'rise and fall')
    }
  })

  it('comes again in its time, to the millisecond and without drift', () => {
    const starts = burstsHeard(pulsesHeard(soundOf(priority))).map(([first]) => first?.startMs ?? NaN)
    expect(starts).toHaveLength(3)
    const from = starts[0] ?? NaN
    expect(from).toBeLessThan(100)
    expectAllNear(
      starts.map((start) => start - from),
      [0, everyMs, 2 * everyMs],
      1,
      'starts',
    )
  })

  it('sounds at 523 Hz with harmonics 2 to 6 from −3 to −9 dB, none above, and nothing clipped', () => {
    const sound = soundOf(priority)
    const steady = steadyPart(sound, firstPulse(sound))
    expect(Math.abs(strongestHz(steady, RATE, 400, 660) - FUNDAMENTAL_HZ)).toBeLessThan(1)
    const fundamental = amplitudeAt(steady, RATE, FUNDAMENTAL_HZ)
    const level = (number: number) => 20 * Math.log10(amplitudeAt(steady, RATE, number * FUNDAMENTAL_HZ) / fundamental)
    const levels = HARMONIC_NUMBERS.map(level)
    expectAllNear([levels[0] ?? NaN, levels.at(-1) ?? NaN], [-3, -9], 0.3, 'second and sixth')
    expect(levels).toEqual(levels.toSorted((one, other) => other - one))
    for (const number of [7, 8, 9, 10, 12, 14]) expect(level(number), `harmonic ${number}`).toBeLessThan(-40)
    const peak = sound.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
    expect(peak).toBeGreaterThan(0.5)
    expect(peak).toBeLessThan(1)
  })
})

describe('the player', () => {
  it('keeps its time where a hidden tab lets it look only once a second', async () => {
    const samples = await render('high', 25, 1)
    const bursts = burstsHeard(pulsesHeard({ samples, rate: RATE, fundamentalHz: FUNDAMENTAL_HZ }))
    const starts = bursts.map(([first]) => first?.startMs ?? NaN)
    expectAllNear(
      starts.map((start) => start - (starts[0] ?? NaN)),
      [0, 10_000, 20_000],
      1,
      'starts',
    )
  })

  it('breaks off at once where another priority is wanted, and begins with its whole burst', async () => {
    const heardSamples = await page.evaluate(async (rate) => {
      const { createBurstPlayer: create } = (globalThis as unknown as { sound: Player }).sound
      const context = new OfflineAudioContext(1, rate * 8, rate)
      const player = create(context)
      void context.suspend(0.5).then(() => {
        player.want('high')
        return context.resume()
      })
      player.want('medium')
      const { buffer } = (await context.startRendering()).getChannelData(0)
      return Array.from(new Float32Array(buffer))
    }, RATE)
    const sound = { samples: Float32Array.from(heardSamples), rate: RATE, fundamentalHz: FUNDAMENTAL_HZ }
    const lengths = pulsesHeard(sound).map(({ lengthMs }) => lengthMs)
    // The medium's first pulse, what had begun of its second, then the ten of high.
    expect(lengths).toHaveLength(12)
    expectAllNear(
      lengths.slice(2),
      Array.from({ length: 10 }, () => 150),
      TOLERANCE_MS,
      'lengths of high',
    )
  })
})
