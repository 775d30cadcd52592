import type { SessionId } from '../../shared/domain/ids.ts'
import type { LimitView } from '../../shared/domain/session-view.ts'
import type { TrendPalette } from './trend-draw.ts'

/** A tile's place for its trend. */
export interface TrendPlace {
  readonly element: HTMLElement
  readonly sessionId: SessionId
  /** Where it is drawn; null until the screen was measured. */
  area: TrendArea | null
  /** What stands there; null: nothing yet, or of another size. */
  drawn: { readonly limits: readonly LimitView[]; readonly at: number } | null
}

/** In device pixels of its canvas. */
interface TrendArea {
  readonly pen: CanvasRenderingContext2D
  readonly left: number
  readonly width: number
  readonly height: number
}

/** How everything on a surface is drawn. */
export interface TrendStyle {
  readonly palette: TrendPalette
  /** Device pixels for a unit of the drawing. */
  readonly unit: number
}

export const readStyle = (surface: HTMLElement): TrendStyle => {
  const style = getComputedStyle(surface)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    unit: (Number(token('--scale')) || 1) * devicePixelRatio,
    palette: {
      band: token('--trend-band'),
      grid: token('--trend-grid'),
      strong: token('--text'),
      soft: token('--muted'),
      caret: token('--caret'),
    },
  }
}

/** One canvas over the places of a row, as wide as the surface. */
const createStrip = (surface: HTMLElement, top: number, height: number): CanvasRenderingContext2D | null => {
  const canvas = surface.ownerDocument.createElement('canvas')
  canvas.setAttribute('aria-hidden', 'true')
  canvas.width = Math.round(surface.clientWidth * devicePixelRatio)
  canvas.height = Math.round(height * devicePixelRatio)
  canvas.style.cssText = `position:absolute;left:0;width:100%;pointer-events:none;top:${top}px;height:${height}px`
  surface.append(canvas)
  return canvas.getContext('2d')
}

/** Lays a strip over each row of places, and tells each place its part of it. */
export const arrange = (surface: HTMLElement, places: Iterable<TrendPlace>): void => {
  for (const old of surface.querySelectorAll('canvas')) old.remove()
  const origin = surface.getBoundingClientRect()
  const strips = new Map<number, CanvasRenderingContext2D | null>()
  for (const place of places) {
    const box = place.element.getBoundingClientRect()
    const top = Math.round(box.top - origin.top)
    const pen = strips.get(top) ?? createStrip(surface, top, box.height)
    strips.set(top, pen)
    place.drawn = null
    place.area =
      pen === null || box.width === 0
        ? null
        : {
            pen,
            left: Math.round((box.left - origin.left) * devicePixelRatio),
            width: Math.round(box.width * devicePixelRatio),
            height: pen.canvas.height,
          }
  }
}
