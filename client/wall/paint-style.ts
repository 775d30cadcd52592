import type { TrendPalette } from './trend-draw.ts'

/** How everything on a surface is drawn. */
export interface PaintStyle {
  readonly palette: TrendPalette
  /** Device pixels for a unit of the drawing. */
  readonly unit: number
}

export const readStyle = (surface: HTMLElement): PaintStyle => {
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
