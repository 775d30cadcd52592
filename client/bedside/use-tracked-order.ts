import { useEffect, useState } from 'react'
import type { Instant } from '../../shared/domain/time.ts'
import type { KeptCommand, OrderRefusal } from '../live/outbox-order.ts'
import { useBedside } from './bedside-context.ts'

export interface TrackedOrder {
  /** `sending`: on its way, or kept until the server answers. */
  readonly state: 'open' | 'sending' | 'refused'
  readonly refusal: OrderRefusal | null
  /** @param occurredAt when it happened, where that is not now */
  readonly send: (command: KeptCommand, occurredAt?: Instant | null) => void
}

/**
 * One order of a dialog that stays open until the server has it, so that a refusal is read where it can be answered.
 * A refusal that the dialog showed goes with it, and with the next try; one that comes after the dialog was closed
 * stays in the timeline until somebody has read it there.
 */
export const useTrackedOrder = (onClose: () => void): TrackedOrder => {
  const { give, orders, outbox } = useBedside()
  const [key, setKey] = useState<string | null>(null)
  const order = orders.find((it) => it.key === key)
  const isSaved = key !== null && order === undefined
  useEffect(() => {
    if (isSaved) onClose()
  }, [isSaved, onClose])
  const shown = order !== undefined && order.refusal !== null ? order.key : null
  useEffect(() => {
    if (shown === null) return undefined
    return () => outbox.dismiss(shown)
  }, [shown, outbox])
  return {
    state: order === undefined ? 'open' : order.refusal === null ? 'sending' : 'refused',
    refusal: order?.refusal ?? null,
    send: (command, occurredAt) => setKey(give(command, occurredAt)),
  }
}
