import { useState, type ComponentType, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { LiveClient } from '../live/live-client.ts'
import type { LiveState } from '../live/live-state.ts'
import { bayName, runningViews } from '../live/site-bays.ts'
import { unattendedAlarms, type UnattendedAlarm } from '../live/unattended-alarms.ts'
import { alarmText } from '../ui/alarm-look.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { ChemText } from '../ui/chem-text.tsx'
import { formatStanding } from '../ui/format.ts'
import { useNow } from '../ui/use-now.ts'
import { Answerer } from './answerer.tsx'
import classes from './site-notices.module.css'

export interface SiteNoticesProps {
  readonly live: LiveClient
  /** The visit that this screen shows: its own alarms stand there already. */
  readonly own?: SessionId
  /** How the screen goes to a visit: this room knows no routes. */
  readonly visitLink: ComponentType<{ readonly session: string; readonly children: ReactNode }>
}

const isSame = (one: readonly UnattendedAlarm[], other: readonly UnattendedAlarm[]): boolean =>
  one.length === other.length &&
  one.every(({ alarm, bay }, index) => alarm === other[index]?.alarm && bay === other[index].bay)

/** Changes when an alarm does, not with each number of the site. */
const useUnattended = ({ live, own }: Pick<SiteNoticesProps, 'live' | 'own'>): readonly UnattendedAlarm[] => {
  const [createSelect] = useState(() => {
    let known: readonly UnattendedAlarm[] = []
    return (besides: string | undefined) => (state: LiveState) => {
      const next = unattendedAlarms(runningViews(state.sessions)).filter(({ session }) => session !== besides)
      if (!isSame(known, next)) known = next
      return known
    }
  })
  return useStore(live.store, createSelect(own))
}

type LineProps = Pick<SiteNoticesProps, 'live' | 'visitLink'> & { readonly unattended: UnattendedAlarm }

const Line = ({ live, visitLink: VisitLink, unattended }: LineProps) => {
  const { session, alarm, bay, since } = unattended
  const name = useStore(live.store, ({ bays }) => bayName(bays, bay))
  const standing = useNow((now) => formatStanding(now - Date.parse(since)), '')
  return (
    <li>
      <AlarmMark kind={alarm.kind} priority="high" /> UNATTENDED <VisitLink session={session}>{name}</VisitLink>:{' '}
      <ChemText text={alarmText(alarm)} />, for {standing}
      <Answerer live={live} bay={bay} />
    </li>
  )
}

/** High alarms of the site to which nobody has come, by bay: on every screen of staff. */
export const UnattendedNotice = (props: SiteNoticesProps) => {
  const alarms = useUnattended(props)
  if (alarms.length === 0) return null
  return (
    <ul className={classes.unattended} aria-label="Unattended alarms of the site">
      {alarms.map((unattended) => (
        <Line key={unattended.alarm.id} {...props} unattended={unattended} />
      ))}
    </ul>
  )
}
