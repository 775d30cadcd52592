import { Button } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import type { HandMetric, HandValues } from '../../../shared/domain/command.ts'
import { METRIC_INFO } from '../../../shared/domain/vital.ts'
import { FigureInput } from '../../ui/figure-input.tsx'
import type { KeptCommand } from '../../live/outbox-order.ts'
import { EntrySheet } from './entry-sheet.tsx'
import classes from './sheet.module.css'

const EVERYTHING: readonly HandMetric[] = ['sbp', 'dbp', 'map', 'hr', 'spo2', 'rr', 'temp']

type Figures = Readonly<Partial<Record<HandMetric, number | null>>>

const given = (figures: Figures): HandValues =>
  Object.fromEntries(Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== null))

interface PressureFormProps {
  readonly metrics: readonly HandMetric[]
  readonly record: (command: KeptCommand) => void
}

/** A blood pressure, and what is asked for with it, taken by hand. */
export const PressureForm = ({ metrics, record }: PressureFormProps) => {
  const [figures, setFigures] = useState<Figures>({})
  const values = given(figures)
  const isHalf = (values.sbp === undefined) !== (values.dbp === undefined)
  const isEmpty = Object.keys(values).length === 0
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isEmpty || isHalf) return
    record({ type: 'recordVitals', values })
  }
  return (
    <form className={classes.body} onSubmit={submit}>
      <div className={classes.figures}>
        {metrics.map((metric, index) => (
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
          : 'What is empty is not recorded. It is marked as taken by hand.'}
      </p>
      <Button size="xl" type="submit" disabled={isEmpty || isHalf}>
        Record
      </Button>
    </form>
  )
}

export const PressureSheet = ({ onClose }: { readonly onClose: () => void }) => (
  <EntrySheet title="Measured by hand" onClose={onClose}>
    {(record) => <PressureForm metrics={EVERYTHING} record={record} />}
  </EntrySheet>
)
