import type { BayId, SessionId } from '../../shared/domain/ids.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import type { Order } from '../core/session-command.ts'
import type { Bindings } from '../ports/bindings.ts'
import type { SessionStore } from '../ports/session-store.ts'
import type { OrderAnswer, StaffOrder } from '../ports/sessions.ts'
import type { BaySeats } from './bay-seats.ts'
import { bodyHash } from './body-hash.ts'
import type { DeviceFollow } from './device-follow.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionRunner } from './session-runner.ts'

/** A bay as the set-up names it. */
export interface Bay {
  readonly id: string
  readonly site: string
}

export interface OrderDeskParts {
  readonly book: SessionBook
  readonly seats: BaySeats
  readonly store: Pick<SessionStore, 'readHeld'>
  readonly bindings: () => Bindings
  readonly bays: () => readonly Bay[]
  readonly devices: DeviceFollow
}

export const bayTaken = (bay: BayId): Refusal => ({
  code: 'bayTaken',
  message: `In bay ${bay} another session runs; choose a free bay, or end that session first.`,
})

export const noSuchBay = (bay: BayId): Refusal => ({
  code: 'notFound',
  message: `There is no bay ${bay} at this site; the list of bays names those there are.`,
})

const heldReadings = async (
  parts: OrderDeskParts,
  { command }: StaffOrder,
): Promise<readonly Reading[] | undefined> => {
  if (command.type !== 'takeOverReadings') return undefined
  const batches = await parts.store.readHeld(command.device, command.from, command.to)
  return batches.flatMap(({ readings }) => readings)
}

/** The order with what only the outside knows of it. */
const withFacts = async (parts: OrderDeskParts, given: StaffOrder): Promise<Order> => {
  const { staff, command, occurredAt, expectedSeq, idempotencyKey } = given
  const device = command.type === 'attachDevice' ? parts.bindings().find(command.device) : null
  const held = await heldReadings(parts, given)
  const hash = await bodyHash({ by: staff.id, command, occurredAt, expectedSeq })
  return {
    type: 'order',
    staff,
    command,
    key: { key: idempotencyKey, bodyHash: hash },
    ...(occurredAt === undefined ? {} : { occurredAt }),
    ...(expectedSeq === undefined ? {} : { expectedSeq }),
    ...(device === null ? {} : { device }),
    ...(held === undefined ? {} : { held }),
  }
}

/** The bay in which the order would seat its session; null: it seats nobody. */
const seatWanted = (runner: SessionRunner, { command }: StaffOrder): BayId | null => {
  const state = runner.state()
  if (state === null) return null
  if (command.type === 'admit' && state.course.phase === 'scheduled') return state.bay
  return command.type === 'moveBay' && state.course.phase !== 'scheduled' ? command.bay : null
}

const checkPlace = (parts: OrderDeskParts, runner: SessionRunner, given: StaffOrder): Refusal | null => {
  const { command } = given
  const site = runner.state()?.site
  if (command.type === 'moveBay' && !parts.bays().some((bay) => bay.id === command.bay && bay.site === site)) {
    return noSuchBay(command.bay)
  }
  const wanted = seatWanted(runner, given)
  return wanted === null || parts.seats.reserve(wanted, runner.id) ? null : bayTaken(wanted)
}

const wasAnswered = (runner: SessionRunner, key: string): boolean => {
  const answered = runner.state()?.answered
  return answered !== undefined && Object.hasOwn(answered, key)
}

export const noSession = (id: SessionId): Refusal => ({ code: 'notFound', message: `There is no session ${id}.` })

/** Takes orders of staff: gathers what the core cannot know, and does outside what follows from them. */
export const createOrderDesk =
  (parts: OrderDeskParts) =>
  async (given: StaffOrder): Promise<Result<OrderAnswer, Refusal>> => {
    const runner = await parts.book.find(given.sessionId)
    if (runner === null) return err(noSession(given.sessionId))
    const asked = { isRepeated: false }
    try {
      const answer = await runner.order(async () => {
        // A repeated order is answered as it was, wherever its session sits by now.
        asked.isRepeated = wasAnswered(runner, given.idempotencyKey)
        const refusal = asked.isRepeated ? null : checkPlace(parts, runner, given)
        return refusal === null ? ok(await withFacts(parts, given)) : err(refusal)
      })
      if (answer.ok && !asked.isRepeated) await parts.devices.afterOrder(runner, given.command, given.staff)
      return answer
    } finally {
      parts.seats.release(given.sessionId)
    }
  }
