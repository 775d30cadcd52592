import { Table } from '@mantine/core'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { MS_PER_MINUTE } from '../../shared/domain/time.ts'
import type { WireEvent } from '../../shared/wire/stored-event.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { ChemText } from '../ui/chem-text.tsx'
import { eventText, type KnownNames } from '../ui/event-text.ts'
import { formatClock, formatTime } from '../ui/format.ts'
import { knownNames } from './known-names.ts'
import classes from './review.module.css'

export interface EventListProps {
  readonly events: readonly WireEvent[]
  readonly view: SessionView
}

const Row = ({ event, names }: { readonly event: WireEvent; readonly names: KnownNames }) => {
  const { text, detail, alarm } = eventText(event, names)
  const at = Date.parse(event.occurredAt ?? event.at)
  const written = Date.parse(event.at)
  return (
    <Table.Tr>
      <Table.Td className={classes.eventNumber}>{event.seq}</Table.Td>
      <Table.Td>
        {formatClock(at)}
        {written - at < MS_PER_MINUTE ? null : <span className={classes.note}> written {formatTime(written)}</span>}
      </Table.Td>
      <Table.Td>
        {alarm === undefined ? null : <AlarmMark {...alarm} className={classes.mark} />}
        <ChemText text={text} />
      </Table.Td>
      <Table.Td>
        <ChemText text={detail} />
      </Table.Td>
      <Table.Td>{event.by?.name ?? ''}</Table.Td>
    </Table.Tr>
  )
}

/** Everything that happened, in its order, alarms among it. */
export const EventList = ({ events, view }: EventListProps) => {
  const names = knownNames(view)
  return (
    <details className={classes.allEvents}>
      <summary>All {events.length} events, alarms among them</summary>
      <Table className={classes.eventTable}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>No.</Table.Th>
            <Table.Th>Time</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th>More</Table.Th>
            <Table.Th>By</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <Row key={event.seq} event={event} names={names} />
          ))}
        </Table.Tbody>
      </Table>
    </details>
  )
}
