import { Checkbox, Select, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { DAY_INPUT } from '../ui/day-input.ts'
import { IconSearch } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { protocolsAnswerSchema } from '../../shared/wire/protocol.ts'
import { baysAnswerSchema } from '../../shared/wire/site.ts'
import { useAnswer } from '../http/use-answer.ts'
import classes from './review.module.css'
import type { VisitSearch } from './visit-search.ts'

export interface SearchFieldsProps {
  readonly search: VisitSearch
  readonly field: RefObject<HTMLInputElement | null>
  readonly change: (changed: Partial<VisitSearch>) => void
}

interface Choice {
  readonly value: string
  readonly label: string
}

const OUTCOMES: readonly Choice[] = [
  { value: 'discharged', label: 'Discharged' },
  { value: 'transferred', label: 'Transferred' },
  { value: 'cancelled', label: 'Cancelled' },
]
const SIGNATURES = [
  { value: 'first', label: 'Not signed yet first' },
  { value: 'unsigned', label: 'Not signed yet' },
  { value: 'signed', label: 'Signed' },
  { value: 'any', label: 'Signed or not, by date' },
] as const
const ORDERS = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
] as const

const useChoices = (): { readonly bays: readonly Choice[]; readonly protocols: readonly Choice[] } => {
  const bays = useAnswer(['bays'], baysAnswerSchema, '/bays')
  const protocols = useAnswer(['protocols'], protocolsAnswerSchema, '/protocols')
  const choice = ({ id, name }: { readonly id: string; readonly name: string }): Choice => ({ value: id, label: name })
  return {
    bays: bays.state === 'ready' ? bays.data.map(choice) : [],
    protocols: protocols.state === 'ready' ? protocols.data.protocols.map(choice) : [],
  }
}

const Day = ({ label, value, onDay }: { label: string; value: string; onDay: (day: string) => void }) => (
  <DateInput label={label} {...DAY_INPUT} value={value === '' ? null : value} onChange={(day) => onDay(day ?? '')} />
)

const Words = ({ search, field, change }: SearchFieldsProps) => (
  <TextInput
    ref={field}
    type="search"
    label="Name or record number"
    className={classes.wide ?? ''}
    leftSection={<IconSearch size={20} aria-hidden />}
    value={search.q}
    onChange={(event) => change({ q: event.currentTarget.value })}
  />
)

/** Everything that visits can be looked for by. */
export const SearchFields = ({ search, field, change }: SearchFieldsProps) => {
  const { bays, protocols } = useChoices()
  return (
    <search className={classes.search}>
      <Words {...{ search, field, change }} />
      <Day label="From" value={search.from} onDay={(from) => change({ from })} />
      <Day label="To" value={search.to} onDay={(to) => change({ to })} />
      <Select
        label="Bay"
        placeholder="Any"
        clearable
        data={[...bays]}
        value={search.bay === '' ? null : search.bay}
        onChange={(bay) => change({ bay: bay ?? '' })}
      />
      <Select
        label="Protocol"
        placeholder="Any"
        clearable
        data={[...protocols]}
        value={search.protocol === '' ? null : search.protocol}
        onChange={(protocol) => change({ protocol: protocol ?? '' })}
      />
      <Select
        label="Outcome"
        placeholder="Any"
        clearable
        data={[...OUTCOMES]}
        value={search.outcome === '' ? null : search.outcome}
        onChange={(outcome) => change({ outcome: (outcome ?? '') as VisitSearch['outcome'] })}
      />
      <Select
        label="Signature"
        allowDeselect={false}
        data={[...SIGNATURES]}
        value={search.signature}
        onChange={(signature) => change({ signature: signature ?? 'first' })}
      />
      <Select
        label="Order"
        allowDeselect={false}
        data={[...ORDERS]}
        value={search.order}
        onChange={(order) => change({ order: order ?? 'newest' })}
      />
      <Checkbox
        className={classes.tick ?? ''}
        label="Had a high alarm"
        size="md"
        checked={search.highAlarm}
        onChange={(event) => change({ highAlarm: event.currentTarget.checked })}
      />
    </search>
  )
}
