import { memo } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { LiveSession } from '../live/live-state.ts'
import { alarmPlaces } from '../ui/alarm-look.ts'
import { shortBayName } from '../ui/format.ts'
import type { Aging } from '../ui/number-look.ts'
import { phaseLook } from '../ui/phase-look.ts'
import { MovingText, type MovingLook } from './moving-text.tsx'
import classes from './tile.module.css'
import type { TileForm } from './tile-layout.ts'
import { TileOrigin } from './tile-origin.tsx'
import { useSession, useVisit } from './wall-context.ts'

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

const phaseLineLook = ({ view }: LiveSession, { now }: Aging): MovingLook => ({ text: phaseLook(view, now).line })

/** In a dense tile a technical alarm stands over the line. */
const uncoveredLineLook = (session: LiveSession, aging: Aging): MovingLook =>
  alarmPlaces(session.view.alarms).beside.length > 0 ? { text: '' } : phaseLineLook(session, aging)

const Phase = ({ sessionId, form }: SessionProps & { readonly form: TileForm }) => {
  const { word, fraction } = useSession(sessionId, NO_PHASE, ({ view }, now) => {
    const look = phaseLook(view, now)
    return { word: look.word, fraction: look.fraction }
  })
  return (
    <div className={classes.phase} data-part="phase">
      <span className={classes.phaseWord}>{word}</span>
      <MovingText
        sessionId={sessionId}
        className={classes.phaseLine}
        select={form === 'dense' ? uncoveredLineLook : phaseLineLook}
      />
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
  const initials = useVisit(sessionId, '', (view) => view.patient.initials)
  return (
    <header className={classes.head}>
      <h2 className={classes.bay} aria-label={`Bay ${shortBayName(bayName)}`}>
        {shortBayName(bayName)}
      </h2>
      <span className={classes.initials}>{initials}</span>
      {form === 'minimal' ? null : <TileOrigin sessionId={sessionId} isShort={form !== 'full' && form !== 'wide'} />}
      <Phase sessionId={sessionId} form={form} />
    </header>
  )
})
TileHead.displayName = 'TileHead'
