import { Table } from '@mantine/core'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { METRIC_INFO, METRICS, type Metric } from '../../shared/domain/vital.ts'
import type { MetricSummary, Summary } from '../../shared/wire/review.ts'
import { channelWords } from '../ui/alarm-words.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { ChemText } from '../ui/chem-text.tsx'
import { NO_VALUE } from '../ui/format.ts'
import { Card } from './card.tsx'
import { duration } from './figures.ts'
import classes from './review.module.css'
import { VisitCard } from './visit-card.tsx'

const outsideS = ({ outside }: MetricSummary): number => Math.max(0, ...outside.map(({ seconds }) => seconds))

const figure = (metric: Metric, value: number | null, extraDecimals = 0): string =>
  value === null ? NO_VALUE : value.toFixed(METRIC_INFO[metric].decimals + extraDecimals)

/** What the artefact filter changed: `Without 3 marked artefacts; with them SpO2 min 61.` */
const leftOut = (metrics: Summary['metrics']): readonly string[] =>
  METRICS.flatMap((metric) => {
    const sums = metrics[metric]
    if (sums === undefined || sums.filter.marked === 0) return []
    const { min, max } = sums.unfiltered
    const range = `${figure(metric, min)} to ${figure(metric, max)}`
    return [`Without ${sums.filter.marked} marked values; with them ${METRIC_INFO[metric].label} ${range}.`]
  })

const VitalsCard = ({ metrics }: Pick<Summary, 'metrics'>) => (
  <Card title="Vital signs">
    <Table className={classes.figures}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th aria-label="Vital sign" />
          <Table.Th>min</Table.Th>
          <Table.Th>mean</Table.Th>
          <Table.Th>max</Table.Th>
          <Table.Th>outside</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {METRICS.flatMap((metric) => {
          const sums = metrics[metric]
          return sums === undefined
            ? []
            : [
                <Table.Tr key={metric}>
                  <Table.Td>
                    <ChemText text={METRIC_INFO[metric].label} /> {METRIC_INFO[metric].unitLabel}
                  </Table.Td>
                  <Table.Td>{figure(metric, sums.min)}</Table.Td>
                  <Table.Td>{figure(metric, sums.mean, 1)}</Table.Td>
                  <Table.Td>{figure(metric, sums.max)}</Table.Td>
                  <Table.Td>{duration(outsideS(sums))}</Table.Td>
                </Table.Tr>,
              ]
        })}
      </Table.Tbody>
    </Table>
    <p className={classes.note}>
      Good readings without marked artefacts; outside: longest total beyond one limit.
      {leftOut(metrics).map((words) => ` ${words}`)}
    </p>
  </Card>
)

const AlarmsCard = ({ alarms }: Pick<Summary, 'alarms'>) => (
  <Card title="Alarms">
    {alarms.length === 0 ? <p className={classes.note}>There was none.</p> : null}
    <Table className={classes.figures}>
      {alarms.length === 0 ? null : (
        <Table.Thead>
          <Table.Tr>
            <Table.Th aria-label="Alarm" />
            <Table.Th>n</Table.Th>
            <Table.Th>acknowledged in</Table.Th>
          </Table.Tr>
        </Table.Thead>
      )}
      <Table.Tbody>
        {alarms.map(({ channel, priority, count, timeToAcknowledgeS }) => (
          <Table.Tr key={channel}>
            <Table.Td>
              <AlarmMark
                kind={/\.(low|high)$/.test(channel) ? 'physiological' : 'technical'}
                priority={priority}
                className={classes.mark}
              />
              <ChemText text={channelWords(channel)} />
            </Table.Td>
            <Table.Td>{count}</Table.Td>
            <Table.Td>{timeToAcknowledgeS === null ? 'not' : duration(timeToAcknowledgeS.median)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Card>
)

export interface RecordTablesProps {
  readonly summary: Summary
  readonly view: SessionView
}

/** The figures beside the chart, as the server gives them. */
export const RecordTables = (props: RecordTablesProps) => (
  <>
    <VisitCard {...props} />
    <VitalsCard metrics={props.summary.metrics} />
    <AlarmsCard alarms={props.summary.alarms} />
  </>
)
