import { Table } from '@mantine/core'
import { Link } from 'react-router'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { baysAnswerSchema } from '../../shared/wire/site.ts'
import { useAnswer } from '../http/use-answer.ts'
import { formatFigure, formatTime, formatDay } from '../ui/format.ts'
import { OriginMark } from '../ui/origin-mark.tsx'
import { PHASE_WORD } from '../ui/phase-words.ts'
import { TableHead } from '../ui/table-head.tsx'
import classes from './review.module.css'

const startOf = ({ infusion, phaseSince }: SessionView): number => Date.parse(infusion?.startedAt ?? phaseSince)

const doseText = ({ infusion }: SessionView): string =>
  infusion === undefined ? 'none' : `${formatFigure(infusion.deliveredMg)} of ${formatFigure(infusion.plannedMg)} mg`

const Patient = ({ patient: { displayName, initials, recordNumber } }: Pick<SessionView, 'patient'>) => {
  const name = displayName ?? initials
  if (recordNumber === undefined) return name
  return (
    <Link className={classes.rowLink} to={`/patients/${encodeURIComponent(recordNumber)}`}>
      {name}
    </Link>
  )
}

const Row = ({ view, bay }: { readonly view: SessionView; readonly bay: string }) => {
  const start = startOf(view)
  return (
    <Table.Tr>
      <Table.Td>
        <Link className={classes.rowLink} to={`/review/${view.id}`}>
          {formatDay(start)}, {formatTime(start)}
        </Link>
      </Table.Td>
      <Table.Td>
        <Patient patient={view.patient} /> <OriginMark view={view} className={classes.origin} />
      </Table.Td>
      <Table.Td>{view.patient.recordNumber}</Table.Td>
      <Table.Td>
        {view.protocol.name} v{view.protocol.version}
      </Table.Td>
      <Table.Td>{bay}</Table.Td>
      <Table.Td>{doseText(view)}</Table.Td>
      <Table.Td>{PHASE_WORD[view.phase]}</Table.Td>
      <Table.Td>{view.signed ? 'signed' : 'not signed'}</Table.Td>
    </Table.Tr>
  )
}

const HEADS = ['Start', 'Patient', 'Record number', 'Protocol', 'Bay', 'Dose', 'Outcome', 'Signature'] as const

/** What the bays are called; one that is gone has no name any more. */
const useBayNames = (): ((id: string) => string) => {
  const bays = useAnswer(['bays'], baysAnswerSchema, '/bays')
  if (bays.state !== 'ready') return () => ''
  return (id) => bays.data.find((bay) => bay.id === id)?.name ?? 'a bay that is gone'
}

export const VisitsTable = ({ visits }: { readonly visits: readonly SessionView[] }) => {
  const nameOf = useBayNames()
  return (
    <Table.ScrollContainer minWidth={900}>
      <Table className={classes.visits} highlightOnHover>
        <TableHead heads={HEADS} />
        <Table.Tbody>
          {visits.map((view) => (
            <Row key={view.id} view={view} bay={nameOf(view.bay)} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
