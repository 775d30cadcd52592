import type { StaffCommandType } from '../../shared/domain/command.ts'
import type { ReadingsStored } from '../../shared/domain/reading.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import type { AlarmEvent, EventBody } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { CommandOf, CourseOf } from './phase-rules.ts'
import type { Objection } from './refusals.ts'
import type { SessionState } from './session.ts'
import type { Order } from './session-command.ts'

/** A command in a phase that allows it, by somebody who may give it. */
export interface Context<Type extends StaffCommandType> {
  readonly state: SessionState
  readonly course: CourseOf<Type>
  readonly order: Order
  readonly command: CommandOf<Type>
  readonly now: Instant
  /** When it happens, or happened where it is entered late. */
  readonly when: Instant
}

/** What is to be written: alarm events and readings as they are, all else before it is stamped. */
export type Draft = EventBody | AlarmEvent | ReadingsStored

export type Ruling = Result<readonly Draft[], Refusal>

export const rule = (objection: Objection, ...drafts: readonly Draft[]): Ruling =>
  objection === null ? ok(drafts) : err(objection)

export type Rule<Type extends StaffCommandType> = (context: Context<Type>) => Ruling
