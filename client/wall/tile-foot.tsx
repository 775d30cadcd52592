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

/** Dose and next thing due; a technical alarm beside a physiological one stands in the dose's place. */
const dueLook = (session: LiveSession, { now }: Aging): MovingLook => {
  const end = nextText(session.view, now)
  if (alarmPlaces(session.view.alarms).beside.length > 0) return { text: '', end }
  const { figure, rest } = footLook(session, now)
  return { strong: figure, text: rest, end }
}

export const TileFoot = memo(({ sessionId }: FootProps) => (
  <footer className={classes.foot} data-part="foot">
    <MovingText sessionId={sessionId} className={classes.due} select={dueLook} />
    <BesideAlarm sessionId={sessionId} />
  </footer>
))
TileFoot.displayName = 'TileFoot'
