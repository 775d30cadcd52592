import { memo } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { LiveSession } from '../live/live-state.ts'
import type { Aging } from '../ui/number-look.ts'
import { alarmPlaces } from '../ui/alarm-look.ts'
import { BesideAlarm } from './alarm-line.tsx'
import { footLook, nextText } from './foot-look.ts'
import { MovingText, type MovingLook } from './moving-text.tsx'
import classes from './tile.module.css'

interface FootProps {
  readonly sessionId: SessionId
}

/** A technical alarm beside a physiological one stands in the dose's place. */
const doseLook = (session: LiveSession, { now }: Aging): MovingLook => {
  if (alarmPlaces(session.view.alarms).beside.length > 0) return { text: '' }
  const { figure, rest } = footLook(session, now)
  return { strong: figure, text: rest }
}

const nextLook = ({ view }: LiveSession, { now }: Aging): MovingLook => ({ text: nextText(view, now) })

/** Dose and next thing due, or a technical alarm over the dose. */
export const TileFoot = memo(({ sessionId }: FootProps) => (
  <footer className={classes.foot} data-part="foot">
    <MovingText sessionId={sessionId} className={classes.dose} select={doseLook} />
    <MovingText sessionId={sessionId} className={classes.next} select={nextLook} />
    <BesideAlarm sessionId={sessionId} />
  </footer>
))
TileFoot.displayName = 'TileFoot'
