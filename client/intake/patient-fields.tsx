import { TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { FigureInput } from '../ui/figure-input.tsx'
import type { FieldProps } from './field-props.ts'
import classes from './intake-page.module.css'

/** Who comes: names, number, birth date, weight. */
export const PatientFields = ({ form, change, missing }: FieldProps) => (
  <fieldset className={classes.group}>
    <legend className={classes.legend}>Patient</legend>
    <TextInput
      className={classes.wide}
      label="Name"
      required
      autoFocus
      autoComplete="off"
      value={form.displayName}
      error={missing.displayName}
      onChange={(event) => change({ displayName: event.currentTarget.value })}
    />
    <TextInput
      label="Initials"
      description="Shown on the wall; made from the name when empty"
      maxLength={8}
      autoComplete="off"
      value={form.initials}
      onChange={(event) => change({ initials: event.currentTarget.value })}
    />
    <TextInput
      label="Record number"
      description="As in your patient system"
      required
      maxLength={64}
      autoComplete="off"
      value={form.recordNumber}
      error={missing.recordNumber}
      onChange={(event) => change({ recordNumber: event.currentTarget.value })}
    />
    <DateInput
      label="Date of birth"
      valueFormat="YYYY-MM-DD"
      placeholder="YYYY-MM-DD"
      defaultLevel="decade"
      clearable
      value={form.dateOfBirth}
      onChange={(dateOfBirth) => change({ dateOfBirth })}
    />
    <FigureInput
      label="Weight"
      unit="kg"
      decimals={1}
      required
      value={form.weightKg}
      error={missing.weightKg ?? null}
      onChange={(weightKg) => change({ weightKg, doseMg: null, durationMin: null })}
    />
  </fieldset>
)
