import { useState } from 'react'
import { Link } from 'react-router'
import { useStore } from 'zustand'
import type { AlarmId, SessionId } from '../../shared/domain/ids.ts'
import type { AlarmView } from '../../shared/domain/session-view.ts'
import { answererOf } from '../live/answering.ts'
import type { LiveClient } from '../live/live-client.ts'
import type { LiveState } from '../live/live-state.ts'
import { bayName, runningViews } from '../live/site-bays.ts'
import { alarmPlaces, alarmText, shownPriority } from '../ui/alarm-look.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { ChemText } from '../ui/chem-text.tsx'
import { useStaff } from '../ui/staff-context.ts'
import classes from './handover.module.css'

interface Addressed {
  readonly session: SessionId
  readonly bay: string
  readonly alarm: AlarmView
  readonly more: number
}

/** The first alarm of each bay of theirs that nobody took; what is unattended has a notice of its own. */
const addressedTo = ({ sessions, responsibilities }: LiveState, person: string): readonly Addressed[] =>
  runningViews(sessions).flatMap(({ id, bay, alarms }) => {
    if (answererOf(responsibilities, bay)?.person.id !== person) return []
    const { line, beside } = alarmPlaces(alarms.filter(({ acknowledged, unattended }) => !acknowledged && !unattended))
    const [alarm, ...others] = [...line, ...beside]
    return alarm === undefined ? [] : [{ session: id, bay, alarm, more: others.length }]
  })

const isSame = (one: readonly Addressed[], other: readonly Addressed[]): boolean =>
  one.length === other.length &&
  one.every(({ alarm, bay, more }, index) => {
    const it = other[index]
    return it?.alarm === alarm && it.bay === bay && it.more === more
  })

/** Changes when an alarm does, not with each number of the site. */
const useAddressed = (live: LiveClient, person: string): readonly Addressed[] => {
  const [createSelect] = useState(() => {
    let known: readonly Addressed[] = []
    return (to: string) => (state: LiveState) => {
      const next = addressedTo(state, to)
      if (!isSame(known, next)) known = next
      return known
    }
  })
  return useStore(live.store, createSelect(person))
}

export interface AddressedNoticeProps {
  readonly live: LiveClient
  /** The visit that this screen shows: its own alarms stand there already. */
  readonly own?: SessionId
}

/** Alarms of the bays that the one who looks answers for, by name, on every page of theirs. */
export const AddressedNotice = ({ live, own }: AddressedNoticeProps) => {
  const me = useStaff()
  const bays = useStore(live.store, (state) => state.bays)
  const addressed = useAddressed(live, me.id).filter(({ session }) => session !== own)
  if (addressed.length === 0) return null
  return (
    <ul className={classes.addressed} aria-label={`Alarms for ${me.name}`}>
      {addressed.map(({ session, bay, alarm, more }) => (
        <li key={alarm.id satisfies AlarmId} data-priority={shownPriority(alarm)}>
          <Link to={`/sessions/${session}`}>
            {me.name}, {bayName(bays, bay)} is yours: <AlarmMark kind={alarm.kind} priority={shownPriority(alarm)} />{' '}
            <ChemText text={alarmText(alarm)} />
            {more === 0 ? '' : ` and ${more} more`}
          </Link>
        </li>
      ))}
    </ul>
  )
}
