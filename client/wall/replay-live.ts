import { createStore } from 'zustand/vanilla'
import type { SessionId } from '../../shared/domain/ids.ts'
import { instant, MS_PER_MINUTE, type Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import type { ReplayAnswer, ReplayFrame } from '../../shared/wire/replay.ts'
import type { LiveClient } from '../live/live-client.ts'
import { INITIAL_LIVE_STATE, type LiveState } from '../live/live-state.ts'
import type { LinkState } from '../live/link-monitor.ts'
import { TREND_LENGTH_MS, type SessionTrends } from '../live/trend.ts'

/** What the parts of a wall draw from, filled by a replay: it hears no server, and tells none. */
export interface ReplayLive {
  readonly live: LiveClient
  readonly show: (frame: ReplayFrame, trends: ReplayAnswer['trends'], speed: number) => void
}

const LINK: LinkState = {
  health: 'live',
  silentS: 0,
  sleptS: null,
  beats: 0,
  dropped: 0,
  lastDropped: null,
  refusal: null,
}

const NOT_LIVE = { ok: false, code: 'notAllowed', message: 'A replay takes no orders.' } as const

/** What a tile would have drawn at that instant. */
const until = (trends: ReplayAnswer['trends'], at: number): SessionTrends =>
  Object.fromEntries(
    (Object.keys(trends) as readonly Metric[]).map((metric) => {
      const { time, value } = trends[metric] ?? { time: [], value: [] }
      const isShown = (moment: number): boolean => moment <= at && moment > at - TREND_LENGTH_MS - MS_PER_MINUTE
      return [
        metric,
        { time: time.filter(isShown), value: value.filter((_, index) => isShown(time[index] ?? Number.NaN)) },
      ]
    }),
  )

export const createReplayLive = (id: SessionId): ReplayLive => {
  const store = createStore<LiveState>(() => ({ ...INITIAL_LIVE_STATE, epoch: 'replay' }))
  const ticks = new Set<() => void>()
  let now: Instant | null = null
  const nothing = () => undefined
  return {
    live: {
      store,
      link: createStore<LinkState>(() => LINK),
      clock: {
        now: () => now,
        subscribe: (tick) => {
          ticks.add(tick)
          return () => ticks.delete(tick)
        },
      },
      connect: nothing,
      disconnect: nothing,
      sendCommand: () => Promise.resolve(NOT_LIVE),
      watchSession: () => Promise.resolve(NOT_LIVE),
      sendDisplayState: nothing,
      sendShown: nothing,
      onMessage: () => nothing,
    },
    show: ({ at, view }, trends, speed) => {
      now = instant(at)
      // Its tile says so wherever it is seen: in a picture of the screen, too.
      const session = { view: { ...view, replayed: true }, viewAt: now, trends: until(trends, at) }
      store.setState({ ...store.getState(), speed, sessions: { [id]: session } }, true)
      for (const tick of ticks) tick()
    },
  }
}
