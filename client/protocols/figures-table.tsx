import { Table } from '@mantine/core'
import { figuresOf, groupWord, type Figure } from '../../shared/domain/protocol-words.ts'
import type { FigureGroup } from '../../shared/domain/protocol.ts'
import type { ProtocolAnswer } from '../../shared/wire/protocol.ts'
import { ChemText } from '../ui/chem-text.tsx'
import classes from './protocols.module.css'

interface Group {
  readonly about: FigureGroup
  readonly figures: readonly Figure[]
}

const groupsOf = (protocol: ProtocolAnswer): readonly Group[] => {
  const groups = new Map<FigureGroup, Figure[]>()
  for (const figure of figuresOf(protocol)) {
    if (figure.about === null) continue
    groups.set(figure.about, [...(groups.get(figure.about) ?? []), figure])
  }
  return [...groups].map(([about, figures]) => ({ about, figures }))
}

/** Every figure of a version, each group with its source beside it. */
export const FiguresTable = ({ protocol }: { readonly protocol: ProtocolAnswer }) => (
  <Table className={classes.table} layout="fixed">
    <Table.Thead>
      <Table.Tr>
        <Table.Th w="22%">What</Table.Th>
        <Table.Th>Figure</Table.Th>
        <Table.Th w="32%">Source</Table.Th>
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {groupsOf(protocol).map(({ about, figures }) =>
        figures.map(({ path, label, text }, index) => (
          <Table.Tr key={path} data-first={index === 0 || undefined} className={classes.figure}>
            <Table.Th scope="row">
              <ChemText text={label} />
            </Table.Th>
            <Table.Td>
              <ChemText text={text} />
            </Table.Td>
            {index === 0 ? (
              <Table.Td
                rowSpan={figures.length}
                className={classes.source}
                aria-label={`Source of ${groupWord(about)}`}
              >
                {protocol.sources.find((it) => it.about === about)?.source}
              </Table.Td>
            ) : null}
          </Table.Tr>
        )),
      )}
    </Table.Tbody>
  </Table>
)
