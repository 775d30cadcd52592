import type { TimerKind, TimerView } from '../../shared/domain/session-view.ts'
import { DUE_WORD, dueWhen } from '../ui/due-words.ts'
import { useNow } from '../ui/use-now.ts'
import { useBedside } from './bedside-context.ts'

const Row = ({ timer }: { readonly timer: TimerView }) => {
  const when = useNow((now) => dueWhen(timer.dueAt, now), '')
  return (
    <div data-due={when.startsWith('due')}>
      <dt>{DUE_WORD[timer.kind]}</dt>
      <dd>{when}</dd>
    </div>
  )
}

/** The timers of this phase, as the server gives them. */
export const TimerRows = ({ except }: { readonly except: readonly TimerKind[] }) =>
  useBedside()
    .view.timers.filter(({ kind, state }) => state !== 'done' && !except.includes(kind))
    .map((timer) => <Row key={timer.kind} timer={timer} />)
