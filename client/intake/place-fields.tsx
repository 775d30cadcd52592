import { Select } from '@mantine/core'
import { bayId, deviceId } from '../../shared/domain/ids.ts'
import type { BayAnswer, DeviceAnswer } from '../../shared/wire/site.ts'
import type { FieldProps } from './field-props.ts'
import classes from './intake-page.module.css'

export interface PlaceFieldsProps extends FieldProps {
  readonly bays: readonly BayAnswer[]
  readonly devices: readonly DeviceAnswer[]
}

const deviceLabel = ({ name, bay, metrics }: DeviceAnswer): string =>
  [name, bay === undefined ? 'not assigned' : 'in this bay', metrics.join(' ')]
    .filter((part) => part !== '')
    .join(' · ')

/** Devices that nobody uses, and those that stand in the bay already. */
const monitorsFor = (devices: readonly DeviceAnswer[], bay: string | null): readonly DeviceAnswer[] =>
  devices.filter((device) => device.bay === undefined || device.bay === bay)

/** Where the patient lies and which monitor speaks for them. */
export const PlaceFields = ({ form, change, missing, bays, devices }: PlaceFieldsProps) => {
  const free = bays.filter((bay) => bay.sessionId === undefined)
  const choose = (value: string | null) => {
    const bay = value === null ? null : bayId(value)
    const there = devices.find((device) => bay !== null && device.bay === bay)
    change({ bay, device: there?.id ?? null })
  }
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>Place</legend>
      <Select
        label="Bay"
        required
        placeholder={free.length === 0 ? 'No bay is free' : 'Choose a free bay'}
        data={free.map(({ id, name }) => ({ value: id, label: name }))}
        value={form.bay}
        error={missing.bay}
        onChange={choose}
        allowDeselect={false}
      />
      <Select
        label="Monitor"
        description="One that speaks and is not assigned, or stands in this bay"
        placeholder="None yet: attach it at the bedside"
        data={monitorsFor(devices, form.bay).map((device) => ({ value: device.id, label: deviceLabel(device) }))}
        value={form.device}
        onChange={(value) => change({ device: value === null ? null : deviceId(value) })}
        clearable
        nothingFoundMessage="No monitor is free. It appears here when it speaks."
      />
    </fieldset>
  )
}
