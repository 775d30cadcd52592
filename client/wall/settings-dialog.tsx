import { useEffect, useRef, type ReactNode, type SubmitEvent } from 'react'
import type { WallSettings } from './wall-settings.ts'
import { DIAGONAL_INCH, DISTANCE_M } from './wall-settings.ts'
import classes from './settings.module.css'

export interface SettingsDialogProps {
  readonly settings: WallSettings
  readonly onSave: (settings: WallSettings) => void
  readonly onClose: () => void
  readonly onTestTone: () => void
}

interface NumberFieldProps {
  readonly name: string
  readonly label: string
  readonly unit: string
  readonly value: number | undefined
  readonly low: number
  readonly high: number
  readonly step: number
}

const NumberField = ({ name, label, unit, value, low, high, step }: NumberFieldProps) => (
  <label className={classes.field}>
    {label}
    <span>
      <input name={name} type="number" min={low} max={high} step={step} defaultValue={value} /> {unit}
    </span>
  </label>
)

const Choice = ({ name, label, isOn }: { readonly name: string; readonly label: string; readonly isOn: boolean }) => (
  <label className={classes.choice}>
    <input name={name} type="checkbox" defaultChecked={isOn} /> {label}
  </label>
)

const numberOf = (form: FormData, name: string): number | null => {
  const text = form.get(name)
  return typeof text === 'string' && text !== '' ? Number(text) : null
}

const settingsOf = (form: FormData): WallSettings => {
  const [diagonalInch, distanceM] = [numberOf(form, 'diagonalInch'), numberOf(form, 'distanceM')]
  const [fromHour, toHour] = [numberOf(form, 'fromHour'), numberOf(form, 'toHour')]
  return {
    place: diagonalInch === null || distanceM === null ? null : { diagonalInch, distanceM },
    order: form.has('urgency') ? 'urgency' : 'place',
    dim: fromHour === null || toHour === null ? null : { fromHour, toHour },
    isSoundOn: form.has('isSoundOn'),
  }
}

const Fields = ({ settings, children }: { readonly settings: WallSettings; readonly children: ReactNode }) => (
  <>
    <h2>This screen</h2>
    <p>The numbers are made large enough to be read from there; bays that would be too small go to a second page.</p>
    <NumberField
      name="diagonalInch"
      label="Diagonal"
      unit="inch"
      value={settings.place?.diagonalInch}
      {...DIAGONAL_INCH}
      step={0.1}
    />
    <NumberField
      name="distanceM"
      label="Read from"
      unit="m"
      value={settings.place?.distanceM}
      {...DISTANCE_M}
      step={0.1}
    />
    <NumberField
      name="fromHour"
      label="Dim from"
      unit="o’clock"
      value={settings.dim?.fromHour}
      low={0}
      high={23}
      step={1}
    />
    <NumberField name="toHour" label="until" unit="o’clock" value={settings.dim?.toHour} low={0} high={23} step={1} />
    <Choice name="urgency" label="Sort by urgency instead of by place" isOn={settings.order === 'urgency'} />
    <Choice name="isSoundOn" label="This screen sounds alarms" isOn={settings.isSoundOn} />
    {children}
  </>
)

/** What only the place of this screen can tell. */
export const SettingsDialog = ({ settings, onSave, onClose, onTestTone }: SettingsDialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const save = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSave(settingsOf(new FormData(event.currentTarget)))
    onClose()
  }
  return (
    <dialog ref={dialog} className={classes.dialog} onClose={onClose} aria-label="This screen">
      <form onSubmit={save}>
        <Fields settings={settings}>
          <div className={classes.actions}>
            <button type="button" onClick={onTestTone}>
              Test tone
            </button>
            <button type="button" onClick={onClose}>
              Cancel
            </button>
            <button type="submit" className={classes.main}>
              Save
            </button>
          </div>
        </Fields>
      </form>
    </dialog>
  )
}
