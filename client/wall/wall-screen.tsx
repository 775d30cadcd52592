import { useEffect, useMemo, useRef, useState, type CSSProperties } from 'react'
import { useStore } from 'zustand'
import type { SoundOutput } from '../signals/sound-output.ts'
import { useDisplayState } from '../signals/use-reports.ts'
import { LinkAlarm } from './link-alarm.tsx'
import { NewestAlarm } from './newest-alarm.tsx'
import { SettingsDialog } from './settings-dialog.tsx'
import { SiteStrip } from './site-strip.tsx'
import { TileGrid } from './tile-grid.tsx'
import { useScreenCare } from './use-screen-care.ts'
import { useSize } from './use-size.ts'
import { byUrgency, wallBays } from './wall-bays.ts'
import { useSite, useWall } from './wall-context.ts'
import { isDimmed, type WallSettings } from './wall-settings.ts'
import classes from './wall.module.css'
import './wall-tokens.css'

/** The drawing's size: what stands around the tiles is scaled from it. */
const DRAWN = { width: 1_920, height: 1_080 } as const
/** Below this the words around the tiles could not be read on any screen. */
const LEAST_SCALE = 0.6

export interface WallScreenProps {
  readonly output: SoundOutput
  readonly settings: WallSettings
  readonly onSettings: (settings: WallSettings) => void
  /** Absent where there is none. */
  readonly onForgetLink?: () => void
}

/** Nothing is known yet, or there is no bay: said in words, since an empty wall would look like a calm one. */
const Nothing = ({ isKnown }: { readonly isKnown: boolean }) => (
  <p className={classes.nothing} aria-busy={!isKnown}>
    {isKnown ? 'There are no bays yet. An administrator makes them under Admin, Bays.' : 'Asking the server …'}
  </p>
)

export const WallScreen = ({ output, settings, onSettings, onForgetLink }: WallScreenProps) => {
  const { live, painter } = useWall()
  const root = useRef<HTMLElement>(null)
  const size = useSize(root)
  const [isAsking, setAsking] = useState(false)
  const care = useScreenCare()
  const health = useStore(live.link, (link) => link.health)
  const isKnown = useSite((state) => state.epoch !== null)
  const hour = useSite((_, now) => new Date(now).getHours())
  const bays = useSite((state) => {
    const placed = wallBays(state)
    return settings.order === 'urgency' ? byUrgency(placed, state.sessions) : placed
  })
  const bayIds = useMemo(() => bays.map(({ id }) => id), [bays])
  useDisplayState(live, output, { bays: bayIds, isStaffPage: false })
  const isDim = isDimmed(settings, hour)
  useEffect(() => painter.refresh(), [painter, isDim, health])
  const scale =
    size === null ? 1 : Math.max(LEAST_SCALE, Math.min(size.width / DRAWN.width, size.height / DRAWN.height))
  return (
    <main
      ref={root}
      className={classes.wall}
      data-wall=""
      data-link={health}
      data-dim={isDim}
      data-pointer={care.isPointerHidden ? 'hidden' : 'shown'}
      style={{ '--surround': scale, transform: care.shift } as CSSProperties}
    >
      <SiteStrip output={output} />
      {isKnown && bays.length > 0 ? (
        <TileGrid bays={bays} place={settings.place} screen={size} onSettings={() => setAsking(true)} />
      ) : (
        <Nothing isKnown={isKnown} />
      )}
      <NewestAlarm />
      <LinkAlarm {...(onForgetLink === undefined ? {} : { onForgetLink })} />
      {isAsking ? (
        <SettingsDialog
          settings={settings}
          onSave={onSettings}
          onClose={() => setAsking(false)}
          onTestTone={output.testTone}
        />
      ) : null}
    </main>
  )
}
