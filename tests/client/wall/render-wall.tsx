// A wall over hand-held stores: what a screen shows at an instant, without a socket or a real clock.
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { applyMessage, type LiveMessage } from '../../../client/live/apply-message.ts'
import type { LinkState } from '../../../client/live/link-monitor.ts'
import type { LiveClient } from '../../../client/live/live-client.ts'
import { INITIAL_LIVE_STATE, type LiveState } from '../../../client/live/live-state.ts'
import { ClockContext } from '../../../client/ui/use-now.ts'
import { createTurns } from '../../../client/ui/turns.ts'
import { WallProvider } from '../../../client/wall/wall-context.ts'
import { createWallPulse } from '../../../client/wall/wall-pulse.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { instant, type Instant } from '../../../shared/domain/time.ts'
import { sceneBays } from '../../support/scene.ts'

const LINK: LinkState = {
  health: 'live',
  silentS: 0,
  sleptS: null,
  beats: 1,
  dropped: 0,
  lastDropped: null,
  refusal: null,
}

export interface HeldWall {
  readonly live: LiveClient
  readonly orders: unknown[]
  apply(message: LiveMessage): void
  /** Lets the server's clock go on to this instant. */
  at(now: Instant): void
  link(change: Partial<LinkState>): void
}

export const holdWall = (views: readonly SessionView[], now: Instant, bays = 8): HeldWall => {
  let time = now
  const ticks = new Set<() => void>()
  const store = createStore<LiveState>(() =>
    applyMessage(
      INITIAL_LIVE_STATE,
      {
        kind: 'watched',
        answer: {
          ok: true,
          mode: 'snapshot',
          epoch: 'e1',
          seq: 0,
          serverTime: now,
          speed: 1,
          sessions: [...views],
          trends: {},
          siteAlarms: [],
          bays: sceneBays(bays),
        },
      },
      now,
    ),
  )
  const link = createStore<LinkState>(() => LINK)
  const orders: unknown[] = []
  const live: LiveClient = {
    store,
    link,
    clock: {
      now: () => time,
      subscribe: (tick) => {
        ticks.add(tick)
        return () => ticks.delete(tick)
      },
    },
    connect: () => undefined,
    disconnect: () => undefined,
    onMessage: () => () => undefined,
    sendCommand: (order) => {
      orders.push(order)
      return Promise.resolve({ ok: false, code: 'notAllowed', message: 'Not here.' })
    },
    watchSession: () => Promise.resolve({ ok: false, code: 'notAllowed', message: 'Not here.' }),
    sendDisplayState: () => undefined,
    sendShown: () => undefined,
  }
  return {
    live,
    orders,
    apply: (message) => store.setState(applyMessage(store.getState(), message, time), true),
    at: (next) => {
      time = instant(next)
      for (const tick of ticks) tick()
      // A second that nothing else goes with is drawn a moment later.
      vi.advanceTimersByTime(250)
    },
    link: (change) => link.setState(change),
  }
}

export const renderOnWall = (wall: HeldWall, part: ReactNode) => {
  const pulse = createWallPulse(wall.live)
  pulse.start()
  return render(
    <ClockContext value={wall.live.clock}>
      <WallProvider
        value={{
          live: wall.live,
          pulse,
          turns: createTurns(),
          // Nothing is laid out here, so nothing is drawn on a canvas.
          painter: {
            cover: () => () => undefined,
            add: () => () => undefined,
            request: () => undefined,
            restyle: () => undefined,
            refresh: () => undefined,
            start: () => () => undefined,
          },
        }}
      >
        {part}
      </WallProvider>
    </ClockContext>,
  )
}
