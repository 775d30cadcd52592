import type { SessionId } from '../../shared/domain/ids.ts'
import type { LiveClient } from '../live/live-client.ts'
import type { LiveSession } from '../live/live-state.ts'
import { TREND_LENGTH_MS } from '../live/trend.ts'
import { drawTrend } from './trend-draw.ts'
import { arrange, readStyle, type TrendPlace, type TrendStyle } from './trend-places.ts'

/**
 * Draws all trends of the screen: one loop, a tile at most once a second and only when somebody could see a change.
 * The tiles of a row share one canvas, because every canvas costs the browser at every frame, drawn or not.
 */
export interface TrendLoop {
  /** Puts the canvases over this element; its tiles' places lie within. @returns how to take them off */
  readonly cover: (surface: HTMLElement) => () => void
  /** @returns how to take the place out again */
  readonly add: (element: HTMLElement, sessionId: SessionId) => () => void
  /** Reads colours and places anew: something that no size tells has changed. */
  readonly refresh: () => void
  /** @param changed calls whenever the wall is drawn anyway */
  readonly start: (changed: (draw: () => void) => () => void) => () => void
}

/** Whether somebody would see the difference, were it drawn now. */
const isDue = ({ drawn, area }: TrendPlace, session: LiveSession | undefined, now: number): boolean => {
  if (session === undefined || area === null) return false
  if (drawn?.limits !== session.view.limits) return true
  // Time moves everything to the left, and a new point to the right of it: by less than a pixel nobody sees it.
  return now - drawn.at >= TREND_LENGTH_MS / area.width
}

const draw = (place: TrendPlace, session: LiveSession | undefined, now: number, style: TrendStyle): void => {
  if (session === undefined || place.area === null) return
  const { pen, left, width, height } = place.area
  const { limits } = session.view
  pen.setTransform(1, 0, 0, 1, left, 0)
  drawTrend(pen, { width, height, now, trends: session.trends, limits, ...style })
  place.drawn = { limits, at: now }
}

export const createTrendLoop = ({ store, clock }: LiveClient): TrendLoop => {
  const places = new Set<TrendPlace>()
  let surface: HTMLElement | null = null
  /** null: sizes or colours have changed since the places were laid out. */
  let style: TrendStyle | null = null
  let frame = 0

  const due = (now: number): TrendPlace[] =>
    [...places].filter((place) => isDue(place, store.getState().sessions[place.sessionId], now))
  const onFrame = () => {
    frame = 0
    const now = clock.now()
    if (surface === null || now === null) return
    if (style === null) {
      style = readStyle(surface)
      arrange(surface, places)
    }
    for (const place of due(now)) draw(place, store.getState().sessions[place.sessionId], now, style)
  }
  const request = () => {
    if (frame === 0) frame = requestAnimationFrame(onFrame)
  }
  const onChange = () => {
    const now = clock.now()
    if (now !== null && (style === null || due(now).length > 0)) request()
  }
  const refresh = () => {
    style = null
    request()
  }
  const sizes = new ResizeObserver(refresh)
  const watch = (element: HTMLElement, forget: () => void): (() => void) => {
    sizes.observe(element)
    refresh()
    return () => {
      sizes.unobserve(element)
      forget()
      refresh()
    }
  }

  return {
    cover: (element) => {
      surface = element
      return watch(element, () => (surface = null))
    },
    add: (element, sessionId) => {
      const place: TrendPlace = { element, sessionId, area: null, drawn: null }
      places.add(place)
      return watch(element, () => places.delete(place))
    },
    refresh,
    start: (changed) => {
      const stop = changed(onChange)
      return () => {
        stop()
        cancelAnimationFrame(frame)
        frame = 0
      }
    },
  }
}
