import { useStore } from 'zustand'
import type { LiveClient } from '../live/live-client.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import classes from './site-notices.module.css'

/** What is wrong with the site as a whole, in the server's words. */
export const SiteNotices = ({ live }: { readonly live: LiveClient }) => {
  const alarms = useStore(live.store, (state) => state.siteAlarms)
  if (alarms.length === 0) return null
  return (
    <ul className={classes.notices} aria-label="Technical alarms of the site">
      {alarms.map(({ channel, priority, text }) => (
        <li key={channel} className={classes[priority]}>
          <AlarmMark kind="technical" priority={priority} /> {text}
        </li>
      ))}
    </ul>
  )
}
