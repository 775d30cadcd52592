import { Table } from '@mantine/core'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { alarmAnalysisSchema, type AlarmAnalysis } from '../../shared/wire/alarm-log.ts'
import { useAnswer } from '../http/use-answer.ts'
import { channelWords } from '../ui/alarm-words.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { TableHead } from '../ui/table-head.tsx'
import { formatDay, formatFigure } from '../ui/format.ts'
import { PRIORITY_LOOK } from '../ui/priority.ts'
import { FailureNotice, LoadingNotice, StateNotice } from '../ui/state-notice.tsx'
import { alarmFields, pathWith, type Filter } from './alarm-filter.ts'
import classes from './alarms.module.css'

interface AnalysisTabProps {
  readonly filter: Filter
  readonly chooseVisit: (session: string) => void
}

type Rates = AlarmAnalysis['byChannel']

const perHour = (rate: number | null): string => (rate === null ? 'no hours' : rate.toFixed(2))

const share = (part: number, whole: number): string => (whole === 0 ? '--' : `${Math.round((part / whole) * 100)} %`)

const Figure = ({ number, label }: { readonly number: string; readonly label: string }) => (
  <div className={classes.figure}>
    <span className={classes.number}>{number}</span>
    <span className={classes.label}>{label}</span>
  </div>
)

const Figures = ({ load }: { readonly load: AlarmAnalysis }) => {
  const { timeToAcknowledgeS: times } = load
  return (
    <div className={classes.figures}>
      <Figure
        number={perHour(load.perBayHour)}
        label={`alarms per bay-hour: ${load.alarms} in ${formatFigure(load.bayHours)} monitored hours of ${load.visits} visits`}
      />
      <Figure
        number={times === null ? '--' : `${formatFigure(times.median)} s`}
        label={
          times === null
            ? 'to acknowledge: nobody acknowledged any'
            : `to acknowledge, median of ${load.acknowledged}; nine of ten within ${formatFigure(times.p90)} s`
        }
      />
      <Figure
        number={share(load.endedByItself, load.alarms)}
        label={`ended by themselves within 15 s: ${load.endedByItself}`}
      />
      <Figure number={String(load.notConfirmed)} label="blood pressures not confirmed by the repeat" />
      <Figure number={`${load.real} / ${load.nuisance}`} label="marked as real / as a nuisance by hand" />
    </div>
  )
}

const RATE_HEADS = ['Which', 'Alarms', 'Per bay-hour'] as const
const NOISY_HEADS = ['Visit', 'Bay', 'Patient', 'Alarms', 'Per hour'] as const

const RateTable = ({ title, rates, name }: { title: string; rates: Rates; name: (key: string) => string }) => (
  <section className={classes.card}>
    <h2 className={classes.section}>{title}</h2>
    <Table>
      <TableHead heads={RATE_HEADS} />
      <Table.Tbody>
        {rates.map(({ key, count, perBayHour }) => (
          <Table.Tr key={key}>
            <Table.Td>
              <ChemText text={name(key)} />
            </Table.Td>
            <Table.Td>{count}</Table.Td>
            <Table.Td>{perHour(perBayHour)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </section>
)

const TICK = { fill: 'var(--muted)', fontSize: 13 }

const HoursChart = ({ rates }: { readonly rates: Rates }) => {
  const busiest = rates.reduce(
    (most, rate) => ((rate.perBayHour ?? 0) > (most?.perBayHour ?? 0) ? rate : most),
    rates[0],
  )
  const words =
    busiest?.perBayHour === null || busiest === undefined
      ? 'No hour was monitored.'
      : `Most between ${busiest.key} and ${Number(busiest.key) + 1} o'clock: ${perHour(busiest.perBayHour)} per bay-hour.`
  return (
    <section className={classes.card}>
      <h2 className={classes.section}>Alarms per bay-hour by hour of the day</h2>
      <p className={classes.label}>{words}</p>
      <div aria-hidden>
        <ResponsiveContainer width="100%" height={240}>
          <BarChart data={rates.map((rate) => ({ ...rate }))} accessibilityLayer={false}>
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis dataKey="key" stroke="var(--line)" tick={TICK} />
            <YAxis width={44} stroke="var(--line)" tick={TICK} />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--ground)' }}
              contentStyle={{ background: 'var(--tile)', border: '1px solid var(--line)', color: 'var(--text)' }}
            />
            <Bar name="per bay-hour" dataKey="perBayHour" fill="var(--muted)" isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </div>
    </section>
  )
}

const Noisiest = ({ visits, choose }: { visits: AlarmAnalysis['noisiest']; choose: (session: string) => void }) => (
  <section className={classes.card}>
    <h2 className={classes.section}>The ten noisiest visits</h2>
    <Table>
      <TableHead heads={NOISY_HEADS} />
      <Table.Tbody>
        {visits.map(({ id, bay, initials, createdAt, count, perHour: rate }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <button type="button" className={classes.choose} onClick={() => choose(id)}>
                {formatDay(Date.parse(createdAt))}
              </button>
            </Table.Td>
            <Table.Td>{bay}</Table.Td>
            <Table.Td>{initials}</Table.Td>
            <Table.Td>{count}</Table.Td>
            <Table.Td>{perHour(rate)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </section>
)

const priorityWord = (key: string): string =>
  key === 'high' || key === 'medium' || key === 'low' ? `${PRIORITY_LOOK[key].mark} ${PRIORITY_LOOK[key].word}` : key

/** What the alarms of the chosen days ask of the staff. */
export const AnalysisTab = ({ filter, chooseVisit }: AnalysisTabProps) => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const path = pathWith('/alarms/analysis', { ...alarmFields(filter), zone })
  const answer = useAnswer(['alarms', 'analysis'], alarmAnalysisSchema, path)
  if (answer.state === 'failed')
    return <FailureNotice what="The analysis" problem={answer.problem} again={answer.again} />
  if (answer.state === 'loading') return <LoadingNotice what="the analysis" />
  const load = answer.data
  if (load.visits === 0)
    return (
      <StateNotice title="No visit was monitored in this time">
        <span>Choose other days, or show all bays and protocols.</span>
      </StateNotice>
    )
  return (
    <>
      <Figures load={load} />
      <div className={classes.cards}>
        <HoursChart rates={load.byHour} />
        <Noisiest visits={load.noisiest} choose={chooseVisit} />
        <RateTable title="By alarm" rates={load.byChannel} name={channelWords} />
        <div className={classes.stack}>
          <RateTable title="By priority" rates={load.byPriority} name={priorityWord} />
          <RateTable title="By protocol" rates={load.byProtocol} name={(key) => key} />
        </div>
      </div>
    </>
  )
}
