import { useState } from 'react'
import type { PressureIntervalView, TimerKind, TimerView } from '../../shared/domain/session-view.ts'
import { DUE_WORD, dueWhen } from '../ui/due-words.ts'
import { useNow } from '../ui/use-now.ts'
import { isOffered, useBedside } from './bedside-context.ts'
import { PressureIntervalSheet } from './sheets/pressure-interval-sheet.tsx'
import classes from './visit-panel.module.css'

/** A figure stays with its unit, where the words take two lines. */
const everyText = ({ everyMin, protocolMin }: PressureIntervalView): string => {
  const minutes = everyMin ?? protocolMin
  return minutes === null ? 'not timed' : `every ${minutes}\u00a0min`
}

/** How often the pressure is taken in this visit, and where that is changed. */
const IntervalButton = ({ interval }: { readonly interval: PressureIntervalView }) => {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className={classes.interval}
        aria-label={`Blood pressure ${everyText(interval)}: change`}
        onClick={() => setIsOpen(true)}
      >
        {everyText(interval)}
      </button>
      {isOpen ? <PressureIntervalSheet interval={interval} onClose={() => setIsOpen(false)} /> : null}
    </>
  )
}

const Row = ({ timer, isNarrow }: { readonly timer: TimerView; readonly isNarrow: boolean }) => {
  const bedside = useBedside()
  const { pressureInterval } = bedside.view
  const when = useNow((now) => dueWhen(timer.dueAt, now), '')
  const isChoice = timer.kind === 'bloodPressure' && isOffered(bedside, 'setPressureInterval')
  return (
    <div data-due={when.startsWith('due')}>
      <dt>{isNarrow && timer.kind === 'bloodPressure' ? 'BP' : DUE_WORD[timer.kind]}</dt>
      <dd>{when}</dd>
      {isChoice && pressureInterval !== undefined ? (
        <dd className={classes.intervalCell}>
          <IntervalButton interval={pressureInterval} />
        </dd>
      ) : null}
    </div>
  )
}

export interface TimerRowsProps {
  readonly except: readonly TimerKind[]
  /** Beside one another: the longest label is short. */
  readonly isNarrow?: boolean
}

/** The timers of this phase, as the server gives them. */
export const TimerRows = ({ except, isNarrow = false }: TimerRowsProps) =>
  useBedside()
    .view.timers.filter(({ kind, state }) => state !== 'done' && !except.includes(kind))
    .map((timer) => <Row key={timer.kind} timer={timer} isNarrow={isNarrow} />)
