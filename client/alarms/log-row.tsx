import { Button, Table } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { LoggedAlarmAnswer } from '../../shared/wire/alarm-log.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { channelWords } from '../ui/alarm-words.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { formatClock, formatDay, formatDuration, formatFigure } from '../ui/format.ts'
import { PRIORITY_LOOK } from '../ui/priority.ts'
import { TableHead } from '../ui/table-head.tsx'
import classes from './alarms.module.css'

export interface LogRowProps {
  readonly alarm: LoggedAlarmAnswer
  readonly mark: (alarm: LoggedAlarmAnswer, mark: 'real' | 'nuisance') => void
  readonly isMarking: boolean
}

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

const TRANSITION_HEADS = ['Decided', 'Transition', 'Priority', 'Value', 'Limit', 'Measured', 'Origin', 'By'] as const

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
        <TableHead heads={TRANSITION_HEADS} />
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
          <button type="button" className={classes.choose} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <IconChevronRight className={classes.unfold} size={16} aria-hidden />
            {formatDay(Date.parse(raisedAt))}, {clock(raisedAt)}
          </button>
        </Table.Td>
        <Table.Td>{bay}</Table.Td>
        <Table.Td>
          {initials}, {protocol}
          {isSimulated ? <span className={classes.origin}>SIMULATED</span> : null}
        </Table.Td>
        <Table.Td>
          <AlarmMark kind={kind} priority={highest} className={classes.mark} />{' '}
          <ChemText text={channelWords(channel)} />
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
