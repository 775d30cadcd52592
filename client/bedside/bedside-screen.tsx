import { useElementSize } from '@mantine/hooks'
import { useStore } from 'zustand'
import { HandoverNotices } from '../handover/handover-notices.tsx'
import { VisitLink } from '../handover/visit-link.tsx'
import { SiteNotices } from '../signals/site-notices.tsx'
import { LinkNotice } from '../ui/link-notice.tsx'
import { AlarmBar } from './alarm-bar.tsx'
import { useBedside } from './bedside-context.ts'
import { BedsideHeader } from './bedside-header.tsx'
import classes from './bedside.module.css'
import { EntryBar } from './entry-bar.tsx'
import { NumbersPanel } from './numbers-panel.tsx'
import { OutboxNotice } from './outbox-notice.tsx'
import { SheetTop } from './sheets/sheet-top.ts'
import { Timeline } from './timeline.tsx'
import { VisitPanel } from './visit-panel.tsx'

/** Header, alarm line, three columns, entries: the same places in every phase. */
export const BedsideScreen = () => {
  const { live, view } = useBedside()
  const link = useStore(live.link)
  const { ref, height } = useElementSize()
  return (
    <SheetTop value={height}>
      <div className={classes.screen} data-link={link.health}>
        <div ref={ref} className={classes.top}>
          <BedsideHeader />
          <LinkNotice health={link.health} silentS={link.silentS} sleptS={link.sleptS} refusal={link.refusal} />
          <SiteNotices live={live} own={view.id} visitLink={VisitLink} />
          <HandoverNotices live={live} own={view.id} />
          <OutboxNotice />
          <AlarmBar />
        </div>
        <main className={classes.columns}>
          <NumbersPanel />
          <VisitPanel />
          <Timeline />
        </main>
        <EntryBar />
      </div>
    </SheetTop>
  )
}
