import { memo } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import { shortBayName } from '../ui/format.ts'
import { phaseLook } from './phase-look.ts'
import classes from './tile.module.css'
import type { TileForm } from './tile-layout.ts'
import { TileOrigin } from './tile-origin.tsx'
import { useSession } from './wall-context.ts'

const RADIUS = 16
const LENGTH = 2 * Math.PI * RADIUS

/** Elapsed of the whole, clockwise from the top; decoration of the words beside it. */
const Ring = ({ fraction }: { readonly fraction: number }) => (
  <svg className={classes.ring} viewBox="0 0 40 40" aria-hidden="true">
    <circle cx="20" cy="20" r={RADIUS} className={classes.ringGround} />
    <circle
      cx="20"
      cy="20"
      r={RADIUS}
      className={classes.ringDone}
      strokeDasharray={`${(fraction * LENGTH).toFixed(2)} ${LENGTH.toFixed(2)}`}
    />
  </svg>
)

const NO_PHASE = { word: '', line: '', fraction: 0 }

const Phase = ({ sessionId }: { readonly sessionId: SessionId }) => {
  const { word, line, fraction } = useSession(sessionId, NO_PHASE, ({ view }, now) => phaseLook(view, now))
  return (
    <div className={classes.phase} data-part="phase">
      <span className={classes.phaseWord}>{word}</span>
      <span className={classes.phaseLine}>{line}</span>
      <Ring fraction={fraction} />
    </div>
  )
}

export interface TileHeadProps {
  readonly sessionId: SessionId
  readonly bayName: string
  readonly form: TileForm
}

/** Whose place it is and where the visit stands. */
export const TileHead = memo(({ sessionId, bayName, form }: TileHeadProps) => {
  const initials = useSession(sessionId, '', ({ view }) => view.patient.initials)
  return (
    <header className={classes.head}>
      <h2 className={classes.bay}>
        <span className={classes.spoken}>Bay </span>
        {shortBayName(bayName)}
      </h2>
      <span className={classes.initials}>{initials}</span>
      {form === 'minimal' ? null : <TileOrigin sessionId={sessionId} isShort={form !== 'full' && form !== 'wide'} />}
      <Phase sessionId={sessionId} />
    </header>
  )
})
TileHead.displayName = 'TileHead'
