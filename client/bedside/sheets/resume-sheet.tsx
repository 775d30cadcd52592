import { Button } from '@mantine/core'
import { useState } from 'react'
import { useBedside } from '../bedside-context.ts'
import { useTrackedOrder } from '../use-tracked-order.ts'
import { Gates, isGate, OrderState, overrideOf } from './gates.tsx'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'

/** The infusion goes on where it was paused; what is open asks for a reason. */
export const ResumeSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { nextStep } = useBedside().view
  const gates = nextStep?.command === 'resumeInfusion' ? nextStep.openGates : []
  const [reason, setReason] = useState('')
  const order = useTrackedOrder(onClose)
  const asksReason = gates.length > 0 || isGate(order.refusal)
  const resume = () =>
    order.send({ type: 'resumeInfusion', ...(asksReason ? overrideOf(reason, gates, order.refusal) : {}) })
  return (
    <Sheet title="Resume the infusion" onClose={onClose}>
      <p className={classes.hint}>Start the pump again, then record it here.</p>
      {asksReason ? (
        <Gates title="Still open" gates={gates} reason={reason} onReason={setReason} onlyBy={null} />
      ) : null}
      <OrderState order={order} />
      <Button
        size="xl"
        loading={order.state === 'sending'}
        disabled={asksReason && reason.trim() === ''}
        onClick={resume}
      >
        {asksReason ? 'Resume with this override' : 'Resume'}
      </Button>
    </Sheet>
  )
}
