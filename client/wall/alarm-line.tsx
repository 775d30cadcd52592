import { IconBellOff, IconCheck } from '@tabler/icons-react'
import { memo, type CSSProperties } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { AlarmView } from '../../shared/domain/session-view.ts'
import { alarmStateWord } from '../ui/alarm-state-word.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { ChemText } from '../ui/chem-text.tsx'
import { formatCountdown, formatStanding } from '../ui/format.ts'
import { alarmPlaces, alarmText, limitTexts, shownPriority } from '../ui/alarm-look.ts'
import { fitText, hasPauseOwnPlace, type TileForm } from './tile-layout.ts'
import classes from './tile.module.css'
import { useTurn } from './use-turn.ts'
import { useSession, useSite, useVisit } from './wall-context.ts'

interface LineProps {
  readonly sessionId: SessionId
}

export interface AlarmLineProps extends LineProps {
  readonly form: TileForm
}

const Limits = ({ sessionId }: LineProps) => {
  const limits = useVisit(sessionId, [], (view) => view.limits)
  return (
    <p className={classes.limits} data-part="limits">
      {limitTexts(limits).map(({ key, text }) => (
        <span key={key}>
          <ChemText text={text} />
        </span>
      ))}
    </p>
  )
}

const Standing = ({ since }: { readonly since: string }) => {
  const text = useSite((_, now) => formatStanding(now - Date.parse(since)))
  return <span className={classes.standing}>{text}</span>
}

/** The bell is crossed and dashed while it is only paused; crossed and solid would mean off. */
const AudioPaused = ({ sessionId }: LineProps) => {
  const left = useSession(sessionId, '', ({ view }, now) =>
    view.audioPausedUntil === undefined ? '' : formatCountdown(Date.parse(view.audioPausedUntil) - now),
  )
  if (left === '') return null
  return (
    <span className={classes.paused} role="img" aria-label={`AUDIO PAUSED, ${left} left`}>
      <IconBellOff className={classes.pausedBell} aria-hidden="true" />
      {left}
    </span>
  )
}

const Acknowledged = ({ by }: { readonly by: string | undefined }) => (
  <span className={classes.who} title="ACKNOWLEDGED">
    <IconCheck className={classes.tick} role="img" aria-label="ACKNOWLEDGED by" />
    {by ?? 'staff'}
  </span>
)

const StateWord = ({ alarm }: { readonly alarm: AlarmView }) => {
  if (alarm.acknowledged) return <Acknowledged by={alarm.acknowledgedBy} />
  return alarmStateWord(alarm)
}

interface AlarmBarProps extends AlarmLineProps {
  readonly alarms: readonly AlarmView[]
  /** Alarms of the same session that stand elsewhere on the tile. */
  readonly extra: number
}

const AlarmBar = ({ sessionId, form, alarms, extra }: AlarmBarProps) => {
  const turn = useTurn(alarms.length)
  const isPaused = useVisit(sessionId, false, (view) => view.audioPausedUntil !== undefined)
  const alarm = alarms[turn] ?? alarms[0]
  if (alarm === undefined) return null
  const text = alarmText(alarm)
  const total = alarms.length + extra
  const count = total > 1 ? `${turn + 1}/${total}` : ''
  const word = alarm.acknowledged ? (alarm.acknowledgedBy ?? 'staff') : alarmStateWord(alarm)
  const beside = word.length + count.length
  const fit = { '--fit': fitText({ characters: text.length, beside, isPaused }, form) } as CSSProperties
  return (
    <p
      className={classes.alarm}
      data-part="alarm"
      data-priority={shownPriority(alarm)}
      data-acknowledged={alarm.acknowledged}
      data-kind={alarm.kind}
    >
      <AlarmMark className={classes.mark} kind={alarm.kind} priority={shownPriority(alarm)} />
      <span className={classes.alarmText} style={fit}>
        <ChemText text={text} />
      </span>
      {hasPauseOwnPlace(form) ? <AudioPaused sessionId={sessionId} /> : null}
      <span className={classes.alarmSide}>
        <span className={classes.alarmWord}>
          {isPaused && !hasPauseOwnPlace(form) ? <AudioPaused sessionId={sessionId} /> : <StateWord alarm={alarm} />}
          {count === '' ? null : <b className={classes.count}>{count}</b>}
        </span>
        <Standing since={alarm.since} />
      </span>
    </p>
  )
}

/** The tile's top line: the limits in force while it is calm, the alarms when it is not. */
export const AlarmLine = memo(({ sessionId, form }: AlarmLineProps) => {
  const alarms = useVisit(sessionId, [], (view) => view.alarms)
  const { line, beside } = alarmPlaces(alarms)
  if (line.length === 0) return <Limits sessionId={sessionId} />
  return <AlarmBar sessionId={sessionId} form={form} alarms={line} extra={beside.length} />
})
AlarmLine.displayName = 'AlarmLine'

/** Technical alarms that stand beside physiological ones, in a place of their own. */
export const BesideAlarm = memo(({ sessionId }: LineProps) => {
  const alarms = useVisit(sessionId, [], (view) => view.alarms)
  const { beside } = alarmPlaces(alarms)
  const turn = useTurn(beside.length)
  const alarm = beside[turn] ?? beside[0]
  if (alarm === undefined) return null
  return (
    <p
      className={classes.beside}
      data-part="beside"
      data-priority={shownPriority(alarm)}
      data-acknowledged={alarm.acknowledged}
    >
      <AlarmMark kind="technical" priority={shownPriority(alarm)} />
      <span className={classes.besideText}>
        <ChemText text={alarmText(alarm)} />
      </span>
      {beside.length > 1 ? <b>{`${turn + 1}/${beside.length}`}</b> : null}
    </p>
  )
})
BesideAlarm.displayName = 'BesideAlarm'
