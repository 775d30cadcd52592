import { useEffect, useRef, type CSSProperties } from 'react'
import type { PixelSize, ScreenPlace } from './legibility.ts'
import { Tile } from './tile.tsx'
import { MOST_BAYS } from './tile-layout.ts'
import { usePagedLayout, type PagedLayout } from './use-paged-layout.ts'
import { useSize } from './use-size.ts'
import type { WallBay } from './wall-bays.ts'
import { useWall } from './wall-context.ts'
import { WallFoot } from './wall-foot.tsx'
import classes from './wall.module.css'

export interface TileGridProps {
  readonly bays: readonly WallBay[]
  readonly place: ScreenPlace | null
  /** The whole page; null until it was measured. */
  readonly screen: PixelSize | null
  readonly onSettings: () => void
}

const gridStyle = ({ unit, gap, columns, rows }: PagedLayout): CSSProperties =>
  ({
    '--scale': unit,
    gap,
    gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
    gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`,
  }) as CSSProperties

const Page = ({ bays, layout }: { readonly bays: readonly WallBay[]; readonly layout: PagedLayout }) => {
  const { perPage, form, turning } = layout
  const first = turning.page * perPage
  return bays
    .slice(first, first + perPage)
    .map(({ id, name, sessionId }) => <Tile key={id} bayName={name} sessionId={sessionId} form={form} />)
}

/** The bays of one page, each in its fixed place, as large as all of them can be. */
export const TileGrid = ({ bays, place, screen, onSettings }: TileGridProps) => {
  const shown = bays.slice(0, MOST_BAYS)
  const grid = useRef<HTMLDivElement>(null)
  const area = useSize(grid)
  const layout = usePagedLayout({ bays: shown.length, place, screen, area })
  const { painter } = useWall()
  useEffect(() => (grid.current === null ? undefined : painter.cover(grid.current)), [painter])
  return (
    <>
      <div ref={grid} className={classes.grid} style={layout === null ? {} : gridStyle(layout)}>
        {layout === null ? null : <Page bays={shown} layout={layout} />}
      </div>
      <WallFoot layout={layout} bays={shown} isPlaceKnown={place !== null} onSettings={onSettings} />
    </>
  )
}
