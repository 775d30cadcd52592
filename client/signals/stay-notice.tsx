import { useStore } from 'zustand'
import { useShallow } from 'zustand/shallow'
import { overStays, type OverStay } from '../live/over-stays.ts'
import type { LiveClient } from '../live/live-client.ts'
import { bayName, runningViews } from '../live/site-bays.ts'
import { formatStanding } from '../ui/format.ts'
import { useNow } from '../ui/use-now.ts'
import { Answerer } from './answerer.tsx'
import classes from './site-notices.module.css'

interface LineProps {
  readonly live: LiveClient
  readonly stay: OverStay
}

const Line = ({ live, stay: { bay, patient, dueAt } }: LineProps) => {
  const name = useStore(live.store, ({ bays }) => bayName(bays, bay))
  const standing = useNow((now) => formatStanding(now - Date.parse(dueAt)), '')
  return (
    <li>
      LONGEST STAY PASSED {name} · {patient}, for {standing}: a clinician decides
      <Answerer live={live} bay={bay} />
    </li>
  )
}

/** Patients who are still here after their protocol's longest stay: on every screen of staff until they have left. */
export const StayNotice = ({ live }: { readonly live: LiveClient }) => {
  const views = useStore(
    live.store,
    useShallow(({ sessions }) => runningViews(sessions)),
  )
  const stays = overStays(views)
  if (stays.length === 0) return null
  return (
    <ul className={classes.stays} aria-label="Longest stay passed">
      {stays.map((stay) => (
        <Line key={stay.session} live={live} stay={stay} />
      ))}
    </ul>
  )
}
