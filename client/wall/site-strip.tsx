import { IconBell, IconBellOff } from '@tabler/icons-react'
import { memo } from 'react'
import { useStore } from 'zustand'
import { PRIORITIES, type Priority } from '../../shared/domain/limit.ts'
import { runningViews } from '../live/site-bays.ts'
import { unattendedAlarms } from '../live/unattended-alarms.ts'
import type { SoundOutput } from '../signals/sound-output.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { TechnicalMark } from '../ui/technical-mark.tsx'
import { formatClock, formatDuration, shortBayName } from '../ui/format.ts'
import { dueText } from './foot-look.ts'
import { alarmCounts, nextDueOfSite, phaseCounts } from './site-figures.ts'
import classes from './strip.module.css'
import { useSite, useWall } from './wall-context.ts'

const Counts = () => {
  const counts = useSite(({ sessions }) => phaseCounts(runningViews(sessions)))
  return (
    <ul className={classes.counts}>
      <li>
        <b>{counts.infusing}</b> infusing
      </li>
      <li>
        <b>{counts.recovering}</b> recovering
      </li>
      <li>
        <b>{counts.ready}</b> ready
      </li>
      <li>
        <b>{counts.preparing}</b> preparing
      </li>
    </ul>
  )
}

/** Keeps its place while there is none, so that nothing beside it moves when there is one. */
const AlarmChip = ({ priority }: { readonly priority: Priority }) => {
  const count = useSite(({ sessions }) => alarmCounts(runningViews(sessions))[priority])
  return (
    <li
      className={classes.chip}
      data-priority={priority}
      data-empty={count.count === 0}
      data-acknowledged={count.open === 0}
      aria-hidden={count.count === 0}
    >
      <AlarmMark kind="physiological" priority={priority} /> {count.count}
    </li>
  )
}

const useBayName = (id: string): string =>
  useSite(({ bays }) => shortBayName(bays.find((bay) => bay.id === id)?.name ?? id))

const Unattended = ({ bay, since, more }: { readonly bay: string; readonly since: string; readonly more: number }) => {
  const name = useBayName(bay)
  const standing = useSite((_, now) => formatDuration(now - Date.parse(since)))
  return (
    <p className={classes.unattended}>
      <AlarmMark kind="physiological" priority="high" /> UNATTENDED Bay {name} {standing}
      {more > 0 ? ` +${more}` : ''}
    </p>
  )
}

const NextDue = () => {
  const next = useSite(({ sessions }, now) => {
    const found = nextDueOfSite(runningViews(sessions))
    return found === null ? { bay: '', text: '' } : { bay: found.bay, text: dueText(found.due, now) }
  })
  const name = useBayName(next.bay)
  if (next.text === '') return null
  return (
    <p className={classes.next}>
      Next{' '}
      <b>
        Bay {name} {next.text}
      </b>
    </p>
  )
}

/** Unattended alarms come first: they take the place of what is merely due. */
const First = () => {
  const first = useSite(({ sessions }) => {
    const alarms = unattendedAlarms(runningViews(sessions))
    return { bay: alarms[0]?.bay ?? '', since: alarms[0]?.since ?? '', more: alarms.length - 1 }
  })
  return first.bay === '' ? <NextDue /> : <Unattended {...first} />
}

const Sound = ({ output }: { readonly output: SoundOutput }) => {
  const sound = useStore(output.store, (state) => state.sound)
  switch (sound) {
    case 'armed':
      return (
        <button type="button" className={classes.sound} onClick={output.testTone} title="Play a test tone">
          <IconBell className={classes.icon} aria-hidden="true" /> Sound armed
        </button>
      )
    case 'off':
      return (
        <p className={classes.sound}>
          <IconBellOff className={classes.icon} aria-hidden="true" /> AUDIO OFF
        </p>
      )
    case 'notArmed':
      return (
        <button
          type="button"
          className={classes.notArmed}
          onClick={output.arm}
          title="Click or press a key to arm the sound"
        >
          <TechnicalMark /> ** SOUND NOT ARMED
        </button>
      )
  }
}

const linkWords = (isLive: boolean, silentS: number, sleptS: number | null): string => {
  if (sleptS !== null) return isLive ? `live, slept ${sleptS} s` : `slept ${sleptS} s, asking …`
  return isLive ? 'live' : `no beat ${silentS} s`
}

const Link = () => {
  const { live } = useWall()
  const health = useStore(live.link, (link) => link.health)
  const silentS = useStore(live.link, (link) => (link.health === 'live' ? 0 : link.silentS))
  const sleptS = useStore(live.link, (link) => link.sleptS)
  // Looked at with the rest of the site: a frame of its own would cost more than the beat is late.
  const isOdd = useSite(() => live.link.getState().beats % 2 === 1)
  return (
    <p className={classes.link} data-health={health}>
      <span className={classes.beat} data-odd={isOdd} aria-hidden="true" />
      {linkWords(health === 'live', silentS, sleptS)}
    </p>
  )
}

const Clock = () => {
  const time = useSite((_, now) => (now === 0 ? '--:--:--' : formatClock(now)))
  const speed = useSite((state) => state.speed)
  return (
    <p className={classes.clock}>
      {speed === 1 ? null : <span className={classes.speed}>×{speed}</span>}
      <time>{time}</time>
    </p>
  )
}

const siteTitle = (site: string): string => {
  const words = site.replaceAll(/[-_]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The whole site in one line. */
export const SiteStrip = memo(({ output }: { readonly output: SoundOutput }) => {
  const site = useSite(({ bays }) => siteTitle(bays[0]?.site ?? ''))
  return (
    <header className={classes.strip}>
      <h1 className={classes.site}>{site}</h1>
      <Counts />
      <ul className={classes.chips} aria-label="Alarms by priority">
        {PRIORITIES.toReversed().map((priority) => (
          <AlarmChip key={priority} priority={priority} />
        ))}
      </ul>
      <div className={classes.right}>
        <First />
        <Sound output={output} />
        <Link />
        <Clock />
      </div>
    </header>
  )
})
SiteStrip.displayName = 'SiteStrip'
