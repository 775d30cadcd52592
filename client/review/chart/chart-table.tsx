import { Table } from '@mantine/core'
import { useState } from 'react'
import type { ChartSpan, VisitChart } from '../../../shared/wire/chart.ts'
import { ChemText } from '../../ui/chem-text.tsx'
import { formatClock, formatFigure, formatMg, NO_VALUE } from '../../ui/format.ts'
import classes from './chart.module.css'
import { chartRows, type ChartRow } from './table-rows.ts'

export interface ChartTableProps {
  readonly chart: VisitChart
  readonly shown: ChartSpan
}

const figure = (value: number | null | undefined): string =>
  value === null || value === undefined ? NO_VALUE : formatFigure(value)

const withCuff = (value: number | undefined, isDuringCuff: boolean): string =>
  isDuringCuff ? `${figure(value)}, cuff at work` : figure(value)

const Row = ({ at, pressure, pulse, isPulseDuringCuff, lines, givenMg, rateMgPerHour }: ChartRow) => (
  <Table.Tr>
    <Table.Th scope="row">{formatClock(at)}</Table.Th>
    <Table.Td>
      {figure(pressure?.sbp)}/{figure(pressure?.dbp)} ({figure(pressure?.map)})
    </Table.Td>
    <Table.Td>{withCuff(pulse?.value, isPulseDuringCuff)}</Table.Td>
    {lines.map(({ series, point, isDuringCuff }) => (
      <Table.Td key={series.metric}>{withCuff(point?.value, isDuringCuff)}</Table.Td>
    ))}
    <Table.Td>{givenMg === null ? NO_VALUE : formatMg(givenMg)}</Table.Td>
    <Table.Td>{figure(rateMgPerHour)}</Table.Td>
  </Table.Tr>
)

const Rows = ({ chart, shown }: ChartTableProps) => (
  <Table.ScrollContainer minWidth={600}>
    <Table className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Time</Table.Th>
          <Table.Th>BP (mean) mmHg</Table.Th>
          <Table.Th>{chart.pressure.pulse?.label ?? 'HR'} /min</Table.Th>
          {chart.lines.map(({ series }) => (
            <Table.Th key={series.metric}>
              <ChemText text={series.label} />
            </Table.Th>
          ))}
          <Table.Th>given mg</Table.Th>
          <Table.Th>mg/h</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {chartRows(chart, shown).map((row) => (
          <Row key={row.at} {...row} />
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)

/** The same as figures: opened by who wants them, and found by a screen reader. */
export const ChartTable = (props: ChartTableProps) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className={classes.asTable} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What is shown, as a table</summary>
      {isOpen ? <Rows {...props} /> : null}
    </details>
  )
}
