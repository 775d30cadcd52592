import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { testNotificationAnswerSchema } from '../../shared/wire/notification.ts'
import { request } from '../http/request.ts'
import { ProblemError, UNKNOWN } from '../http/use-answer.ts'
import { useStaff } from '../ui/staff-context.ts'
import { sendingWords, type NotificationsAnswer } from './delivery-words.ts'
import classes from './deliveries.module.css'

interface TestSenderProps {
  readonly known: NotificationsAnswer
  readonly now: number
  readonly sent: () => void
}

const sendTest = async (): Promise<string> => {
  const answer = await request(testNotificationAnswerSchema, { method: 'POST', path: '/notifications/test' })
  if (!answer.ok) throw new ProblemError(answer.error)
  return answer.value.id
}

const Result = ({ id, known: { targets, notifications }, now }: Omit<TestSenderProps, 'sent'> & { id: string }) => (
  <ul className={classes.result} aria-label="Result of the test" aria-live="polite">
    {targets.map(({ id: target, label }) => {
      const sending = notifications.find((it) => it.target === target && it.notice.id === id)
      return (
        <li key={target}>
          <strong>{label}</strong>: {sending === undefined ? 'being sent' : sendingWords(sending, now)}
        </li>
      )
    })}
  </ul>
)

/** Sends a test the way an alarm takes, and shows what became of it. */
export const TestSender = ({ known, now, sent }: TestSenderProps) => {
  const { role } = useStaff()
  const test = useMutation({ mutationFn: sendTest, onSuccess: sent })
  if (role !== 'admin') return <p className={classes.muted}>An administrator can send a test from here.</p>
  const problem = test.error instanceof ProblemError ? test.error.problem : UNKNOWN
  return (
    <div className={classes.test}>
      <Button variant="default" size="md" loading={test.isPending} onClick={() => test.mutate()}>
        Send a test
      </Button>
      {test.error === null ? null : (
        <p role="alert">
          {problem.status === null ? 'No link: the test was not sent. ' : 'The test was not sent. '}
          {problem.message}
        </p>
      )}
      {test.data === undefined ? null : <Result id={test.data} known={known} now={now} />}
    </div>
  )
}
