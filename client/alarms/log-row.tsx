import { Button, Table } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { LoggedAlarmAnswer } from '../../shared/wire/alarm-log.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { channelWords } from '../ui/alarm-words.ts'
import { formatClock, formatDuration, formatFigure } from '../ui/format.ts'
import { PRIORITY_LOOK } from '../ui/priority.ts'
import classes from './alarms.module.css'

export interface LogRowProps {
  readonly alarm: LoggedAlarmAnswer
  readonly mark: (alarm: LoggedAlarmAnswer, mark: 'real' | 'nuisance') => void
  readonly isMarking: boolean
}

const dayWords = (iso: string): string =>
  new Date(iso).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' })

const clock = (iso: string): string => formatClock(Date.parse(iso))

const figures = ({ channel, worst, limit }: LoggedAlarmAnswer): string =>
  worst === null || limit === null
    ? ''
    : ` ${formatFigure(worst)} ${channel.endsWith('.low') ? '<' : '>'} ${formatFigure(limit)}`

const answerWords = ({ acknowledged, raisedAt, overAt }: LoggedAlarmAnswer): string => {
  if (acknowledged !== null) {
    const after = formatDuration(Date.parse(acknowledged.at) - Date.parse(raisedAt))
    return `${acknowledged.name} after ${after}${acknowledged.screen === null ? '' : `, ${acknowledged.screen}`}`
  }
  return overAt === null ? 'nobody yet' : 'nobody'
}

const lastedWords = ({ raisedAt, overAt, isNotConfirmed }: LoggedAlarmAnswer): string => {
  const lasted = overAt === null ? 'stands' : formatDuration(Date.parse(overAt) - Date.parse(raisedAt))
  return isNotConfirmed ? `${lasted}, not confirmed` : lasted
}

const Transitions = ({ alarm }: { readonly alarm: LoggedAlarmAnswer }) => (
  <Table.Tr>
    <Table.Td colSpan={7} className={classes.transitions}>
      <p className={classes.shown}>
        {alarm.firstShown === null
          ? 'No display has said that it showed this alarm.'
          : `First shown ${clock(alarm.firstShown.at)} by ${alarm.firstShown.display}.`}
        {alarm.hadIntervention ? ' An intervention followed within 5 min.' : ''}{' '}
        <Link to={`/review/${alarm.sessionId}`}>Open the visit</Link>
      </p>
      <Table className={classes.inner}>
        <Table.Thead>
          <Table.Tr>
            {['Decided', 'Transition', 'Priority', 'Value', 'Limit', 'Measured', 'Origin', 'By'].map((head) => (
              <Table.Th key={head}>{head}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {alarm.transitions.map(({ type, at, priority, value, limit, readingAt, origin, by }) => (
            <Table.Tr key={`${at} ${type}`}>
              <Table.Td>{clock(at)}</Table.Td>
              <Table.Td>{type}</Table.Td>
              <Table.Td>{PRIORITY_LOOK[priority].word}</Table.Td>
              <Table.Td>{value === null ? '' : formatFigure(value)}</Table.Td>
              <Table.Td>{limit === null ? '' : formatFigure(limit)}</Table.Td>
              <Table.Td>{readingAt === null ? '' : clock(readingAt)}</Table.Td>
              <Table.Td>{origin ?? ''}</Table.Td>
              <Table.Td>{by === null ? '' : [by.name, by.screen].filter((it) => it !== null).join(', ')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.Td>
  </Table.Tr>
)

const Marks = ({ alarm, mark, isMarking }: LogRowProps) => (
  <div className={classes.marks}>
    {(['real', 'nuisance'] as const).map((kind) => (
      <Button
        key={kind}
        size="compact-md"
        variant={alarm.marked?.mark === kind ? 'filled' : 'default'}
        color="gray"
        aria-pressed={alarm.marked?.mark === kind}
        disabled={isMarking}
        onClick={() => mark(alarm, kind)}
      >
        {kind === 'real' ? 'Real' : 'Nuisance'}
      </Button>
    ))}
  </div>
)

/** One alarm of the log; its transitions open below it. */
export const LogRow = (props: LogRowProps) => {
  const [isOpen, setOpen] = useState(false)
  const { alarm } = props
  const { raisedAt, bay, initials, protocol, kind, highest, channel, isSimulated } = alarm
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <Button variant="subtle" color="gray" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {dayWords(raisedAt)}, {clock(raisedAt)}
          </Button>
        </Table.Td>
        <Table.Td>{bay}</Table.Td>
        <Table.Td>
          {initials}, {protocol}
          {isSimulated ? <span className={classes.origin}>SIMULATED</span> : null}
        </Table.Td>
        <Table.Td>
          <AlarmMark kind={kind} priority={highest} className={classes.mark} /> {channelWords(channel)}
          {figures(alarm)}
        </Table.Td>
        <Table.Td>{lastedWords(alarm)}</Table.Td>
        <Table.Td>{answerWords(alarm)}</Table.Td>
        <Table.Td>
          <Marks {...props} />
        </Table.Td>
      </Table.Tr>
      {isOpen ? <Transitions alarm={alarm} /> : null}
    </>
  )
}
