import { IconBellOff, IconCheck } from '@tabler/icons-react'
import type { AlarmView, SessionView } from '../../shared/domain/session-view.ts'
import { alarmPlaces, alarmText, limitTexts, shownPriority } from '../ui/alarm-look.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { alarmStateWord } from '../ui/alarm-state-word.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { formatCountdown, formatDuration } from '../ui/format.ts'
import { useTurnOf, type Turns } from '../ui/turns.ts'
import { useNow } from '../ui/use-now.ts'
import classes from './board.module.css'

export interface LineProps {
  readonly view: SessionView
  readonly turns: Turns
}

const Standing = ({ since }: { readonly since: string }) => (
  <span className={classes.standing}>{useNow((now) => formatDuration(now - Date.parse(since)), '')}</span>
)

/** Crossed and dashed while it is only paused; crossed and solid would mean off. */
const AudioPaused = ({ until }: { readonly until: string }) => {
  const left = useNow((now) => formatCountdown(Date.parse(until) - now), '')
  return (
    <span className={classes.paused} role="img" aria-label={`AUDIO PAUSED, ${left} left`}>
      <IconBellOff className={classes.pausedBell} size={18} aria-hidden />
      {left}
    </span>
  )
}

const StateWord = ({ alarm }: { readonly alarm: AlarmView }) =>
  alarm.acknowledged ? (
    <span className={classes.who} title="ACKNOWLEDGED">
      <IconCheck size={16} role="img" aria-label="ACKNOWLEDGED by" />
      {alarm.acknowledgedBy ?? 'staff'}
    </span>
  ) : (
    <span className={classes.word}>{alarmStateWord(alarm)}</span>
  )

const Alarms = ({ view, turns }: LineProps) => {
  const { line, beside } = alarmPlaces(view.alarms)
  const turn = useTurnOf(turns, line.length)
  const alarm = line[turn] ?? line[0]
  const total = line.length + beside.length
  if (alarm === undefined) return null
  return (
    <p
      className={classes.alarm}
      data-part="alarm"
      data-priority={shownPriority(alarm)}
      data-kind={alarm.kind}
      data-acknowledged={alarm.acknowledged}
    >
      <AlarmMark kind={alarm.kind} priority={shownPriority(alarm)} className={classes.mark} />
      <span className={classes.alarmText}>
        <ChemText text={alarmText(alarm)} />
      </span>
      {view.audioPausedUntil === undefined ? null : <AudioPaused until={view.audioPausedUntil} />}
      <span className={classes.alarmSide}>
        <StateWord alarm={alarm} />
        <span>
          {total > 1 ? `${turn + 1}/${total} ` : ''}
          <Standing since={alarm.since} />
        </span>
      </span>
    </p>
  )
}

/** The tile's top line: the limits in force while it is calm, the alarms in turn when it is not. */
export const TopLine = ({ view, turns }: LineProps) =>
  view.alarms.length > 0 ? (
    <Alarms view={view} turns={turns} />
  ) : (
    <p className={classes.limits}>
      {limitTexts(view.limits).map(({ key, text }) => (
        <span key={key}>
          <ChemText text={text} />
        </span>
      ))}
    </p>
  )

/** Technical alarms beside physiological ones have a place of their own, so that they hide none. */
export const BesideAlarm = ({ view, turns }: LineProps) => {
  const { beside } = alarmPlaces(view.alarms)
  const alarm = beside[useTurnOf(turns, beside.length)] ?? beside[0]
  if (alarm === undefined) return null
  return (
    <span
      className={classes.beside}
      data-part="beside"
      data-priority={shownPriority(alarm)}
      data-acknowledged={alarm.acknowledged}
      title={alarmText(alarm)}
    >
      <AlarmMark kind="technical" priority={shownPriority(alarm)} className={classes.mark} />
      <span className={classes.besideText}>
        <ChemText text={alarmText(alarm)} />
      </span>
    </span>
  )
}
