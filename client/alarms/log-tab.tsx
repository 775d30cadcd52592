import { Button, Table } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { alarmLogAnswerSchema, type LoggedAlarmAnswer } from '../../shared/wire/alarm-log.ts'
import { commandResultSchema } from '../../shared/wire/review.ts'
import { request, type HttpProblem } from '../http/request.ts'
import { ProblemError } from '../http/use-answer.ts'
import { newIdempotencyKey } from '../live/idempotency-key.ts'
import { FailureNotice, LoadingNotice, StateNotice } from '../ui/state-notice.tsx'
import { alarmFields, pathWith, type Filter } from './alarm-filter.ts'
import { TableHead } from '../ui/table-head.tsx'
import classes from './alarms.module.css'
import { LogRow } from './log-row.tsx'

const UNKNOWN: HttpProblem = { code: 'unknown', message: 'Something went wrong on this screen.', status: null }

const useLog = (filter: Filter) =>
  useInfiniteQuery({
    queryKey: ['alarms', filter],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const fields = { ...alarmFields(filter), ...(pageParam === null ? {} : { cursor: pageParam }) }
      const answer = await request(alarmLogAnswerSchema, { path: pathWith('/alarms', fields), signal })
      if (!answer.ok) throw new ProblemError(answer.error)
      return answer.value
    },
    getNextPageParam: (page) => page.nextCursor ?? null,
  })

interface Marking {
  readonly alarm: LoggedAlarmAnswer
  readonly mark: 'real' | 'nuisance'
}

const sendMark = async ({ alarm, mark }: Marking): Promise<void> => {
  const answer = await request(commandResultSchema, {
    method: 'POST',
    path: `/sessions/${alarm.sessionId}/commands`,
    body: { type: 'markAlarm', alarmId: alarm.id, mark },
    idempotencyKey: newIdempotencyKey(crypto),
    screen: 'alarms',
  })
  if (!answer.ok) notifications.show({ title: 'Not marked', message: answer.error.message })
}

const HEADS = ['Raised', 'Bay', 'Patient', 'Alarm', 'Lasted', 'Acknowledged', 'Marked as'] as const

/** Every alarm, newest first; nothing of it can be changed, a mark is one more entry of the visit. */
export const LogTab = ({ filter }: { readonly filter: Filter }) => {
  const log = useLog(filter)
  const marking = useMutation({ mutationFn: sendMark, onSettled: () => log.refetch() })
  if (log.error !== null) {
    const problem = log.error instanceof ProblemError ? log.error.problem : UNKNOWN
    return <FailureNotice what="The log" problem={problem} again={() => void log.refetch()} />
  }
  if (log.data === undefined) return <LoadingNotice what="the log" />
  const alarms = log.data.pages.flatMap((page) => page.alarms)
  const total = log.data.pages[0]?.total ?? 0
  if (total === 0)
    return (
      <StateNotice title="No alarm is like that">
        <span>Choose other days, or show all bays, alarms and priorities.</span>
      </StateNotice>
    )
  return (
    <>
      <div className={classes.count}>
        <span>{total === 1 ? 'One alarm' : `${total} alarms`}</span>
        <Button
          component="a"
          variant="default"
          href={pathWith('/api/v1/alarms/export.csv', alarmFields(filter))}
          download="alarms.csv"
        >
          Export as CSV
        </Button>
      </div>
      <Table className={classes.log} highlightOnHover>
        <TableHead heads={HEADS} />
        <Table.Tbody>
          {alarms.map((alarm) => (
            <LogRow
              key={alarm.id}
              alarm={alarm}
              isMarking={marking.isPending}
              mark={(marked, mark) => marking.mutate({ alarm: marked, mark })}
            />
          ))}
        </Table.Tbody>
      </Table>
      {log.hasNextPage ? (
        <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          Older alarms
        </Button>
      ) : null}
    </>
  )
}
