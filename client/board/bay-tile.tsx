import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useStore } from 'zustand'
import type { AlarmView, SessionView } from '../../shared/domain/session-view.ts'
import { WhoAnswers } from '../handover/who-answers.tsx'
import type { LiveClient } from '../live/live-client.ts'
import type { SiteBay } from '../live/site-bays.ts'
import { alarmPlaces, alarmText, asksForRepeat, tileAlarm } from '../ui/alarm-look.ts'
import { DUE_WORD, dueWhen } from '../ui/due-words.ts'
import { OriginMark } from '../ui/origin-mark.tsx'
import { phaseLook } from '../ui/phase-look.ts'
import type { Turns } from '../ui/turns.ts'
import { useNow } from '../ui/use-now.ts'
import classes from './board.module.css'
import { TileNumbers } from './tile-numbers.tsx'
import { BesideAlarm, TopLine, type LineProps } from './top-line.tsx'
import type { Acknowledging } from './use-acknowledge.ts'

interface ViewProps {
  readonly view: SessionView
}

const Phase = ({ view, turns }: LineProps) => {
  const line = useNow((now) => phaseLook(view, now).line, '')
  const word = useNow((now) => phaseLook(view, now).word, '')
  return (
    <span className={classes.phase}>
      <span className={classes.phaseWords}>
        <b>{word}</b> {line}
      </span>
      <BesideAlarm view={view} turns={turns} />
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
  readonly turns: Turns
}

/** The highest alarm that nobody took: what a tile's button and, when it is selected, `a` acknowledge. */
export const openAlarm = (view: SessionView): AlarmView | undefined => {
  const { line, beside } = alarmPlaces(view.alarms)
  return [...line, ...beside].find((alarm) => !alarm.acknowledged)
}

const Actions = ({ bay, view, acknowledging }: BayTileProps & ViewProps) => {
  const alarm = openAlarm(view)
  return (
    <div className={classes.actions}>
      {alarm !== undefined && asksForRepeat(alarm) ? (
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
      {alarm !== undefined ? (
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
      {alarm !== undefined && asksForRepeat(alarm) ? null : (
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
  const { bay, view, live, isSelected, onSelect, turns } = props
  const alarm = tileAlarm(view.alarms)
  return (
    <section
      className={classes.tile}
      aria-label={`${bay.name}, ${view.patient.initials}`}
      data-selected={isSelected}
      data-alarm={alarm?.priority ?? 'none'}
      data-acknowledged={alarm?.acknowledged ?? true}
      onFocusCapture={onSelect}
      onPointerDown={onSelect}
    >
      <TopLine view={view} turns={turns} />
      <header className={classes.head}>
        <h2 className={classes.bay}>{bay.name}</h2>
        <span className={classes.initials}>{view.patient.initials}</span>
        <OriginMark view={view} className={classes.origin} isShort />
        <Phase view={view} turns={turns} />
      </header>
      <TileNumbers view={view} live={live} />
      <p className={classes.answers}>
        <WhoAnswers live={live} bay={bay.id} view={view} />
      </p>
      <Actions {...props} />
      <span className={classes.flash} aria-hidden="true" />
    </section>
  )
}

const FreeTile = ({ bay, live }: Pick<BayTileProps, 'bay' | 'live'>) => (
  <section className={classes.free} aria-label={`${bay.name}, free`}>
    <h2 className={classes.bay}>{bay.name}</h2>
    <p className={classes.freeWord}>free</p>
    <WhoAnswers live={live} bay={bay.id} />
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
  return view === undefined ? <FreeTile bay={bay} live={live} /> : <TakenTile {...props} view={view} />
}
