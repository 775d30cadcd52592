import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { useStore } from 'zustand'
import { AnsweringLine } from '../handover/answering-line.tsx'
import type { LiveClient } from '../live/live-client.ts'
import type { LiveState } from '../live/live-state.ts'
import { siteBays, type SiteBay } from '../live/site-bays.ts'
import { useWatching } from '../signals/screen-signals.ts'
import { PAINTS_ALL } from '../signals/use-reports.ts'
import { LoadingNotice, StateNotice } from '../ui/state-notice.tsx'
import { createTurns } from '../ui/turns.ts'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { BayTile, openAlarm } from './bay-tile.tsx'
import classes from './board.module.css'
import { DueNext } from './due-next.tsx'
import { useAcknowledge, type Acknowledging } from './use-acknowledge.ts'

export interface BoardPageProps {
  readonly live: LiveClient
}

const isSame = (one: readonly SiteBay[], other: readonly SiteBay[]): boolean =>
  one.length === other.length &&
  one.every(({ id, name, sessionId }, index) => {
    const it = other[index]
    return it?.id === id && it.name === name && it.sessionId === sessionId
  })

/** Changes only when a bay does, not with each of its numbers. */
const useSiteBays = (live: LiveClient): readonly SiteBay[] => {
  const [select] = useState(() => {
    let known: readonly SiteBay[] = []
    return (state: LiveState) => {
      const next = siteBays(state)
      if (!isSame(known, next)) known = next
      return known
    }
  })
  return useStore(live.store, select)
}

const acknowledgeFirst = (live: LiveClient, bay: SiteBay, { acknowledge }: Acknowledging) => {
  if (bay.sessionId === null) return
  const view = live.store.getState().sessions[bay.sessionId]?.view
  const alarm = view === undefined ? undefined : openAlarm(view)
  if (alarm !== undefined) acknowledge(bay.sessionId, alarm.id, bay.name)
}

const NoBays = () => (
  <StateNotice title="There is no bay yet">
    <span>An administrator names the bays of the site; then they stand here in their fixed places.</span>
  </StateNotice>
)

/** The same bays as on the wall, with what staff do; beside them what is due next over the whole site. */
export const BoardPage = ({ live }: BoardPageProps) => {
  const isKnown = useStore(live.store, (state) => state.epoch !== null)
  const bays = useSiteBays(live)
  useWatching(
    live,
    useMemo(() => bays.map(({ id }) => id), [bays]),
    PAINTS_ALL,
  )
  const [selected, setSelected] = useState<string | null>(null)
  const [turns] = useState(createTurns)
  const acknowledging = useAcknowledge(live)
  useShortcuts({
    a: () => {
      const bay = bays.find(({ id }) => id === selected)
      if (bay !== undefined) acknowledgeFirst(live, bay, acknowledging)
    },
  })
  if (!isKnown) return <LoadingNotice what="the bays" />
  return (
    <main className={classes.page}>
      <div className={classes.main}>
        <h1 className={classes.spoken}>Bays</h1>
        {bays.length === 0 ? <NoBays /> : <AnsweringLine live={live} />}
        <div className={classes.grid}>
          {bays.map((bay) => (
            <BayTile
              key={bay.id}
              live={live}
              bay={bay}
              isSelected={bay.id === selected}
              onSelect={() => setSelected(bay.id)}
              acknowledging={acknowledging}
              turns={turns}
            />
          ))}
        </div>
      </div>
      <div className={classes.side}>
        <Button component={Link} to="/sessions/new" fullWidth>
          Admit or schedule
        </Button>
        <DueNext live={live} />
      </div>
    </main>
  )
}
