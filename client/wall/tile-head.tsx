import { memo } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import { shortBayName } from '../ui/format.ts'
import { phaseLook } from './phase-look.ts'
import classes from './tile.module.css'
import type { TileForm } from './tile-layout.ts'
import { TileOrigin } from './tile-origin.tsx'
import { useSession } from './wall-context.ts'

const RADIUS = 16
const MIDDLE = 20

/** Clockwise from the top; never quite round, because an arc that ends where it began is none. */
const arcTo = (fraction: number): string => {
  const angle = 2 * Math.PI * Math.min(fraction, 0.9999)
  const x = (MIDDLE + RADIUS * Math.sin(angle)).toFixed(2)
  const y = (MIDDLE - RADIUS * Math.cos(angle)).toFixed(2)
  return `M${MIDDLE} ${MIDDLE - RADIUS}A${RADIUS} ${RADIUS} 0 ${fraction > 0.5 ? 1 : 0} 1 ${x} ${y}`
}

/** Elapsed of the whole; decoration of the words beside it. */
const Ring = memo(({ fraction }: { readonly fraction: number }) => (
  <svg className={classes.ring} viewBox="0 0 40 40" aria-hidden="true">
    <circle cx={MIDDLE} cy={MIDDLE} r={RADIUS} className={classes.ringGround} />
    <path d={arcTo(fraction)} className={classes.ringDone} />
  </svg>
))
Ring.displayName = 'Ring'

const NO_PHASE = { word: '', fraction: 0 }

interface SessionProps {
  readonly sessionId: SessionId
}

/** What changes every second stands alone, so that nothing else is drawn with it. */
const PhaseLine = ({ sessionId }: SessionProps) => (
  <span className={classes.phaseLine}>{useSession(sessionId, '', ({ view }, now) => phaseLook(view, now).line)}</span>
)

const Phase = ({ sessionId }: SessionProps) => {
  const { word, fraction } = useSession(sessionId, NO_PHASE, ({ view }, now) => {
    const look = phaseLook(view, now)
    return { word: look.word, fraction: look.fraction }
  })
  return (
    <div className={classes.phase} data-part="phase">
      <span className={classes.phaseWord}>{word}</span>
      <PhaseLine sessionId={sessionId} />
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
      <h2 className={classes.bay} aria-label={`Bay ${shortBayName(bayName)}`}>
        {shortBayName(bayName)}
      </h2>
      <span className={classes.initials}>{initials}</span>
      {form === 'minimal' ? null : <TileOrigin sessionId={sessionId} isShort={form !== 'full' && form !== 'wide'} />}
      <Phase sessionId={sessionId} />
    </header>
  )
})
TileHead.displayName = 'TileHead'
