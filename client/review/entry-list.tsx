import { Button, Table } from '@mantine/core'
import { useState } from 'react'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { MS_PER_MINUTE } from '../../shared/domain/time.ts'
import type { RecordAnswer, RecordEntry } from '../../shared/wire/record.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { eventText, type EventText, type KnownNames } from '../ui/event-text.ts'
import { formatClock, formatTime } from '../ui/format.ts'
import { AmendDialog } from './amend-dialog.tsx'
import { knownNames } from './known-names.ts'
import classes from './review.module.css'

export interface EntryListProps {
  readonly record: RecordAnswer
  readonly view: SessionView
}

const lineOf = ({ text, detail }: EventText): string => (detail === '' ? text : `${text} · ${detail}`)

const Amendments = ({ amendments }: Pick<RecordEntry, 'amendments'>) =>
  amendments.map(({ seq, at, by, reason, afterSignature }) => (
    <div key={seq} className={classes.note}>
      amended {afterSignature ? 'after the signature ' : ''}by {by}, {formatTime(Date.parse(at))}: {reason}
    </div>
  ))

interface RowProps {
  readonly entry: RecordEntry
  readonly names: KnownNames
  readonly onAmend: ((words: string) => void) | null
}

const Row = ({ entry, names, onAmend }: RowProps) => {
  const { first, now, number, amendments } = entry
  const [before, after] = [lineOf(eventText(first, names)), lineOf(eventText(now, names))]
  const at = Date.parse(now.occurredAt ?? now.at)
  const isLate = Date.parse(now.at) - at >= MS_PER_MINUTE
  return (
    <Table.Tr>
      <Table.Td className={classes.eventNumber}>
        {number === null ? null : <span className={classes.entryNumber}>{number}</span>}
      </Table.Td>
      <Table.Td>
        {formatClock(at)}
        {isLate ? <span className={classes.note}> written {formatTime(Date.parse(now.at))}</span> : null}
      </Table.Td>
      <Table.Td>
        {before === after ? null : (
          <del className={classes.struck}>
            <ChemText text={before} />
          </del>
        )}
        <ChemText text={after} />
        <Amendments amendments={amendments} />
      </Table.Td>
      <Table.Td>{now.by?.name ?? ''}</Table.Td>
      <Table.Td>
        {onAmend === null ? null : (
          <Button size="compact-sm" mih={28} h={28} variant="subtle" color="gray" onClick={() => onAmend(after)}>
            Amend<span className={classes.spoken}> {after}</span>
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

interface Amending {
  readonly entry: RecordEntry
  readonly words: string
}

/** Everything that people wrote, in the order in which it happened; what was amended stays readable. */
export const EntryList = ({ record, view }: EntryListProps) => {
  const [amending, setAmending] = useState<Amending | null>(null)
  const names = knownNames(view)
  const mayAmend = view.allowed.includes('amend')
  return (
    <>
      <h2 className={classes.cardTitle}>Entries</h2>
      <Table.ScrollContainer minWidth={700}>
        <Table className={classes.eventTable}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>No.</Table.Th>
              <Table.Th>Time</Table.Th>
              <Table.Th>What</Table.Th>
              <Table.Th>By</Table.Th>
              <Table.Th aria-label="Amend" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {record.entries.map((entry) => (
              <Row
                key={entry.seq}
                entry={entry}
                names={names}
                onAmend={mayAmend ? (words) => setAmending({ entry, words }) : null}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {amending === null ? null : <AmendDialog view={view} {...amending} onClose={() => setAmending(null)} />}
    </>
  )
}
