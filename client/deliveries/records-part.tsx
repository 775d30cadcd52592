import { Table } from '@mantine/core'
import type { z } from 'zod'
import { Link } from 'react-router'
import { deliveriesAnswerSchema } from '../../shared/wire/delivery.ts'
import { FailureNotice, LoadingNotice, StateNotice } from '../ui/state-notice.tsx'
import { TableHead } from '../ui/table-head.tsx'
import { BehindNotice } from './behind-notice.tsx'
import { sendingWords, whenWords } from './delivery-words.ts'
import classes from './deliveries.module.css'
import { OlderSender } from './older-sender.tsx'
import { QueueCard } from './queue-card.tsx'
import { useWatched } from './use-watched.ts'

type Known = z.infer<typeof deliveriesAnswerSchema>

const HEADS = ['To go since', 'Record', 'How it stands', 'Message'] as const

const SHOWN = 50

const Last = ({ deliveries, now }: { readonly deliveries: Known['deliveries']; readonly now: number }) => {
  if (deliveries.length === 0)
    return (
      <StateNotice title="No record was sent yet">
        <span>The record of a visit goes by itself when the visit has ended. A test cannot be sent.</span>
      </StateNotice>
    )
  return (
    <Table.ScrollContainer minWidth={900}>
      <Table className={classes.table} aria-label="Last records">
        <TableHead heads={HEADS} />
        <Table.Tbody>
          {deliveries.slice(0, SHOWN).map((delivery) => (
            <Table.Tr key={delivery.session} data-state={delivery.state}>
              <Table.Td>{delivery.wantedAt === null ? 'not kept' : whenWords(delivery.wantedAt, now)}</Table.Td>
              <Table.Td>
                <Link className={classes.link} to={`/review/${delivery.session}`}>
                  Open the visit
                </Link>
              </Table.Td>
              <Table.Td className={classes.standing}>{sendingWords(delivery, now)}</Table.Td>
              <Table.Td>{delivery.controlId}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

interface ShownProps {
  readonly known: Known
  readonly now: number
  readonly sent: () => void
}

const Shown = ({ known: { receiver, queue, deliveries }, now, sent }: ShownProps) => {
  if (receiver === null)
    return (
      <StateNotice title="No receiver gets the records of visits">
        <span>Name one in VIGIL_HL7_SEND and start the server again.</span>
      </StateNotice>
    )
  return (
    <>
      <div className={classes.cards}>
        <QueueCard kind="HL7 receiver" label={receiver} queue={queue} now={now} />
      </div>
      <OlderSender receiver={receiver} sent={sent} />
      <Last deliveries={deliveries} now={now} />
    </>
  )
}

/** Whether the records of ended visits get to the receiver outside. */
export const RecordsPart = () => {
  const { answer, knownAt, isBehind } = useWatched('deliveries', deliveriesAnswerSchema, '/deliveries')
  return (
    <section aria-labelledby="records">
      <h2 className={classes.section} id="records">
        Records of ended visits
      </h2>
      {isBehind ? <BehindNotice knownAt={knownAt} /> : null}
      {answer.state === 'loading' ? <LoadingNotice what="the deliveries" /> : null}
      {answer.state === 'failed' ? (
        <FailureNotice what="The list of deliveries" problem={answer.problem} again={answer.again} />
      ) : null}
      {answer.state === 'ready' ? <Shown known={answer.data} now={knownAt} sent={answer.again} /> : null}
    </section>
  )
}
