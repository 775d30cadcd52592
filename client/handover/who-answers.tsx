import { IconUserCheck, IconUserQuestion } from '@tabler/icons-react'
import { useStore } from 'zustand'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { answererOf } from '../live/answering.ts'
import type { LiveClient } from '../live/live-client.ts'
import { waitsHere } from '../signals/audible-here.ts'
import { useStaff } from '../ui/staff-context.ts'
import { useNow } from '../ui/use-now.ts'
import classes from './handover.module.css'

interface WhoAnswersProps {
  readonly live: LiveClient
  readonly bay: string
  /** Absent: the bay is free. */
  readonly view?: SessionView
  /** Where there is little room: the name alone, the rest for those who hear the page. */
  readonly isShort?: boolean
}

/** Why a screen that shows an alarm is quiet. */
const useIsWaiting = (live: LiveClient, view: SessionView | undefined): boolean => {
  const { id: person } = useStaff()
  const isLive = useStore(live.link, ({ health }) => health === 'live')
  return useNow((now) => view !== undefined && waitsHere(view, { person, isLive, now }), false)
}

/** Who answers for a bay, or that nobody does; nothing where the server has not told. */
export const WhoAnswers = ({ live, bay, view, isShort = false }: WhoAnswersProps) => {
  const told = useStore(live.store, (state) => state.responsibilities)
  const me = useStaff()
  const isWaiting = useIsWaiting(live, view)
  if (told === null) return null
  const person = answererOf(told, bay)?.person
  if (person === undefined)
    return (
      <span className={classes.answers}>
        <IconUserQuestion size={16} aria-hidden /> <span className={classes.answersName}>Nobody answers</span>
      </span>
    )
  return (
    <span className={classes.answers}>
      <IconUserCheck size={16} aria-hidden />{' '}
      <span className={classes.answersName}>
        {person.id === me.id ? (
          'You answer'
        ) : (
          <>
            {person.name}
            <span className={isShort ? classes.spoken : undefined}> answers</span>
          </>
        )}
      </span>
      {isWaiting ? <span className={classes.first}> · sounds there first</span> : null}
    </span>
  )
}
