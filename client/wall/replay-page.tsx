import { useEffect, useMemo, useRef, useState, type CSSProperties } from 'react'
import { Link, useParams } from 'react-router'
import { useStore } from 'zustand'
import { sessionId } from '../../shared/domain/ids.ts'
import type { ReplayFrame } from '../../shared/wire/replay.ts'
import { baysAnswerSchema } from '../../shared/wire/site.ts'
import { useAnswer } from '../http/use-answer.ts'
import type { LiveClient } from '../live/live-client.ts'
import { SiteNotices } from '../signals/site-notices.tsx'
import { SoundStatus } from '../signals/sound-status.tsx'
import { VisitLink } from '../handover/visit-link.tsx'
import { formatClock } from '../ui/format.ts'
import { LinkNotice } from '../ui/link-notice.tsx'
import { OriginMark } from '../ui/origin-mark.tsx'
import { FailureNotice, LoadingNotice } from '../ui/state-notice.tsx'
import { createTurns } from '../ui/turns.ts'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { createPainter } from './painter.ts'
import { nextAlarm, ReplayControls } from './replay-controls.tsx'
import { createReplayLive } from './replay-live.ts'
import classes from './replay.module.css'
import { Tile } from './tile.tsx'
import { useReplay, type ReplayHand } from './use-replay.ts'
import { useSize } from './use-size.ts'
import { useWall, WallProvider } from './wall-context.ts'
import { createWallPulse } from './wall-pulse.ts'
import wall from './wall.module.css'
import './wall-tokens.css'

/** Room of a tile at unit 1: the drawing's wide one. */
const TILE = { width: 760, height: 348 } as const

/** The one bay, as large as the page allows. */
const OneTile = ({ id, bayName }: { readonly id: string; readonly bayName: string }) => {
  const grid = useRef<HTMLDivElement>(null)
  const area = useSize(grid)
  const { painter } = useWall()
  useEffect(() => (grid.current === null ? undefined : painter.cover(grid.current)), [painter])
  const unit = area === null ? 1 : Math.min(area.width / TILE.width, area.height / TILE.height)
  return (
    <div ref={grid} className={wall.grid} style={{ '--scale': unit } as CSSProperties}>
      {area === null ? null : <Tile bayName={bayName} sessionId={sessionId(id)} form="wide" />}
    </div>
  )
}

const useReplayWall = (id: string, hand: ReplayHand) => {
  const { frame, trends, speed } = hand
  const [replay] = useState(() => createReplayLive(sessionId(id)))
  const parts = useMemo(() => {
    const { live } = replay
    return { live, pulse: createWallPulse(live), painter: createPainter(live), turns: createTurns() }
  }, [replay])
  useEffect(() => parts.pulse.start(), [parts])
  useEffect(() => parts.painter.start(parts.pulse.onAny), [parts])
  useEffect(() => {
    if (frame !== null) replay.show(frame, trends, speed)
  }, [replay, frame, trends, speed])
  return parts
}

const useReplayKeys = (hand: ReplayHand, at: number): void => {
  const next = nextAlarm(hand, at)
  const step = 10_000 * hand.speed
  useShortcuts({
    k: () => hand.play(!hand.isPlaying),
    j: () => hand.seek(at - step),
    l: () => hand.seek(at + step),
    n: () => (next === null ? undefined : hand.seek(next)),
  })
}

const useBayName = (bay: string | undefined): string => {
  const bays = useAnswer(['bays'], baysAnswerSchema, '/bays')
  if (bays.state !== 'ready' || bay === undefined) return ''
  return bays.data.find(({ id }) => id === bay)?.name ?? 'gone'
}

/** What happens at the site now, and how this screen hears of it: a replay covers none of it. */
const Now = ({ live }: { readonly live: LiveClient }) => {
  const link = useStore(live.link)
  return (
    <div className={classes.now}>
      <LinkNotice health={link.health} silentS={link.silentS} sleptS={link.sleptS} refusal={link.refusal} />
      <SiteNotices live={live} visitLink={VisitLink} />
    </div>
  )
}

interface HeadProps {
  readonly id: string
  readonly frame: ReplayFrame | null
  readonly at: number
  readonly speed: number
}

const Head = ({ id, frame, at, speed }: HeadProps) => (
  <header className={classes.head}>
    <strong className={classes.mark}>REPLAY</strong>
    {frame === null ? null : (
      <OriginMark view={{ simulated: frame.view.simulated, replayed: false }} className={classes.origin} />
    )}
    <span className={classes.time}>
      {frame === null ? '' : `${new Date(at).toLocaleDateString('en-GB')}, ${formatClock(at)}`} · {speed} ×
    </span>
    <span className={classes.note}>A stored visit, without sound: what sounds here is an alarm of now.</span>
    <SoundStatus />
    <Link to={`/review/${encodeURIComponent(id)}`} className={classes.back}>
      Back to the record
    </Link>
  </header>
)

/** A stored visit on a wall of its own: what stood then, marked as that; what stands now is told above it. */
export const ReplayPage = ({ live }: { readonly live: LiveClient }) => {
  const id = useParams().id ?? ''
  const hand = useReplay(id)
  const parts = useReplayWall(id, hand)
  const bayName = useBayName(hand.frame?.view.bay)
  const { frame, whole, problem, speed } = hand
  const at = frame?.at ?? whole?.begins ?? 0
  useReplayKeys(hand, at)
  if (problem !== null) return <FailureNotice what="The replay" problem={problem} again={hand.again} />
  return (
    <WallProvider value={parts}>
      <main
        className={`${wall.wall ?? ''} ${classes.page ?? ''}`}
        style={{ '--surround': 1 } as CSSProperties}
        data-wall=""
        data-link="live"
        data-dim={false}
      >
        <Now live={live} />
        <Head id={id} frame={frame} at={at} speed={speed} />
        {frame === null ? <LoadingNotice what="the replay" /> : <OneTile id={id} bayName={bayName} />}
        <ReplayControls hand={hand} at={at} />
        <div className={classes.watermark} aria-hidden="true">
          REPLAY
        </div>
      </main>
    </WallProvider>
  )
}
