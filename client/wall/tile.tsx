import { memo, useLayoutEffect, useRef, type RefObject } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import { shortBayName } from '../ui/format.ts'
import { tileAlarm } from '../ui/alarm-look.ts'
import { AlarmLine, BesideAlarm } from './alarm-line.tsx'
import { BreathNumber, PressureNumber, PulseNumber, SaturationNumber } from './numbers.tsx'
import { TileFoot } from './tile-foot.tsx'
import { TileHead } from './tile-head.tsx'
import { TileOrigin } from './tile-origin.tsx'
import type { TileForm } from './tile-layout.ts'
import classes from './tile.module.css'
import { TrendPlace } from './trend-place.tsx'
import { useVisit, useWall } from './wall-context.ts'

const CALM = { priority: 'none', flashes: false }

/** Not every place that draws a page runs its animations. */
const animationsOf = (element: Partial<Pick<Element, 'getAnimations'>>): readonly Animation[] =>
  element.getAnimations?.() ?? []

/** The frame alone flashes; all frames of a priority in the same beat, so that two never look like four. */
const Frame = ({ sessionId }: { readonly sessionId: SessionId }) => {
  const frame = useRef<HTMLDivElement>(null)
  const look = useVisit(sessionId, CALM, (view) => {
    const alarm = tileAlarm(view.alarms)
    return alarm === null ? CALM : { priority: alarm.priority, flashes: !alarm.acknowledged }
  })
  useLayoutEffect(() => {
    for (const flash of frame.current === null ? [] : animationsOf(frame.current)) flash.startTime = 0
  }, [look])
  if (look.priority === 'none') return null
  return (
    <div
      ref={frame}
      className={classes.frame}
      data-priority={look.priority}
      data-flashes={look.flashes}
      aria-hidden="true"
    />
  )
}

const useCallsLoudest = (sessionId: SessionId): boolean =>
  useVisit(sessionId, false, (view) => {
    const alarm = tileAlarm(view.alarms)
    return alarm?.priority === 'high' && !alarm.acknowledged
  })

interface SessionTileProps {
  readonly sessionId: SessionId
  readonly bayName: string
  readonly form: TileForm
}

/** What is drawn over a tile has its colours too. */
const useRestyle = (tile: RefObject<HTMLElement | null>, look: string): void => {
  const { painter } = useWall()
  useLayoutEffect(() => {
    if (tile.current !== null) painter.restyle(tile.current)
  }, [painter, tile, look])
}

const SessionTile = ({ sessionId, bayName, form }: SessionTileProps) => {
  const tile = useRef<HTMLElement>(null)
  const alarm = useCallsLoudest(sessionId) ? 'high-open' : 'other'
  useRestyle(tile, alarm)
  return (
    <article
      ref={tile}
      className={classes.tile}
      data-form={form}
      data-bay={bayName}
      data-alarm={alarm}
      aria-label={`Bay ${shortBayName(bayName)}`}
    >
      <AlarmLine sessionId={sessionId} form={form} />
      <TileHead sessionId={sessionId} bayName={bayName} form={form} />
      <div className={classes.numbers}>
        <PulseNumber sessionId={sessionId} />
        <SaturationNumber sessionId={sessionId} />
        <BreathNumber sessionId={sessionId} />
        {form === 'minimal' ? <TileOrigin sessionId={sessionId} isShort /> : null}
      </div>
      <PressureNumber sessionId={sessionId} />
      {form === 'full' || form === 'wide' ? <TrendPlace sessionId={sessionId} /> : null}
      {form === 'dense' || form === 'minimal' ? (
        <BesideAlarm sessionId={sessionId} />
      ) : (
        <TileFoot sessionId={sessionId} />
      )}
      <Frame sessionId={sessionId} />
    </article>
  )
}

const FreeTile = ({ bayName, form }: Omit<SessionTileProps, 'sessionId'>) => (
  <article
    className={classes.free}
    data-form={form}
    data-bay={bayName}
    aria-label={`Bay ${shortBayName(bayName)}, free`}
  >
    <h2 className={classes.freeBay}>{shortBayName(bayName)}</h2>
    <p className={classes.freeWord}>free</p>
  </article>
)

export interface TileProps {
  readonly bayName: string
  /** null: free */
  readonly sessionId: SessionId | null
  readonly form: TileForm
}

/** One bay's place on the wall; it draws anew only what changed in this bay. */
export const Tile = memo(({ bayName, sessionId, form }: TileProps) =>
  sessionId === null ? (
    <FreeTile bayName={bayName} form={form} />
  ) : (
    <SessionTile key={sessionId} sessionId={sessionId} bayName={bayName} form={form} />
  ),
)
Tile.displayName = 'Tile'
