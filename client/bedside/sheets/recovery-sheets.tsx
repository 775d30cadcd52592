import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useBedside } from '../bedside-context.ts'
import { SheetLink } from '../sheet-links.tsx'
import { useTrackedOrder } from '../use-tracked-order.ts'
import { Choice, OtherText } from './choice.tsx'
import { OrderState } from './gates.tsx'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'
import { EXTEND_REASONS } from './usual-words.ts'

const EXTENSIONS_MIN = [10, 15, 30, 60] as const

/** A longer recovery: how much, and why. */
export const ExtendSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const [minutes, setMinutes] = useState<number>(15)
  const order = useTrackedOrder(onClose)
  const extend = (reason: string) => order.send({ type: 'extendRecovery', minutes, reason })
  return (
    <Sheet title="Longer recovery" onClose={onClose}>
      <div className={classes.choices}>
        {EXTENSIONS_MIN.map((choice) => (
          <Choice key={choice} isPressed={minutes === choice} onClick={() => setMinutes(choice)}>
            {choice} min
          </Choice>
        ))}
      </div>
      <h3 className={classes.heading}>Why?</h3>
      <div className={classes.choices}>
        {EXTEND_REASONS.map((reason) => (
          <Choice key={reason} onClick={() => extend(reason)}>
            {reason}
          </Choice>
        ))}
      </div>
      <OtherText label="Another reason" action="Extend" onSay={extend} />
      <OrderState order={order} />
    </Sheet>
  )
}

/** The visit goes on elsewhere: where, and why. Its alarms end here and are listed in the record. */
export const TransferSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { bay, view } = useBedside()
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const order = useTrackedOrder(onClose)
  const isOpen = to.trim() === '' || reason.trim() === ''
  return (
    <Sheet title="Transfer" onClose={onClose}>
      <p className={classes.hint}>The visit ends here: {bay} is free, and nothing of this patient alarms any more.</p>
      <p className={classes.print}>
        <SheetLink view={view} kind="handover" />
      </p>
      <TextInput size="xl" label="To where" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      <TextInput size="xl" label="Why" value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <OrderState order={order} />
      <Button
        size="xl"
        disabled={isOpen}
        loading={order.state === 'sending'}
        onClick={() => order.send({ type: 'transfer', to: to.trim(), reason: reason.trim() })}
      >
        Transfer the patient
      </Button>
    </Sheet>
  )
}

/** The visit does not take place. */
export const CancelSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { bay } = useBedside()
  const order = useTrackedOrder(onClose)
  const cancel = (reason: string) => order.send({ type: 'cancel', reason })
  return (
    <Sheet title="Cancel the visit: why?" onClose={onClose}>
      <p className={classes.hint}>The visit ends, and {bay} is free. Its record stays.</p>
      <div className={classes.choices}>
        {['Patient did not come', 'Patient declined', 'Blood pressure high', 'Not fasting', 'Clinician decided'].map(
          (reason) => (
            <Choice key={reason} onClick={() => cancel(reason)}>
              {reason}
            </Choice>
          ),
        )}
      </div>
      <OtherText label="Another reason" action="Cancel the visit" onSay={cancel} />
      <OrderState order={order} />
    </Sheet>
  )
}
