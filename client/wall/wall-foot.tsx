import { IconSettings } from '@tabler/icons-react'
import { useStore } from 'zustand'
import type { SiteAlarm } from '../../shared/wire/live-message.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { ChemText } from '../ui/chem-text.tsx'
import { shortBayName } from '../ui/format.ts'
import { alarmPlaces, alarmText, shownPriority } from '../ui/alarm-look.ts'
import type { PagedLayout } from './use-paged-layout.ts'
import { useTurn } from './use-turn.ts'
import type { WallBay } from './wall-bays.ts'
import { useSite, useWall } from './wall-context.ts'
import classes from './foot.module.css'

const SiteAlarms = () => {
  const alarms = useSite(({ siteAlarms }): readonly SiteAlarm[] => siteAlarms)
  const turn = useTurn(alarms.length)
  const alarm = alarms[turn] ?? alarms[0]
  if (alarm === undefined) return null
  return (
    <p className={classes.siteAlarm} data-priority={alarm.priority} data-part="site-alarm">
      <AlarmMark kind="technical" priority={alarm.priority} /> {alarm.text}
      {alarms.length > 1 ? <b>{`${turn + 1}/${alarms.length}`}</b> : null}
    </p>
  )
}

/** A bay of another page that has an alarm: its highest, with the way there. */
const AwayBay = ({ bay, onGo }: { readonly bay: WallBay; readonly onGo: () => void }) => {
  const alarm = useSite(({ sessions }) => {
    const view = bay.sessionId === null ? undefined : sessions[bay.sessionId]?.view
    const { line } = alarmPlaces(view?.alarms ?? [])
    return line[0] ?? null
  })
  if (alarm === null) return null
  return (
    <li>
      <button
        type="button"
        className={classes.away}
        data-priority={shownPriority(alarm)}
        data-acknowledged={alarm.acknowledged}
        onClick={onGo}
      >
        <AlarmMark kind={alarm.kind} priority={shownPriority(alarm)} /> Bay {shortBayName(bay.name)}{' '}
        <ChemText text={alarmText(alarm)} />
      </button>
    </li>
  )
}

interface PageBarProps {
  readonly layout: PagedLayout
  readonly bays: readonly WallBay[]
}

const PageBar = ({ layout: { pages, turning, perPage }, bays }: PageBarProps) => (
  <nav className={classes.pages} aria-label="Pages of bays">
    <button
      type="button"
      className={classes.plain}
      onClick={() => turning.turnTo(turning.page - 1)}
      aria-label="Page before"
    >
      ‹
    </button>
    <span>
      Page <b>{turning.page + 1}</b> of {pages}
    </span>
    <button
      type="button"
      className={classes.plain}
      onClick={() => turning.turnTo(turning.page + 1)}
      aria-label="Next page"
    >
      ›
    </button>
    <ul className={classes.awayList} aria-label="Alarms on other pages">
      {bays.map((bay, index) => {
        const page = Math.floor(index / perPage)
        return page === turning.page ? null : <AwayBay key={bay.id} bay={bay} onGo={() => turning.turnTo(page)} />
      })}
    </ul>
  </nav>
)

export interface WallFootProps {
  /** null until the screen was measured. */
  readonly layout: PagedLayout | null
  readonly bays: readonly WallBay[]
  readonly isPlaceKnown: boolean
  readonly onSettings: () => void
}

/** What the screen is and is not, alarms of the site, and of the bays that are on other pages. */
export const WallFoot = ({ layout, bays, isPlaceKnown, onSettings }: WallFootProps) => {
  const { live } = useWall()
  const dropped = useStore(live.link, (link) => link.dropped)
  const isPaged = layout !== null && layout.pages > 1
  return (
    <footer className={classes.foot} data-paged={isPaged}>
      {isPaged ? <PageBar layout={layout} bays={bays} /> : null}
      <p className={classes.secondary}>Secondary display. The bedside monitors stay the primary source of alarms.</p>
      {dropped > 0 ? <p className={classes.secondary}>{dropped} messages not understood: reload this page.</p> : null}
      <SiteAlarms />
      <button type="button" className={classes.settings} onClick={onSettings}>
        <IconSettings className={classes.icon} aria-hidden="true" />
        {isPlaceKnown ? 'Screen' : 'How large is this screen?'}
      </button>
    </footer>
  )
}
