import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { instant, plusMs } from '../../../shared/domain/time.ts'
import { eventsMessageSchema, vitalsFrameSchema, type VitalsFrame } from '../../../shared/wire/live-message.ts'
import { LIVE_NAMESPACE } from '../../../shared/wire/socket-events.ts'
import { NURSE, reading, startHub, until, watch, type HubUnderTest } from '../../support/live-hub.ts'
import { preparing } from '../../support/scene.ts'

const T0 = instant(Date.UTC(2026, 2, 1, 9))
const VIEW: SessionView = preparing(
  { bay: 1, initials: 'A.B.', hr: 72, spo2: 98, pressure: [120, 80, 93], pressureAgeMin: 2 },
  T0,
)

/** Half as long again as a connection may take nothing. */
const TICKS_OF_30_S = 120

let open: HubUnderTest | null = null
afterEach(async () => {
  await open?.close()
  open = null
})

/** A screen that speaks the protocol by hand, so that it can stop reading. */
const connectByHand = async (url: string) => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
  const got = { frames: [] as VitalsFrame[], eventSeqs: [] as number[], isWatching: false }
  socket.on('message', (data: Buffer) => {
    const text = data.toString()
    if (text.startsWith('0')) socket.send(`40${LIVE_NAMESPACE},{"token":"wall"}`)
    else if (text === '2') socket.send('3')
    else if (text.startsWith(`40${LIVE_NAMESPACE}`)) socket.send(`42${LIVE_NAMESPACE},0["watch",{}]`)
    else if (text.startsWith(`43${LIVE_NAMESPACE},0`)) got.isWatching = true
    else if (text.startsWith(`42${LIVE_NAMESPACE},`)) {
      const [name, payload] = JSON.parse(text.slice(`42${LIVE_NAMESPACE},`.length)) as [string, unknown]
      if (name === 'vitals') got.frames.push(vitalsFrameSchema.parse(payload))
      if (name === 'events') got.eventSeqs.push(...eventsMessageSchema.parse(payload).events.map(({ seq }) => seq))
    }
  })
  await until('the slow screen watches', () => got.isWatching)
  return { socket, got }
}

const heartRates = (frames: readonly VitalsFrame[]): readonly unknown[] =>
  frames.flatMap((frame) => frame.sessions[VIEW.id]?.hr?.[0] ?? [])

describe('a screen that takes nothing for a while', () => {
  it('skips frames, loses no event, and is given the newest of all it missed', async () => {
    open = await startHub({ views: [VIEW], now: () => T0 })
    const { commit, connect, url } = open
    const slow = await connectByHand(url)
    const quick = await connect('wall')
    const quickFrames: VitalsFrame[] = []
    quick.on('vitals', (frame) => quickFrames.push(frame))
    await watch(quick)

    // given: it stops reading, and more comes than all buffers of the system on its way hold
    slow.socket.pause()
    const note = { type: 'noteAdded', sessionId: VIEW.id, at: T0, by: NURSE, data: { text: 'x' } } as const
    const events = 4_000
    for (let seq = 13; seq < 13 + events; seq += 1) {
      commit({ ...VIEW, seq }, [{ ...note, seq }])
      if (seq % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    // when: numbers go on, and one that is measured rarely comes but once
    commit(VIEW, [], [reading('temp', 36.6, T0)])
    for (let second = 1; second <= 6; second += 1) {
      commit(VIEW, [], [reading('hr', 100 + second, plusMs(T0, second * 1_000))])
      await until('the quick screen has it', () => heartRates(quickFrames).includes(100 + second))
    }
    expect(slow.got.eventSeqs.length).toBeLessThan(events)

    // then
    slow.socket.resume()
    await until('all events', () => slow.got.eventSeqs.length >= events, 20_000)
    expect(slow.got.eventSeqs.slice(0, events)).toEqual(Array.from({ length: events }, (_, index) => index + 1))
    await until('the newest heart rate', () => heartRates(slow.got.frames).at(-1) === 106)
    expect(slow.got.frames.some((frame) => frame.sessions[VIEW.id]?.temp?.[0] === 36.6)).toBe(true)
    expect(heartRates(quickFrames)).toEqual([101, 102, 103, 104, 105, 106])
    expect(heartRates(slow.got.frames)).toEqual([106])
    slow.socket.close()
  }, 40_000)
})

describe('a screen that takes all it is sent', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('stays connected, though a frame goes out with every beat', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    open = await startHub({ views: [VIEW], now: () => T0 })
    const quick = await open.connect('wall')
    const frames: VitalsFrame[] = []
    const ends: string[] = []
    quick.on('vitals', (frame) => frames.push(frame))
    quick.on('disconnect', (reason) => ends.push(reason))
    await watch(quick)

    for (let tick = 1; tick <= TICKS_OF_30_S; tick += 1) {
      const before = frames.length
      open.commit(VIEW, [], [reading('hr', 60 + (tick % 40), plusMs(T0, tick * 250))])
      vi.advanceTimersByTime(250)
      await until('the frame is there', () => frames.length > before || ends.length > 0)
    }

    expect(ends).toEqual([])
    expect(frames.length).toBeGreaterThanOrEqual(TICKS_OF_30_S)
  })
})
