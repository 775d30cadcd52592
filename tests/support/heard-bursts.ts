// Which bursts a page has put on its audio clock, by what they are: seen where the page hands them to the browser.
import type { BrowserContext, Page } from 'playwright-core'
import type { Priority } from '../../shared/domain/limit.ts'

interface Burst {
  readonly context: BaseAudioContext
  readonly fromS: number
  untilS: number
  isBrokenOff: boolean
}

/** To be asked of a context before its pages open. */
export const listenToBursts = async (context: BrowserContext): Promise<void> => {
  await context.addInitScript(() => {
    const bursts: Burst[] = []
    const begun = new WeakMap<AudioScheduledSourceNode, Burst>()
    type Method = (this: AudioScheduledSourceNode, when: number) => void
    const { prototype } = AudioScheduledSourceNode
    const methodOf = (name: 'start' | 'stop') => Object.getOwnPropertyDescriptor(prototype, name)?.value as Method
    const [start, stop] = [methodOf('start'), methodOf('stop')]
    prototype.start = function (this: AudioScheduledSourceNode, when = 0) {
      const burst = { context: this.context, fromS: when, untilS: Infinity, isBrokenOff: false }
      begun.set(this, burst)
      bursts.push(burst)
      start.call(this, when)
    }
    prototype.stop = function (this: AudioScheduledSourceNode, when = 0) {
      const burst = begun.get(this)
      // The first time it is told its length, the second time that it is over.
      if (burst?.untilS === Infinity) burst.untilS = when
      else if (burst !== undefined) burst.isBrokenOff = true
      stop.call(this, when)
    }
    Object.assign(globalThis, {
      /** Of each that was not broken off: its length, and how long ago it began; below 0 it waits. Seconds. */
      heardBursts: () =>
        bursts
          .filter(({ isBrokenOff }) => !isBrokenOff)
          .map(({ context: { currentTime }, fromS, untilS }) => [untilS - fromS, currentTime - fromS]),
    })
  })
}

/** What the lengths of signals.md's table say (3.4 s, 1 s, 0.2 s), and when the next would begin. */
const TABLE = [
  { priority: 'high', overS: 2, everyS: 10 },
  { priority: 'medium', overS: 0.6, everyS: 20 },
  { priority: 'low', overS: 0, everyS: 30 },
] as const satisfies readonly { priority: Priority; overS: number; everyS: number }[]

type Heard = { readonly heardBursts: () => [lengthS: number, sinceS: number][] }

/** The priorities whose bursts go on, one period after the other; empty: silence. */
export const soundingNow = async (page: Page): Promise<Priority[]> => {
  const bursts = await page.evaluate(() => (globalThis as unknown as Heard).heardBursts())
  const going = bursts.flatMap(([lengthS, sinceS]) => {
    const kind = TABLE.find(({ overS }) => lengthS > overS)
    return kind !== undefined && sinceS < kind.everyS ? [kind.priority] : []
  })
  return [...new Set(going)]
}
