import { useStore } from 'zustand'
import { LINK_ALARM_PRIORITY } from '../signals/use-alarm-sound.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { formatClock } from '../ui/format.ts'
import { useSite, useWall } from './wall-context.ts'
import classes from './wall.module.css'

interface RefusedProps {
  readonly refusal: string
  readonly onForgetLink?: () => void
}

const Refused = ({ refusal, onForgetLink }: RefusedProps) => (
  <p>
    The server says: {refusal}{' '}
    {onForgetLink === undefined ? (
      <a href="/login">Sign in</a>
    ) : (
      <button type="button" onClick={onForgetLink}>
        Forget this display link
      </button>
    )}
  </p>
)

/** The screen's own technical alarm, over everything: what stands below it is not to be read. */
export const LinkAlarm = ({ onForgetLink }: { readonly onForgetLink?: () => void }) => {
  const { live } = useWall()
  const isLost = useStore(live.link, (link) => link.health === 'lost')
  const silentS = useStore(live.link, (link) => (link.health === 'lost' ? link.silentS : 0))
  const refusal = useStore(live.link, (link) => link.refusal)
  const lastHeard = useSite((state, now) =>
    state.epoch === null ? '' : formatClock(now - silentS * 1_000 * state.speed),
  )
  if (!isLost) return null
  return (
    <section className={classes.lost} role="alertdialog" aria-label="Link lost" data-part="link-alarm">
      <div className={classes.lostFrame} aria-hidden="true" />
      <h1>
        <AlarmMark kind="technical" priority={LINK_ALARM_PRIORITY} /> LINK LOST
      </h1>
      <p className={classes.lostWhat}>This screen shows no current number and no new alarm.</p>
      <p className={classes.lostDo}>Look at the bedside monitors.</p>
      <p>
        {lastHeard === '' ? 'The server has not answered yet' : `Last heard from the server at ${lastHeard}`}, {silentS}{' '}
        s ago. It reconnects by itself.
      </p>
      {refusal === null ? null : (
        <Refused refusal={refusal} {...(onForgetLink === undefined ? {} : { onForgetLink })} />
      )}
    </section>
  )
}
