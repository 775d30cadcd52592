import { Table } from '@mantine/core'
import { Link } from 'react-router'
import { notificationsAnswerSchema } from '../../shared/wire/notification.ts'
import { FailureNotice, LoadingNotice, StateNotice } from '../ui/state-notice.tsx'
import { TableHead } from '../ui/table-head.tsx'
import {
  KIND_WORD,
  noticeWords,
  sendingWords,
  whenWords,
  type Notification,
  type NotificationsAnswer,
} from './delivery-words.ts'
import classes from './deliveries.module.css'
import { BehindNotice } from './behind-notice.tsx'
import { QueueCard } from './queue-card.tsx'
import { TestSender } from './test-sender.tsx'
import { useWatched } from './use-watched.ts'

const HEADS = ['Told since', 'To', 'What', 'How it stands', 'Visit'] as const

/** So many of the newest are shown: the page is for what happens now. */
const SHOWN = 50

interface RowProps {
  readonly notification: Notification
  readonly to: string
  readonly now: number
}

const Row = ({ notification, to, now }: RowProps) => {
  const { notice, wantedAt, state } = notification
  return (
    <Table.Tr data-state={state}>
      <Table.Td>{whenWords(wantedAt, now)}</Table.Td>
      <Table.Td>{to}</Table.Td>
      <Table.Td>
        {noticeWords(notification)}
        {notice.type !== 'test' && notice.simulated ? <span className={classes.origin}>SIMULATED</span> : null}
      </Table.Td>
      <Table.Td className={classes.standing}>{sendingWords(notification, now)}</Table.Td>
      <Table.Td>
        {notice.type === 'test' ? null : (
          <Link className={classes.link} to={`/review/${notice.session}`}>
            Open the visit
          </Link>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

const Last = ({ known: { targets, notifications }, now }: { known: NotificationsAnswer; now: number }) => {
  if (notifications.length === 0)
    return (
      <StateNotice title="Nothing was told yet">
        <span>
          A high alarm that nobody acknowledges for a minute, and a patient still here after the longest stay, are told
          to everybody above.
        </span>
      </StateNotice>
    )
  const nameOf = (id: string) => targets.find((target) => target.id === id)?.label ?? 'a receiver that is set no more'
  return (
    <Table.ScrollContainer minWidth={900}>
      <Table className={classes.table} aria-label="Last notifications">
        <TableHead heads={HEADS} />
        <Table.Tbody>
          {notifications.slice(0, SHOWN).map((notification) => (
            <Row
              key={`${notification.notice.id} ${notification.target}`}
              notification={notification}
              to={nameOf(notification.target)}
              now={now}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const Known = ({ known, now, again }: { known: NotificationsAnswer; now: number; again: () => void }) => {
  if (known.targets.length === 0)
    return (
      <StateNotice title="Nobody outside is told of unattended alarms">
        <span>
          Name a webhook in VIGIL_WEBHOOK_URLS or a mailbox in VIGIL_MAIL_TO and start the server again; the guide to
          deployment says how.
        </span>
      </StateNotice>
    )
  return (
    <>
      <div className={classes.cards}>
        {known.targets.map(({ id, kind, label, queue }) => (
          <QueueCard key={id} kind={KIND_WORD[kind]} label={label} queue={queue} now={now} />
        ))}
      </div>
      <TestSender known={known} now={now} sent={again} />
      <Last known={known} now={now} />
    </>
  )
}

/** Whom the server tells of unattended alarms, and whether it gets through to them. */
export const NotificationsPart = () => {
  const { answer, knownAt, isBehind } = useWatched('notifications', notificationsAnswerSchema, '/notifications')
  return (
    <section aria-labelledby="notifications">
      <h2 className={classes.section} id="notifications">
        Unattended alarms
      </h2>
      {isBehind ? <BehindNotice knownAt={knownAt} /> : null}
      {answer.state === 'loading' ? <LoadingNotice what="the notifications" /> : null}
      {answer.state === 'failed' ? (
        <FailureNotice what="The list of notifications" problem={answer.problem} again={answer.again} />
      ) : null}
      {answer.state === 'ready' ? <Known known={answer.data} now={knownAt} again={answer.again} /> : null}
    </section>
  )
}
