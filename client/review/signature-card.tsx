import type { RecordAnswer } from '../../shared/wire/record.ts'
import { formatTime, formatDay } from '../ui/format.ts'
import { Card } from './card.tsx'
import classes from './review.module.css'

/** Who signed, with which words, and what was changed since. */
export const SignatureCard = ({ record: { signatures, entries } }: { readonly record: RecordAnswer }) => {
  const since = entries.flatMap(({ seq, number, amendments }) =>
    amendments.filter(({ afterSignature }) => afterSignature).map((amendment) => ({ ...amendment, of: number ?? seq })),
  )
  return (
    <Card title="Signatures">
      {signatures.length === 0 ? <p className={classes.note}>Not signed yet.</p> : null}
      <ul className={classes.plainList}>
        {signatures.map(({ seq, at, by, statement, isConfirmed }) => (
          <li key={seq}>
            <strong>{by}</strong>, {formatDay(Date.parse(at))}, {formatTime(Date.parse(at))}
            <div>{statement}</div>
            <div className={classes.note}>
              {isConfirmed
                ? 'Signed with the sign-in given once more.'
                : 'Signed by a program, without the sign-in once more.'}
            </div>
          </li>
        ))}
      </ul>
      {since.length === 0 ? null : (
        <>
          <h3 className={classes.cardSubtitle}>Changed since</h3>
          <ul className={classes.plainList}>
            {since.map(({ seq, at, by, reason, of }) => (
              <li key={seq}>
                Entry {of}, {formatTime(Date.parse(at))}, {by}: {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}
