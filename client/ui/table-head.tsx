import { Table } from '@mantine/core'

/** The heads of a table, one for each column. */
export const TableHead = ({ heads }: { readonly heads: readonly string[] }) => (
  <Table.Thead>
    <Table.Tr>
      {heads.map((head) => (
        <Table.Th key={head}>{head}</Table.Th>
      ))}
    </Table.Tr>
  </Table.Thead>
)
