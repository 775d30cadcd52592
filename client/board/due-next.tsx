import { useMemo } from 'react'
import { Link } from 'react-router'
import { useStore } from 'zustand'
import type { LiveClient } from '../live/live-client.ts'
import { bayName, runningViews } from '../live/site-bays.ts'
import { DUE_WORD, dueWhen } from '../ui/due-words.ts'
import { useNow } from '../ui/use-now.ts'
import classes from './board.module.css'
import { dueList, type Due } from './due-list.ts'

const When = ({ dueAt }: { readonly dueAt: string }) => {
  const text = useNow((now) => dueWhen(dueAt, now), '')
  return (
    <span className={classes.dueWhen} data-due={text.startsWith('due')}>
      {text}
    </span>
  )
}

const DueRow = ({ due, bay }: { readonly due: Due; readonly bay: string }) => (
  <li>
    <Link className={classes.due} to={`/sessions/${due.sessionId}`}>
      <span className={classes.dueWhat}>{DUE_WORD[due.kind]}</span>
      <When dueAt={due.dueAt} />
      <span className={classes.dueWho}>
        {bay} · {due.initials}
      </span>
    </Link>
  </li>
)

/** What is due next over the whole site, soonest first. */
export const DueNext = ({ live }: { readonly live: LiveClient }) => {
  const sessions = useStore(live.store, (state) => state.sessions)
  const bays = useStore(live.store, (state) => state.bays)
  const dues = useMemo(() => dueList(runningViews(sessions)), [sessions])
  return (
    <aside className={classes.dues} aria-labelledby="due-next">
      <h2 id="due-next" className={classes.sideTitle}>
        Due next
      </h2>
      {dues.length === 0 ? (
        <p className={classes.nothing}>Nothing is due. Timers begin when a patient is admitted.</p>
      ) : (
        <ul className={classes.dueRows}>
          {dues.map((due) => (
            <DueRow key={due.key} due={due} bay={bayName(bays, due.bay)} />
          ))}
        </ul>
      )}
    </aside>
  )
}
