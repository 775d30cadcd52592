import type { Log } from '../ports/log.ts'

/** A schema, as far as an edge needs it. */
export interface Schema<T> {
  safeParse(input: unknown): { readonly success: true; readonly data: T } | { readonly success: false }
}

export interface Refused {
  ok: false
  code: string
  message: string
}

export const refused = (code: string, message: string): Refused => ({ ok: false, code, message })

/** Counts of what went wrong on the way, for the metrics. */
export interface Intake {
  droppedPayloads: number
  closedStuck: number
}

interface Incoming<Payload, Answer> {
  readonly event: string
  readonly schema: Schema<Payload>
  readonly payload: unknown
  /** Absent where a client does not care. */
  readonly answer: ((answer: Answer | Refused) => void) | undefined
  readonly handle: (payload: Payload) => Answer | Refused | Promise<Answer | Refused>
}

/** The one way in for what clients send: a payload that does not fit is dropped, counted and logged, never half applied. */
export const receive = async <Payload, Answer>(
  intake: Intake,
  log: Log,
  { event, schema, payload, answer, handle }: Incoming<Payload, Answer>,
): Promise<void> => {
  const reply = typeof answer === 'function' ? answer : () => undefined
  const read = schema.safeParse(payload)
  if (!read.success) {
    intake.droppedPayloads += 1
    log.warn('live.payloadDropped', { event, dropped: intake.droppedPayloads })
    reply(refused('badRequest', `What was sent with "${event}" does not fit its shape; nothing was done.`))
    return
  }
  try {
    reply(await handle(read.data))
  } catch (error) {
    log.error('live.failed', { event, err: error instanceof Error ? error.message : String(error) })
    reply(refused('failed', 'The server could not do this. Nothing was changed; try again.'))
  }
}
