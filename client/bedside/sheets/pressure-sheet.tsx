import { Button } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import type { HandMetric, HandValues } from '../../../shared/domain/command.ts'
import { METRIC_INFO } from '../../../shared/domain/vital.ts'
import { FigureInput } from '../../ui/figure-input.tsx'
import { useBedside } from '../bedside-context.ts'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'

const FIELDS: readonly HandMetric[] = ['sbp', 'dbp', 'map', 'hr', 'spo2', 'rr', 'temp']

type Figures = Readonly<Partial<Record<HandMetric, number | null>>>

const given = (figures: Figures): HandValues =>
  Object.fromEntries(Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== null))

/** A blood pressure and what goes with it, taken by hand just now. */
export const PressureForm = ({ onClose }: { readonly onClose: () => void }) => {
  const { give } = useBedside()
  const [figures, setFigures] = useState<Figures>({})
  const values = given(figures)
  const isHalf = (values.sbp === undefined) !== (values.dbp === undefined)
  const isEmpty = Object.keys(values).length === 0
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isEmpty || isHalf) return
    give({ type: 'recordVitals', values })
    onClose()
  }
  return (
    <form className={classes.body} onSubmit={submit}>
      <div className={classes.figures}>
        {FIELDS.map((metric, index) => (
          <FigureInput
            key={metric}
            size="xl"
            label={METRIC_INFO[metric].label}
            unit={METRIC_INFO[metric].unitLabel}
            decimals={METRIC_INFO[metric].decimals}
            autoFocus={index === 0}
            value={figures[metric] ?? null}
            onChange={(value) => setFigures((before) => ({ ...before, [metric]: value }))}
          />
        ))}
      </div>
      <p className={classes.hint}>
        {isHalf
          ? 'A blood pressure has a systolic and a diastolic value.'
          : 'What is empty is not recorded. The time is now; it is marked as taken by hand.'}
      </p>
      <Button size="xl" type="submit" disabled={isEmpty || isHalf}>
        Record
      </Button>
    </form>
  )
}

export const PressureSheet = ({ onClose }: { readonly onClose: () => void }) => (
  <Sheet title="Measured by hand" onClose={onClose}>
    <PressureForm onClose={onClose} />
  </Sheet>
)
