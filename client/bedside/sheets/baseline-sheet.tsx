import { Button } from '@mantine/core'
import { useState } from 'react'
import { FigureInput } from '../../ui/figure-input.tsx'
import { useTrackedOrder } from '../use-tracked-order.ts'
import { OrderState } from './gates.tsx'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'

interface Figures {
  readonly sbp: number | null
  readonly dbp: number | null
  readonly hr: number | null
  readonly spo2: number | null
  readonly rr: number | null
}

const NONE: Figures = { sbp: null, dbp: null, hr: null, spo2: null, rr: null }

const FIELDS = [
  { name: 'sbp', label: 'Systolic', unit: 'mmHg' },
  { name: 'dbp', label: 'Diastolic', unit: 'mmHg' },
  { name: 'hr', label: 'Heart rate', unit: '/min' },
  { name: 'spo2', label: 'SpO2', unit: '%' },
  { name: 'rr', label: 'Respiration', unit: '/min' },
] as const

/** The values before the dose, from the monitor in one tap or by hand. */
export const BaselineSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const [figures, setFigures] = useState(NONE)
  const order = useTrackedOrder(onClose)
  const { sbp, dbp, hr, spo2, rr } = figures
  const record = () => {
    if (sbp === null || dbp === null || hr === null || spo2 === null) return
    order.send({ type: 'recordBaseline', sbp, dbp, hr, spo2, ...(rr === null ? {} : { rr }) })
  }
  return (
    <Sheet title="Baseline" onClose={onClose}>
      <Button
        size="xl"
        loading={order.state === 'sending'}
        onClick={() => order.send({ type: 'recordBaseline', from: 'monitor' })}
      >
        From the monitor
      </Button>
      <h3 className={classes.heading}>Or by hand</h3>
      <div className={classes.figures}>
        {FIELDS.map(({ name, label, unit }) => (
          <FigureInput
            key={name}
            size="xl"
            label={label}
            unit={unit}
            value={figures[name]}
            onChange={(value) => setFigures((before) => ({ ...before, [name]: value }))}
          />
        ))}
      </div>
      <OrderState order={order} />
      <Button
        size="xl"
        variant="default"
        disabled={sbp === null || dbp === null || hr === null || spo2 === null}
        onClick={record}
      >
        Record by hand
      </Button>
    </Sheet>
  )
}
