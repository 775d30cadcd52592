import { memo } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import { BesideAlarm } from './alarm-line.tsx'
import { footLook, nextText } from './foot-look.ts'
import classes from './tile.module.css'
import { useSession } from './wall-context.ts'

const NOTHING = { figure: '', rest: '' }

interface FootProps {
  readonly sessionId: SessionId
}

const Dose = ({ sessionId }: FootProps) => {
  const { figure, rest } = useSession(sessionId, NOTHING, footLook)
  return (
    <span className={classes.dose}>
      <b>{figure}</b>
      {rest}
    </span>
  )
}

const Next = ({ sessionId }: FootProps) => (
  <b className={classes.next}>{useSession(sessionId, '', ({ view }, now) => nextText(view, now))}</b>
)

/** Dose and next thing due. A technical alarm beside a physiological one stands here, over the dose. */
export const TileFoot = memo(({ sessionId }: FootProps) => (
  <footer className={classes.foot} data-part="foot">
    <Dose sessionId={sessionId} />
    <Next sessionId={sessionId} />
    <BesideAlarm sessionId={sessionId} />
  </footer>
))
TileFoot.displayName = 'TileFoot'
