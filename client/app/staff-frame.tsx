import { NavLink, Outlet } from 'react-router'
import { useStore } from 'zustand'
import type { LiveClient } from '../live/live-client.ts'
import { HandoverNotices } from '../handover/handover-notices.tsx'
import { VisitLink } from '../handover/visit-link.tsx'
import { SoundStatus } from '../signals/sound-status.tsx'
import { ServerTime } from '../ui/server-time.tsx'
import { LinkNotice } from '../ui/link-notice.tsx'
import { PersonMenu } from '../ui/person-menu.tsx'
import { SECONDARY_DISPLAY } from '../ui/secondary-display.ts'
import type { Outbox } from '../live/outbox.ts'
import { SiteNotices } from '../signals/site-notices.tsx'
import classes from './staff-frame.module.css'

export interface StaffFrameProps {
  readonly live: LiveClient
  readonly outbox: Outbox
}

const LINK_WORD = { opening: 'connecting …', live: 'live', stale: 'waiting …', lost: 'no link' } as const

const LinkWord = ({ live }: { readonly live: LiveClient }) => {
  const health = useStore(live.link, (link) => link.health)
  const speed = useStore(live.store, (state) => state.speed)
  return (
    <span className={classes.link}>
      {LINK_WORD[health]}
      {speed === 1 ? '' : ` ×${speed}`}
    </span>
  )
}

/** The bar over the board, the intake and the review; the bedside has its own. */
export const StaffFrame = ({ live, outbox }: StaffFrameProps) => {
  const link = useStore(live.link)
  const unsent = useStore(outbox.store, (state) => state.orders.length)
  return (
    <div className={classes.frame}>
      <header className={classes.bar}>
        <span className={classes.name}>Vigil</span>
        <nav className={classes.pages} aria-label="Pages">
          <NavLink to="/" end>
            Bays
          </NavLink>
          <NavLink to="/review">Review</NavLink>
          <NavLink to="/alarms">Alarms</NavLink>
          <NavLink to="/protocols">Protocols</NavLink>
          <NavLink to="/notifications">Deliveries</NavLink>
          <a href="/wall">Wall</a>
        </nav>
        <LinkWord live={live} />
        <SoundStatus />
        <PersonMenu unsent={unsent} />
        <ServerTime className={classes.clock} />
      </header>
      <div className={classes.notices}>
        <LinkNotice health={link.health} silentS={link.silentS} sleptS={link.sleptS} refusal={link.refusal} />
        <SiteNotices live={live} visitLink={VisitLink} />
        <HandoverNotices live={live} />
      </div>
      <div className={classes.page}>
        <Outlet />
      </div>
      <footer className={classes.foot}>{SECONDARY_DISPLAY}</footer>
    </div>
  )
}
