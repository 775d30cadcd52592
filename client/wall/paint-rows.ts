/** What draws on a row, and in which hand it wrote last: to take up another costs more than to write. */
export interface PaintPen {
  readonly context: CanvasRenderingContext2D
  hand: string | null
}

/** A drawing's part of its row's canvas, in device pixels. */
export interface PaintArea {
  readonly pen: PaintPen
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export const tileOf = (element: Element): Element => element.closest('article') ?? element

/** One canvas over a row of tiles, as wide as the surface. */
const createRow = (surface: HTMLElement, top: number, height: number): PaintPen | null => {
  const canvas = surface.ownerDocument.createElement('canvas')
  canvas.setAttribute('aria-hidden', 'true')
  canvas.width = Math.round(surface.clientWidth * devicePixelRatio)
  canvas.height = Math.round(height * devicePixelRatio)
  // Digits of one width, as in the page around it.
  canvas.style.cssText = `position:absolute;left:0;width:100%;pointer-events:none;top:${top}px;height:${height}px;font-variant-numeric:tabular-nums`
  surface.append(canvas)
  const context = canvas.getContext('2d')
  return context === null ? null : { context, hand: null }
}

export const takeRows = (surface: HTMLElement): void => {
  for (const canvas of surface.querySelectorAll(':scope > canvas')) canvas.remove()
}

export interface PaintRows {
  /** null: the element is not laid out */
  readonly areaOf: (element: Element) => PaintArea | null
  readonly canvases: readonly HTMLCanvasElement[]
}

/**
 * Lays a canvas over each row of tiles. The tiles of a row share one, because every canvas costs the browser at every
 * frame, drawn or not. @returns null where the browser gives no pen: then nothing is laid over anything
 */
export const layRows = (surface: HTMLElement, elements: Iterable<Element>): PaintRows | null => {
  takeRows(surface)
  const origin = surface.getBoundingClientRect()
  const rows = new Map<number, PaintPen>()
  const areas = new Map<Element, PaintArea>()
  for (const element of elements) {
    const box = element.getBoundingClientRect()
    if (box.width === 0) continue
    const tile = tileOf(element).getBoundingClientRect()
    const top = Math.round(tile.top - origin.top)
    const pen = rows.get(top) ?? createRow(surface, top, tile.height)
    if (pen === null) return null
    rows.set(top, pen)
    areas.set(element, {
      pen,
      left: Math.round((box.left - origin.left) * devicePixelRatio),
      top: Math.round((box.top - origin.top - top) * devicePixelRatio),
      width: Math.round(box.width * devicePixelRatio),
      height: Math.round(box.height * devicePixelRatio),
    })
  }
  const canvases = [...rows.values()].map(({ context }) => context.canvas)
  return { areaOf: (element) => areas.get(element) ?? null, canvases }
}
