import { useRef, useState } from 'react'
import { z } from 'zod'
import { request } from '../http/request.ts'
import { newIdempotencyKey } from '../live/idempotency-key.ts'
import { screenHere } from '../live/screen-here.ts'

export interface Order {
  readonly path: string
  readonly body: unknown
}

export interface Ordering {
  readonly isSending: boolean
  /** Why the last order was not carried out, in the server's words. */
  readonly refusal: string | null
  /** One after another; stops at the first that is refused. @returns whether all were carried out */
  readonly give: (...orders: readonly Order[]) => Promise<boolean>
}

/** What is new comes over the live feed, to everybody at once: of the answer only its refusal counts. */
const anyAnswer = z.unknown()

/** Gives orders about who answers for what. The same order again, after a lost link, goes under the same key. */
export const useOrder = (): Ordering => {
  const [isSending, setSending] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const keys = useRef(new Map<string, string>())

  const give = async (...orders: readonly Order[]): Promise<boolean> => {
    setSending(true)
    setRefusal(null)
    let isDone = true
    for (const order of orders) {
      const name = JSON.stringify(order)
      const idempotencyKey = keys.current.get(name) ?? newIdempotencyKey(crypto)
      keys.current.set(name, idempotencyKey)
      const screen = screenHere()
      const answer = await request(anyAnswer, {
        method: 'POST',
        ...order,
        idempotencyKey,
        ...(screen === undefined ? {} : { screen }),
      })
      // Without an answer it may have been carried out: under the same key it is so once.
      if (answer.ok || answer.error.status !== null) keys.current.delete(name)
      if (answer.ok) continue
      setRefusal(answer.error.message)
      isDone = false
      break
    }
    setSending(false)
    return isDone
  }
  return { isSending, refusal, give }
}
