import { useStore } from 'zustand'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { StayNotice } from './stay-notice.tsx'
import { UnattendedNotice, type SiteNoticesProps } from './unattended-notice.tsx'
import classes from './site-notices.module.css'

/** What is wrong with the site as a whole, in the server's words. */
const TechnicalNotices = ({ live }: Pick<SiteNoticesProps, 'live'>) => {
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

/** What everybody at the site is to know, whatever they are looking at: first of all, to whom nobody has come. */
export const SiteNotices = (props: SiteNoticesProps) => (
  <>
    <UnattendedNotice {...props} />
    <StayNotice live={props.live} />
    <TechnicalNotices live={props.live} />
  </>
)
