import { integritySchema } from '../../shared/wire/review.ts'
import { useAnswer } from '../http/use-answer.ts'
import { formatClock } from '../ui/format.ts'
import { FailureNotice, LoadingNotice } from '../ui/state-notice.tsx'
import { Card } from './card.tsx'
import classes from './review.module.css'

/** Whether the record stands in the store as it was written. */
export const IntegrityCard = ({ id }: { readonly id: string }) => {
  const answer = useAnswer(['integrity', id], integritySchema, `/sessions/${encodeURIComponent(id)}/integrity`)
  if (answer.state === 'loading') return <LoadingNotice what="the check of the record" />
  if (answer.state === 'failed')
    return <FailureNotice what="The check of the record" problem={answer.problem} again={answer.again} />
  const { verified, events, chunks, lastHash, checkedAt, faults } = answer.data
  return (
    <Card title="As it was written">
      <p className={classes.plain}>
        {verified
          ? `All ${events} events and ${chunks} stretches of readings are as they were written.`
          : 'Something was changed behind the record. Do not rely on it; tell who looks after the server.'}
      </p>
      <ul className={classes.plainList}>
        {faults.map(({ where, message }) => (
          <li key={where}>
            <strong>{where}</strong>: {message}
          </li>
        ))}
      </ul>
      <p className={classes.note}>
        Checked {formatClock(Date.parse(checkedAt))}. Last hash <code className={classes.hash}>{lastHash}</code>
      </p>
    </Card>
  )
}
