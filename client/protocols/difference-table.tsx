import { Table } from '@mantine/core'
import type { ProtocolChange } from '../../shared/domain/protocol-difference.ts'
import { ChemText } from '../ui/chem-text.tsx'
import classes from './protocols.module.css'

export interface DifferenceTableProps {
  readonly changes: readonly ProtocolChange[]
  readonly before: string
  readonly after: string
}

/** What differs, side by side: the earlier one struck through, what is new in bold. */
export const DifferenceTable = ({ changes, before, after }: DifferenceTableProps) => (
  <Table className={classes.table} layout="fixed">
    <Table.Thead>
      <Table.Tr>
        <Table.Th w="24%">{changes.length === 1 ? '1 change' : `${changes.length} changes`}</Table.Th>
        <Table.Th>{before}</Table.Th>
        <Table.Th>{after}</Table.Th>
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {changes.map((change) => (
        <Table.Tr key={change.path}>
          <Table.Th scope="row">
            <ChemText text={change.label} />
          </Table.Th>
          <Table.Td>
            {change.before === null ? <span className={classes.muted}>not there</span> : <del>{change.before}</del>}
          </Table.Td>
          <Table.Td>
            {change.after === null ? (
              <span className={classes.muted}>taken away</span>
            ) : (
              <ins className={classes.added}>{change.after}</ins>
            )}
          </Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
)
