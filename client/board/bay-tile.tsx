import { Button } from '@mantine/core'
import { IconCheck, IconUserPlus } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useStore } from 'zustand'
import type { AlarmView, SessionView } from '../../shared/domain/session-view.ts'
import type { LiveClient } from '../live/live-client.ts'
import type { SiteBay } from '../live/site-bays.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { alarmPlaces, alarmText, asksForRepeat, limitTexts, shownPriority } from '../ui/alarm-look.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { DUE_WORD, dueWhen } from '../ui/due-words.ts'
import { formatDuration } from '../ui/format.ts'
import { OriginMark } from '../ui/origin-mark.tsx'
import { phaseLook } from '../ui/phase-look.ts'
import { useNow } from '../ui/use-now.ts'
import classes from './board.module.css'
import { TileNumbers } from './tile-numbers.tsx'
import type { Acknowledging } from './use-acknowledge.ts'

interface ViewProps {
  readonly view: SessionView
}

const Standing = ({ since }: { readonly since: string }) => (
  <span className={classes.standing}>{useNow((now) => formatDuration(now - Date.parse(since)), '')}</span>
)

const AlarmText = ({ alarm, more }: { readonly alarm: AlarmView; readonly more: number }) => (
  <p
    className={classes.alarm}
    data-priority={shownPriority(alarm)}
    data-kind={alarm.kind}
    data-acknowledged={alarm.acknowledged}
  >
    <AlarmMark kind={alarm.kind} priority={shownPriority(alarm)} className={classes.mark} />
    <span className={classes.alarmText}>
      <ChemText text={alarmText(alarm)} />
      {more > 0 ? ` +${more}` : ''}
    </span>
    {alarm.acknowledged ? <IconCheck size={20} aria-label="ACKNOWLEDGED" role="img" /> : null}
    <Standing since={alarm.since} />
  </p>
)

const TopLine = ({ view, alarms }: ViewProps & { readonly alarms: readonly AlarmView[] }) => {
  const [first] = alarms
  if (first !== undefined) return <AlarmText alarm={first} more={alarms.length - 1} />
  return (
    <p className={classes.limits}>
      {limitTexts(view.limits).map(({ key, text }) => (
        <span key={key}>
          <ChemText text={text} />
        </span>
      ))}
    </p>
  )
}

const Phase = ({ view }: ViewProps) => {
  const line = useNow((now) => phaseLook(view, now).line, '')
  const word = useNow((now) => phaseLook(view, now).word, '')
  return (
    <span className={classes.phase}>
      <b>{word}</b> {line}
    </span>
  )
}

const NextDue = ({ view }: ViewProps) => {
  const { nextDue } = view
  const when = useNow((now) => (nextDue === undefined ? '' : dueWhen(nextDue.dueAt, now)), '')
  return (
    <span className={classes.next}>
      <span className={classes.nextWhat}>
        {nextDue === undefined ? (view.nextStep?.label ?? '') : DUE_WORD[nextDue.kind]}
      </span>
      {when}
    </span>
  )
}

export interface BayTileProps {
  readonly live: LiveClient
  readonly bay: SiteBay
  readonly isSelected: boolean
  readonly onSelect: () => void
  readonly acknowledging: Acknowledging
}

/** The alarm that a tile shows first, and that `a` acknowledges when the tile is selected. */
export const firstAlarm = (view: SessionView): AlarmView | undefined => {
  const { line, beside } = alarmPlaces(view.alarms)
  return [...line, ...beside][0]
}

const Actions = ({ bay, view, acknowledging }: BayTileProps & ViewProps) => {
  const alarm = firstAlarm(view)
  const isOpen = alarm !== undefined && !alarm.acknowledged
  return (
    <div className={classes.actions}>
      {isOpen && asksForRepeat(alarm) ? (
        <Button
          component={Link}
          to={`/sessions/${view.id}?measure=again`}
          variant="default"
          px="xs"
          aria-label={`Measure again: ${alarmText(alarm)}, ${bay.name}`}
        >
          Measure again
        </Button>
      ) : null}
      {isOpen ? (
        <Button
          key={alarm.id}
          className={classes.acknowledge}
          px="xs"
          loading={acknowledging.alarmId === alarm.id}
          onClick={() => acknowledging.acknowledge(view.id, alarm.id, bay.name)}
          aria-label={`Acknowledge ${alarmText(alarm)}, ${bay.name}`}
        >
          Acknowledge
        </Button>
      ) : (
        <NextDue view={view} />
      )}
      {isOpen && asksForRepeat(alarm) ? null : (
        <Button
          component={Link}
          to={`/sessions/${view.id}`}
          variant="default"
          px="xs"
          aria-label={`Open the bedside of ${bay.name}`}
        >
          Open
        </Button>
      )}
    </div>
  )
}

const TakenTile = (props: BayTileProps & ViewProps) => {
  const { bay, view, live, isSelected, onSelect } = props
  const { line, beside } = alarmPlaces(view.alarms)
  const [first] = [...line, ...beside]
  return (
    <section
      className={classes.tile}
      aria-label={`${bay.name}, ${view.patient.initials}`}
      data-selected={isSelected}
      data-alarm={first === undefined ? 'none' : shownPriority(first)}
      data-acknowledged={first?.acknowledged ?? true}
      onFocusCapture={onSelect}
      onPointerDown={onSelect}
    >
      <TopLine view={view} alarms={[...line, ...beside]} />
      <header className={classes.head}>
        <h2 className={classes.bay}>{bay.name}</h2>
        <span className={classes.initials}>{view.patient.initials}</span>
        <OriginMark view={view} className={classes.origin} isShort />
        <Phase view={view} />
      </header>
      <TileNumbers view={view} live={live} />
      <Actions {...props} />
    </section>
  )
}

const FreeTile = ({ bay }: { readonly bay: SiteBay }) => (
  <section className={classes.free} aria-label={`${bay.name}, free`}>
    <h2 className={classes.bay}>{bay.name}</h2>
    <p className={classes.freeWord}>free</p>
    <Button
      component={Link}
      to={`/sessions/new?bay=${encodeURIComponent(bay.id)}`}
      variant="default"
      leftSection={<IconUserPlus size={20} aria-hidden />}
      aria-label={`Admit a patient to ${bay.name}`}
    >
      Admit
    </Button>
  </section>
)

export const BayTile = (props: BayTileProps) => {
  const { live, bay } = props
  const view = useStore(live.store, ({ sessions }) =>
    bay.sessionId === null ? undefined : sessions[bay.sessionId]?.view,
  )
  return view === undefined ? <FreeTile bay={bay} /> : <TakenTile {...props} view={view} />
}
