import { useEffect, useState } from 'react'
import type { KeptCommand, OrderRefusal } from '../live/outbox-order.ts'
import { useBedside } from './bedside-context.ts'

export interface TrackedOrder {
  /** `sending`: on its way, or kept until the server answers. */
  readonly state: 'open' | 'sending' | 'refused'
  readonly refusal: OrderRefusal | null
  readonly send: (command: KeptCommand) => void
  /** Closes the dialog; what is on its way stays on its way. */
  readonly close: () => void
}

/** One order of a dialog that stays open until the server has it, so that a refusal is read where it can be answered. */
export const useTrackedOrder = (onClose: () => void): TrackedOrder => {
  const { give, orders, outbox } = useBedside()
  const [key, setKey] = useState<string | null>(null)
  const order = orders.find((it) => it.key === key)
  const isSaved = key !== null && order === undefined
  useEffect(() => {
    if (isSaved) onClose()
  }, [isSaved, onClose])
  const dismiss = () => {
    if (order !== undefined && order.refusal !== null) outbox.dismiss(order.key)
  }
  return {
    state: order === undefined ? 'open' : order.refusal === null ? 'sending' : 'refused',
    refusal: order?.refusal ?? null,
    send: (command) => {
      const next = give(command)
      setKey(next)
      dismiss()
    },
    close: () => {
      dismiss()
      onClose()
    },
  }
}
