import { IconAlertTriangle, IconCheck, IconClock } from '@tabler/icons-react'
import type { QueueState } from '../../shared/wire/queue-state.ts'
import { whenWords } from './delivery-words.ts'
import classes from './deliveries.module.css'

interface QueueCardProps {
  readonly kind: string
  readonly label: string
  readonly queue: QueueState
  readonly now: number
}

const ICON = { untried: IconClock, working: IconCheck, failing: IconAlertTriangle } as const

const stateWords = ({ state, failingSince }: QueueState, now: number): string => {
  switch (state) {
    case 'untried':
      return 'Nothing sent yet'
    case 'working':
      return 'Working'
    case 'failing':
      return failingSince === null ? 'Failing' : `Failing since ${whenWords(failingSince, now)}`
  }
}

const waitingWords = (waiting: number): string => (waiting === 0 ? 'nothing' : `${waiting}`)

/** One receiver outside: whether it takes what is sent to it. */
export const QueueCard = ({ kind, label, queue, now }: QueueCardProps) => {
  const Icon = ICON[queue.state]
  return (
    <section className={classes.card} data-state={queue.state} aria-label={`${kind} ${label}`}>
      <h3 className={classes.receiver}>
        <span className={classes.kind}>{kind}</span> {label}
      </h3>
      <p className={classes.state}>
        <Icon size={20} aria-hidden /> {stateWords(queue, now)}
      </p>
      <dl className={classes.facts}>
        <dt>Last answer</dt>
        <dd>{queue.lastError ?? (queue.lastDeliveredAt === null ? 'none yet' : 'taken')}</dd>
        <dt>Last delivered</dt>
        <dd>{queue.lastDeliveredAt === null ? 'never' : whenWords(queue.lastDeliveredAt, now)}</dd>
        <dt>Waiting</dt>
        <dd>{waitingWords(queue.waiting)}</dd>
        {queue.nextAttemptAt === null ? null : (
          <>
            <dt>Next attempt</dt>
            <dd>{whenWords(queue.nextAttemptAt, now)}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
