import type { SessionView } from '../../shared/domain/session-view.ts'
import { PHASE_WORD } from '../ui/phase-words.ts'
import { useBedside } from './bedside-context.ts'
import classes from './visit-panel.module.css'

const STEPS = ['Prepare', 'Infuse', 'Recover', 'Ready', 'Home'] as const

/** @returns the step at which the visit stands; -1 before the first */
const stepOf = ({ phase, recovery }: SessionView): number => {
  switch (phase) {
    case 'scheduled':
      return -1
    case 'preparing':
      return 0
    case 'infusing':
    case 'paused':
      return 1
    case 'recovering':
      return recovery?.status === 'ready' ? 3 : 2
    case 'discharged':
    case 'transferred':
    case 'cancelled':
      return 4
  }
}

const stateAt = (index: number, step: number): 'done' | 'now' | 'ahead' => {
  if (index === step) return 'now'
  return index < step ? 'done' : 'ahead'
}

/** Phases are told by place, shape and word. */
export const PhaseStepper = () => {
  const { view } = useBedside()
  const step = stepOf(view)
  const isElsewhere = view.phase === 'transferred' || view.phase === 'cancelled' || view.phase === 'paused'
  return (
    <ol className={classes.steps} aria-label="Phases of the visit">
      {STEPS.map((word, index) => {
        const state = stateAt(index, step)
        return (
          <li
            key={word}
            className={classes.step}
            data-state={state}
            aria-current={state === 'now' ? 'step' : undefined}
          >
            {state === 'now' && isElsewhere ? PHASE_WORD[view.phase] : word}
          </li>
        )
      })}
    </ol>
  )
}
