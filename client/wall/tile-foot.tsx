import { memo } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import { BesideAlarm } from './alarm-line.tsx'
import { footLook, nextText } from './foot-look.ts'
import classes from './tile.module.css'
import { useSession } from './wall-context.ts'

const NOTHING = { figure: '', rest: '' }

/** Dose and next thing due. A technical alarm beside a physiological one stands here, over the dose. */
export const TileFoot = memo(({ sessionId }: { readonly sessionId: SessionId }) => {
  const { figure, rest } = useSession(sessionId, NOTHING, footLook)
  const next = useSession(sessionId, '', ({ view }, now) => nextText(view, now))
  return (
    <footer className={classes.foot} data-part="foot">
      <span className={classes.dose}>
        <b>{figure}</b>
        {rest}
      </span>
      <b className={classes.next}>{next}</b>
      <BesideAlarm sessionId={sessionId} />
    </footer>
  )
})
TileFoot.displayName = 'TileFoot'
