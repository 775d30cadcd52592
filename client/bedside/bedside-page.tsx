import { useMemo } from 'react'
import { Link, useParams } from 'react-router'
import { useStore } from 'zustand'
import { sessionId, type SessionId } from '../../shared/domain/ids.ts'
import type { LiveClient } from '../live/live-client.ts'
import type { LiveSession, LiveState } from '../live/live-state.ts'
import type { KeptCommand } from '../live/outbox-order.ts'
import type { Outbox } from '../live/outbox.ts'
import type { Followed } from '../live/session-follower.ts'
import { bayName } from '../live/site-bays.ts'
import { paintsOnly, useWatching } from '../signals/screen-signals.ts'
import type { KnownNames } from '../ui/event-text.ts'
import { useStaff } from '../ui/staff-context.ts'
import { LoadingNotice, StateNotice } from '../ui/state-notice.tsx'
import { BedsideProvider, DECIDED_ON_VIEW, type Bedside } from './bedside-context.ts'
import { BedsideScreen } from './bedside-screen.tsx'
import { useFollowed } from './use-followed.ts'

export interface BedsidePageProps {
  readonly live: LiveClient
  readonly outbox: Outbox
}

const labels = (list: readonly { readonly id: string; readonly label: string }[]): Readonly<Record<string, string>> =>
  Object.fromEntries(list.map(({ id, label }) => [id, label]))

const namesOf = ({ view }: LiveSession, bays: LiveState['bays']): KnownNames => ({
  items: labels(view.checklist),
  criteria: labels(view.recovery?.criteria ?? []),
  bays: Object.fromEntries(bays.map(({ id, name }) => [id, name])),
})

interface RunningProps extends BedsidePageProps {
  readonly session: LiveSession
  readonly followed: Followed
}

const Running = ({ live, outbox, session, followed }: RunningProps) => {
  const { view, viewAt, trends } = session
  const bays = useStore(live.store, (state) => state.bays)
  const all = useStore(outbox.store, (state) => state.orders)
  const { role } = useStaff()
  useWatching(
    live,
    useMemo(() => [view.bay], [view.bay]),
    useMemo(() => paintsOnly(view.id), [view.id]),
  )
  const orders = useMemo(() => all.filter((order) => order.sessionId === view.id), [all, view.id])
  const bedside: Bedside = {
    live,
    outbox,
    view,
    viewAt,
    trends,
    log: followed.log,
    orders,
    names: namesOf(session, bays),
    bay: bayName(bays, view.bay),
    mayAct: role !== 'admin',
    give: (command: KeptCommand, occurredAt = null) =>
      outbox.give({
        sessionId: view.id,
        command,
        occurredAt,
        ...(DECIDED_ON_VIEW.has(command.type) ? { expectedSeq: view.seq } : {}),
      }),
  }
  return (
    <BedsideProvider value={bedside}>
      <BedsideScreen />
    </BedsideProvider>
  )
}

const NotRunning = ({ id, followed }: { readonly id: SessionId; readonly followed: Followed }) => {
  if (followed.state !== 'refused') return <LoadingNotice what="the visit" />
  return (
    <StateNotice title="This visit is not running">
      <span>{followed.refusal}</span>
      <Link to={`/review/${id}`}>Open its record</Link>
      <Link to="/">To all bays</Link>
    </StateNotice>
  )
}

/** One visit, for whoever stands beside the patient. */
export const BedsidePage = ({ live, outbox }: BedsidePageProps) => {
  const id = sessionId(useParams().id ?? '')
  const session = useStore(live.store, (state) => state.sessions[id])
  const followed = useFollowed(live, outbox, id)
  return session === undefined ? (
    <main>
      <NotRunning id={id} followed={followed} />
    </main>
  ) : (
    <Running live={live} outbox={outbox} session={session} followed={followed} />
  )
}
