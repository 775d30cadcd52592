import { memo } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import { OriginMark } from '../ui/origin-mark.tsx'
import classes from './tile.module.css'
import { useVisit } from './wall-context.ts'

const REAL = { simulated: false, replayed: false }

export interface TileOriginProps {
  readonly sessionId: SessionId
  readonly isShort: boolean
}

/** Stands on every tile whose figures are simulated or replayed, under no alarm and in every form. */
export const TileOrigin = memo(({ sessionId, isShort }: TileOriginProps) => {
  const { simulated, replayed } = useVisit(sessionId, REAL, (view) => ({
    simulated: view.simulated,
    replayed: view.replayed,
  }))
  return <OriginMark view={{ simulated, replayed }} className={classes.origin} isShort={isShort} />
})
TileOrigin.displayName = 'TileOrigin'
