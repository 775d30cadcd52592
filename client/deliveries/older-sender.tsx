import { Button } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { olderVisitsAnswerSchema } from '../../shared/wire/delivery.ts'
import { request, type Request } from '../http/request.ts'
import { ProblemError, UNKNOWN } from '../http/use-answer.ts'
import { DAY_INPUT } from '../ui/day-input.ts'
import { formatDay } from '../ui/format.ts'
import { useStaff } from '../ui/staff-context.ts'
import classes from './deliveries.module.css'

interface Older {
  /** Epoch ms. */
  readonly endedFrom: number
  readonly visits: number
}

interface OlderSenderProps {
  readonly receiver: string
  readonly sent: () => void
}

const PATH = '/deliveries/older'

const visitsOf = async (asked: Request): Promise<number> => {
  const answer = await request(olderVisitsAnswerSchema, asked)
  if (!answer.ok) throw new ProblemError(answer.error)
  return answer.value.visits
}

const count = async (endedFrom: number): Promise<Older> => {
  const query = new URLSearchParams({ endedFrom: new Date(endedFrom).toISOString() })
  return { endedFrom, visits: await visitsOf({ path: `${PATH}?${query.toString()}` }) }
}

const send = ({ endedFrom, visits }: Older): Promise<number> => {
  const body = { endedFrom: new Date(endedFrom).toISOString(), expected: visits }
  return visitsOf({ method: 'POST', path: PATH, body })
}

const visitsWord = (visits: number): string => (visits === 1 ? '1 visit' : `${visits} visits`)

const Failure = ({ what, error }: { readonly what: string; readonly error: Error | null }) => {
  if (error === null) return null
  const { message } = error instanceof ProblemError ? error.problem : UNKNOWN
  return (
    <p role="alert">
      {what} {message}
    </p>
  )
}

const useOlder = (sent: () => void) => {
  const counted = useMutation({ mutationFn: count })
  const sending = useMutation({
    mutationFn: send,
    onSuccess: () => {
      counted.reset()
      sent()
    },
  })
  const forget = () => {
    counted.reset()
    sending.reset()
  }
  return { counted, sending, forget }
}

/** How many would go, and to whom: sent by a second press alone. */
const Agreement = ({
  older,
  receiver,
  isSending,
  onSend,
}: Pick<OlderSenderProps, 'receiver'> & {
  readonly older: Older
  readonly isSending: boolean
  readonly onSend: () => void
}) => {
  const since = formatDay(older.endedFrom)
  if (older.visits === 0)
    return <p role="status">Every visit that ended since {since} has been sent or waits already: none would go.</p>
  return (
    <div role="status">
      <p>
        {visitsWord(older.visits)} that ended since {since} {older.visits === 1 ? 'was' : 'were'} never sent. The record
        of each goes to {receiver} once, with the patient’s name.
      </p>
      <Button size="md" loading={isSending} onClick={onSend}>
        Send {visitsWord(older.visits)}
      </Button>
    </div>
  )
}

/** Visits that ended before there was a receiver do not go by themselves. */
export const OlderSender = ({ receiver, sent }: OlderSenderProps) => {
  const { role } = useStaff()
  const [day, setDay] = useState<string | null>(null)
  const { counted, sending, forget } = useOlder(sent)
  if (role !== 'admin')
    return <p className={classes.muted}>An administrator can send visits from before this receiver was named.</p>
  return (
    <section className={classes.test} aria-labelledby="older">
      <h3 id="older" className={classes.receiver}>
        Older visits
      </h3>
      <p className={classes.muted}>Visits that ended before this receiver was named are not sent by themselves.</p>
      <div className={classes.older}>
        <DateInput
          label="Ended since"
          {...DAY_INPUT}
          size="md"
          value={day}
          onChange={(chosen) => {
            forget()
            setDay(chosen)
          }}
        />
        <Button
          variant="default"
          size="md"
          disabled={day === null}
          loading={counted.isPending}
          onClick={() => {
            forget()
            if (day !== null) counted.mutate(new Date(`${day}T00:00:00`).getTime())
          }}
        >
          Count them
        </Button>
      </div>
      <Failure what="They could not be counted." error={counted.error} />
      <Failure what="Nothing is known to be sent." error={sending.error} />
      {counted.data === undefined ? null : (
        <Agreement
          older={counted.data}
          receiver={receiver}
          isSending={sending.isPending}
          onSend={() => sending.mutate(counted.data)}
        />
      )}
      {sending.data === undefined ? null : (
        <p role="status">{visitsWord(sending.data)} put among what is to go; the list below says how each stands.</p>
      )}
    </section>
  )
}
