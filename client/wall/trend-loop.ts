import type { SessionId } from '../../shared/domain/ids.ts'
import type { LimitView } from '../../shared/domain/session-view.ts'
import type { LiveClient } from '../live/live-client.ts'
import { TREND_LENGTH_MS, type SessionTrends } from '../live/trend.ts'
import { drawTrend, type TrendPalette } from './trend-draw.ts'

/** One canvas of one tile, kept by the loop. */
interface TrendTile {
  readonly canvas: HTMLCanvasElement
  readonly pen: CanvasRenderingContext2D
  readonly sessionId: SessionId
  unit: number
  palette: TrendPalette
  /** What stands on the canvas; null: nothing yet, or of another size. */
  drawn: { readonly trends: SessionTrends; readonly limits: readonly LimitView[]; readonly at: number } | null
}

/** Draws all trends of the screen: one loop, at most about once a second a tile, and only what changed. */
export interface TrendLoop {
  /** @returns how to take the canvas out again */
  readonly add: (canvas: HTMLCanvasElement, sessionId: SessionId) => () => void
  readonly start: () => () => void
}

/** More in one frame would be seen as a stutter of everything else. */
const TILES_PER_FRAME = 8

const readPalette = (canvas: HTMLCanvasElement): TrendPalette => {
  const style = getComputedStyle(canvas)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    band: token('--raised'),
    grid: token('--line'),
    strong: token('--text'),
    soft: token('--muted'),
    caret: token('--caret'),
  }
}

const fit = (tile: TrendTile, width: number, height: number): void => {
  tile.canvas.width = width
  tile.canvas.height = height
  tile.unit = (Number(getComputedStyle(tile.canvas).getPropertyValue('--scale')) || 1) * devicePixelRatio
  tile.palette = readPalette(tile.canvas)
  tile.drawn = null
}

const deviceSize = (entry: ResizeObserverEntry): readonly [width: number, height: number] => {
  const [box] = entry.devicePixelContentBoxSize
  if (box !== undefined) return [box.inlineSize, box.blockSize]
  return [
    Math.round(entry.contentRect.width * devicePixelRatio),
    Math.round(entry.contentRect.height * devicePixelRatio),
  ]
}

export const createTrendLoop = ({ store, clock }: LiveClient): TrendLoop => {
  const tiles = new Map<Element, TrendTile>()
  let queue: TrendTile[] = []
  let frame = 0

  const isDue = (tile: TrendTile, now: number): boolean => {
    const session = store.getState().sessions[tile.sessionId]
    if (session === undefined || tile.canvas.width === 0) return false
    if (tile.drawn?.trends !== session.trends || tile.drawn.limits !== session.view.limits) return true
    // Time moves everything to the left: by less than a pixel nobody sees it.
    return now - tile.drawn.at >= TREND_LENGTH_MS / tile.canvas.width
  }
  const draw = (tile: TrendTile, now: number) => {
    const session = store.getState().sessions[tile.sessionId]
    if (session === undefined) return
    const { limits } = session.view
    const { width, height } = tile.canvas
    drawTrend(tile.pen, { width, height, unit: tile.unit, now, trends: session.trends, limits, palette: tile.palette })
    tile.drawn = { trends: session.trends, limits, at: now }
  }
  const onFrame = () => {
    frame = 0
    const now = clock.now()
    if (now === null) return
    for (const tile of queue.splice(0, TILES_PER_FRAME)) draw(tile, now)
    if (queue.length > 0) frame = requestAnimationFrame(onFrame)
  }
  const request = () => {
    const now = clock.now()
    if (now === null) return
    queue = [...tiles.values()].filter((tile) => isDue(tile, now))
    if (queue.length > 0 && frame === 0) frame = requestAnimationFrame(onFrame)
  }
  const sizes = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const tile = tiles.get(entry.target)
      if (tile !== undefined) fit(tile, ...deviceSize(entry))
    }
    request()
  })

  return {
    add: (canvas, sessionId) => {
      const pen = canvas.getContext('2d')
      if (pen === null) return () => undefined
      tiles.set(canvas, { canvas, pen, sessionId, unit: 1, palette: readPalette(canvas), drawn: null })
      sizes.observe(canvas)
      return () => {
        sizes.unobserve(canvas)
        tiles.delete(canvas)
      }
    },
    start: () => {
      // Each second of the server: frames of numbers that come in between are drawn with the next one.
      const stop = clock.subscribe(request)
      return () => {
        stop()
        cancelAnimationFrame(frame)
        frame = 0
      }
    },
  }
}
