import { z } from 'zod'
import type { StaffCommand, StaffCommandType } from '../../shared/domain/command.ts'
import type { SessionId, UserId } from '../../shared/domain/ids.ts'
import type { IsoTime } from '../../shared/domain/session-view.ts'
import { readCommand } from '../../shared/wire/command.ts'
import { isoTimeSchema, sessionIdSchema, userIdSchema } from '../../shared/wire/primitive.ts'

/**
 * Commands that mean what they say also some minutes late. The two left out speak of what is heard and seen at this
 * moment: an acknowledgement that arrives late would quieten an alarm that nobody has looked at.
 */
export type KeptCommand = Exclude<
  StaffCommand,
  {
    readonly type:
      'acknowledgeAlarm' | 'markAlarm' | 'pauseAudio' | 'takeOverReadings' | 'markArtefact' | 'judgeArtefacts'
  }
>

/** An order of a member of staff that the server does not have yet, as this browser keeps it. */
export interface Order {
  /** The same key at every attempt: however often it is sent, it is written once. */
  readonly key: string
  /** Whose it is. It is sent under nobody else's sign-in. */
  readonly userId: UserId
  readonly sessionId: SessionId
  readonly type: StaffCommandType
  /** The command as it goes over the wire. */
  readonly body: Readonly<Record<string, unknown>>
  /** By the server's clock as this screen knew it. */
  readonly madeAt: IsoTime | null
  /** Orders of one browser stand in the order of their numbers. */
  readonly number: number
  readonly expectedSeq: number | null
  /** null: waits to be sent. */
  readonly refusal: OrderRefusal | null
}

export interface OrderRefusal {
  readonly code: string
  readonly message: string
}

const orderSchema = z
  .object({
    key: z.string().min(1).max(200),
    userId: userIdSchema,
    sessionId: sessionIdSchema,
    body: z.record(z.string(), z.unknown()),
    madeAt: isoTimeSchema.nullable(),
    number: z.number().int().nonnegative(),
    expectedSeq: z.number().int().nonnegative().nullable(),
    refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .transform((kept, context): Order => {
    const read = readCommand(kept.body)
    if (read.ok) return { ...kept, type: read.value.command.type }
    context.addIssue({ code: 'custom', message: read.error.message })
    return z.NEVER
  })

/** @returns null for what is no order of this version of the screens */
export const readOrder = (text: string): Order | null => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const parsed = orderSchema.safeParse(json)
  return parsed.success ? parsed.data : null
}

export interface NewOrder {
  readonly key: string
  readonly userId: UserId
  readonly sessionId: SessionId
  readonly command: KeptCommand
  readonly madeAt: IsoTime | null
  /** When it happened, where its author said so; absent: when it was made. */
  readonly occurredAt?: IsoTime
  readonly number: number
  /** The newest event that its author saw, where another person's order must not have come between. */
  readonly expectedSeq: number | null
}

/** When it happened goes along, so that an entry that arrives late stands where it belongs. */
export const makeOrder = ({ command, madeAt, occurredAt, ...rest }: NewOrder): Order => {
  const happened = occurredAt ?? madeAt
  return {
    ...rest,
    madeAt,
    type: command.type,
    body: { ...command, ...(happened === null ? {} : { occurredAt: happened }) },
    refusal: null,
  }
}
