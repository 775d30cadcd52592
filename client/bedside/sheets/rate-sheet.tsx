import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { FigureInput } from '../../ui/figure-input.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useBedside } from '../bedside-context.ts'
import { useTrackedOrder } from '../use-tracked-order.ts'
import { Choice, OtherText } from './choice.tsx'
import { Gates, isGate, OrderState, overrideOf } from './gates.tsx'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'
import { RATE_REASONS } from './usual-words.ts'

type Kind = 'rate' | 'bolus'

const Shares = ({ rate, onRate }: { readonly rate: number; readonly onRate: (rate: number) => void }) => (
  <div className={classes.choices}>
    {[0.5, 0.75, 1.25].map((share) => (
      <Choice key={share} onClick={() => onRate(Math.round(rate * share * 10) / 10)}>
        {formatFigure(rate * share)} mg/h
      </Choice>
    ))}
  </div>
)

const RateForm = ({ kind, onClose }: { readonly kind: Kind; readonly onClose: () => void }) => {
  const { view } = useBedside()
  const rate = view.infusion?.rateMgPerHour ?? 0
  const [figure, setFigure] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const [override, setOverride] = useState('')
  const order = useTrackedOrder(onClose)
  const asksOverride = isGate(order.refusal)
  const send = (why: string) => {
    if (figure === null) return
    const passed = asksOverride ? overrideOf(override, [], order.refusal) : {}
    setReason(why)
    order.send(
      kind === 'rate'
        ? { type: 'changeRate', rateMgPerHour: figure, reason: why, ...passed }
        : { type: 'giveBolus', mg: figure, reason: why, ...passed },
    )
  }
  return (
    <>
      {kind === 'rate' && rate > 0 ? <Shares rate={rate} onRate={setFigure} /> : null}
      <FigureInput
        size="xl"
        label={kind === 'rate' ? `New rate, now ${formatFigure(rate)} mg/h` : 'Bolus'}
        unit={kind === 'rate' ? 'mg/h' : 'mg'}
        decimals={1}
        value={figure}
        onChange={setFigure}
      />
      {figure === null ? null : (
        <>
          <h3 className={classes.heading}>Why?</h3>
          <div className={classes.choices}>
            {RATE_REASONS.map((usual) => (
              <Choice key={usual} onClick={() => send(usual)}>
                {usual}
              </Choice>
            ))}
          </div>
          <OtherText label="Another reason" action={kind === 'rate' ? 'Change' : 'Give'} onSay={send} />
        </>
      )}
      <OrderState order={order} />
      {asksOverride ? (
        <>
          <Gates title="Above the maximum" gates={[]} reason={override} onReason={setOverride} onlyBy={null} />
          <Button size="xl" disabled={override.trim() === ''} onClick={() => send(reason)}>
            {kind === 'rate' ? 'Change' : 'Give'} with this override
          </Button>
        </>
      ) : null}
    </>
  )
}

/** Another rate for the rest of the plan, or a bolus beside it. */
export const RateSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { view } = useBedside()
  const mayRate = view.allowed.includes('changeRate')
  const [kind, setKind] = useState<Kind>(mayRate ? 'rate' : 'bolus')
  return (
    <Sheet title="Rate and bolus" onClose={onClose}>
      {mayRate ? (
        <SegmentedControl
          size="xl"
          aria-label="What is changed"
          data={[
            { value: 'rate', label: 'Rate' },
            { value: 'bolus', label: 'Bolus' },
          ]}
          value={kind}
          onChange={setKind}
        />
      ) : null}
      <RateForm key={kind} kind={kind} onClose={onClose} />
    </Sheet>
  )
}
