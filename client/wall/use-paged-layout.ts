import { useEffect } from 'react'
import { arcminPerPx, type PixelSize, type ScreenPlace } from './legibility.ts'
import { layOut, type WallLayout } from './tile-layout.ts'
import { usePages, type Pages } from './use-pages.ts'

const GAP_SHARE = 12 / 1_080
const LEAST_GAP_PX = 4

export interface LayoutInput {
  readonly bays: number
  readonly place: ScreenPlace | null
  /** The whole page and the room for the tiles; null until they were measured. */
  readonly screen: PixelSize | null
  readonly area: PixelSize | null
}

export interface PagedLayout extends WallLayout {
  readonly gap: number
  readonly turning: Pages
}

const useArrowKeys = ({ page, turnTo }: Pages, pages: number): void => {
  useEffect(() => {
    if (pages < 2) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'ArrowRight' || event.key === 'PageDown') turnTo(page + 1)
      if (event.key === 'ArrowLeft' || event.key === 'PageUp') turnTo(page - 1)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [page, pages, turnTo])
}

const layoutOf = ({ bays, place, screen, area }: LayoutInput): (WallLayout & { readonly gap: number }) | null => {
  if (screen === null || area === null) return null
  const gap = Math.max(LEAST_GAP_PX, Math.round(screen.height * GAP_SHARE))
  return { ...layOut({ area, gap, bays, arcminPerPx: arcminPerPx(screen, place) }), gap }
}

/** The layout for this screen and which page of it stands; null until the screen was measured. */
export const usePagedLayout = (input: LayoutInput): PagedLayout | null => {
  const layout = layoutOf(input)
  const pages = layout?.pages ?? 1
  const turning = usePages(pages)
  useArrowKeys(turning, pages)
  return layout === null ? null : { ...layout, turning }
}
