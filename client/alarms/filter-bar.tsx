import { Button, NativeSelect } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { DAY_INPUT } from '../ui/day-input.ts'
import type { METRIC_INFO } from '../../shared/domain/vital.ts'
import { protocolsAnswerSchema } from '../../shared/wire/protocol.ts'
import { baysAnswerSchema } from '../../shared/wire/site.ts'
import { useAnswer, type Answer } from '../http/use-answer.ts'
import { channelWords } from '../ui/alarm-words.ts'
import type { Filter } from './alarm-filter.ts'
import classes from './alarms.module.css'

export interface FilterBarProps {
  readonly filter: Filter
  readonly change: (changed: Partial<Filter>) => void
  /** A trial is run over whole visits: it is not told which of their alarms. */
  readonly isOfVisits: boolean
}

const WATCHED = [
  'spo2',
  'hr',
  'sbp',
  'dbp',
  'rr',
  'etco2',
  'temp',
] as const satisfies readonly (keyof typeof METRIC_INFO)[]

const CHANNELS = [
  ...WATCHED.flatMap((metric) => [`${metric}.low`, `${metric}.high`]),
  ...['spo2', 'hr', 'rr'].flatMap((metric) => [`${metric}.noData`, `${metric}.poorSignal`, `${metric}.sensorOff`]),
  'nibp.overdue',
  'device.disconnected',
]

const ALL = { value: '', label: 'All' }

const PRIORITIES = [
  ALL,
  { value: 'high', label: '*** High' },
  { value: 'medium', label: '** Medium' },
  { value: 'low', label: '* Low' },
]
const KINDS = [ALL, { value: 'physiological', label: 'Patient' }, { value: 'technical', label: 'Technical' }]
const ACKNOWLEDGED = [ALL, { value: 'yes', label: 'Acknowledged' }, { value: 'no', label: 'Not acknowledged' }]

const choices = <T extends { readonly id: string; readonly name: string }>(answer: Answer<readonly T[]>) => [
  ALL,
  ...(answer.state === 'ready' ? answer.data.map(({ id, name }) => ({ value: id, label: name })) : []),
]

interface SelectProps extends Pick<FilterBarProps, 'filter' | 'change'> {
  readonly label: string
  readonly field: 'bay' | 'protocol' | 'channel' | 'priority' | 'kind' | 'acknowledged'
  readonly data: readonly { readonly value: string; readonly label: string }[]
}

const FilterSelect = ({ label, field, data, filter, change }: SelectProps) => (
  <NativeSelect
    label={label}
    data={[...data]}
    value={filter[field]}
    onChange={(event) => change({ [field]: event.currentTarget.value })}
  />
)

const CHANNEL_CHOICES = [ALL, ...CHANNELS.map((channel) => ({ value: channel, label: channelWords(channel) }))]

const DayInput = ({ label, day, set }: { label: string; day: string | null; set: (day: string | null) => void }) => (
  <DateInput
    label={label}
    {...DAY_INPUT}
    clearButtonProps={{ 'aria-label': `${label}: any day` }}
    value={day}
    onChange={set}
  />
)

/** Which visits and alarms all three tabs are about. */
export const FilterBar = ({ filter, change, isOfVisits }: FilterBarProps) => {
  const bays = useAnswer(['bays'], baysAnswerSchema, '/bays')
  const protocols = useAnswer(['protocols'], protocolsAnswerSchema, '/protocols')
  const named = protocols.state === 'ready' ? { ...protocols, data: protocols.data.protocols } : protocols
  const own = { filter, change }
  return (
    <search className={classes.filter}>
      <DayInput label="From" day={filter.from} set={(from) => change({ from })} />
      <DayInput label="To" day={filter.to} set={(to) => change({ to })} />
      <FilterSelect label="Bay" field="bay" data={choices(bays)} {...own} />
      <FilterSelect label="Protocol" field="protocol" data={choices(named)} {...own} />
      {isOfVisits ? null : (
        <>
          <FilterSelect label="Alarm" field="channel" data={CHANNEL_CHOICES} {...own} />
          <FilterSelect label="Priority" field="priority" data={PRIORITIES} {...own} />
          <FilterSelect label="Kind" field="kind" data={KINDS} {...own} />
          <FilterSelect label="Answer" field="acknowledged" data={ACKNOWLEDGED} {...own} />
        </>
      )}
      {filter.session === '' ? null : (
        <Button className={classes.oneVisit} variant="default" onClick={() => change({ session: '' })}>
          One visit only: show all
        </Button>
      )}
    </search>
  )
}
