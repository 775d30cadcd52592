import type { Staff } from '../../shared/domain/actor.ts'
import { sessionId, type SessionId } from '../../shared/domain/ids.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { SessionState } from '../core/session.ts'
import type { Identify } from '../ports/identify.ts'
import type { NewSession } from '../ports/sessions.ts'
import type { BaySeats } from './bay-seats.ts'
import { bodyHash } from './body-hash.ts'
import type { DeviceFollow } from './device-follow.ts'
import { createMailbox } from './mailbox.ts'
import { bayTaken, noSuchBay, type Bay } from './order-desk.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionRunner } from './session-runner.ts'

export interface AdmissionDeskParts {
  readonly book: SessionBook
  readonly seats: BaySeats
  readonly identify: Identify
  readonly bays: () => readonly Bay[]
  readonly devices: DeviceFollow
}

interface Made {
  readonly id: SessionId
  readonly bodyHash: string
}

const KEY_REUSED: Refusal = {
  code: 'keyReused',
  message: 'This idempotency key has made another session; give each request a key of its own.',
}

/** The key under which a session was made, as its first event holds it. */
const madeUnder = (state: SessionState): readonly (readonly [string, Made])[] =>
  Object.entries(state.answered)
    .filter(([, { fromSeq }]) => fromSeq === 1)
    .map(([key, made]) => [key, { id: state.id, bodyHash: made.bodyHash }])

/** Makes sessions, one after the other: two requests for one bay cannot both find it free. */
export const createAdmissionDesk = (parts: AdmissionDeskParts) => {
  const { book, seats, devices } = parts
  const mailbox = createMailbox()
  const made = new Map<string, Made>(book.states().flatMap(madeUnder))

  const viewOf = async (id: SessionId): Promise<Result<SessionView, Refusal>> => {
    const view = (await book.find(id))?.view() ?? null
    return view === null ? err({ code: 'notFound', message: `There is no session ${id}.` }) : ok(view)
  }

  const begin = async (
    runner: SessionRunner,
    request: NewSession,
    staff: Staff,
    hash: string,
  ): Promise<Result<SessionView, Refusal>> => {
    const { idempotencyKey, ...rest } = request
    const key = idempotencyKey === undefined ? {} : { key: { key: idempotencyKey, bodyHash: hash } }
    const result = await runner.run({ type: 'create', sessionId: runner.id, staff, ...rest, ...key })
    if (!result.ok) return result
    if (idempotencyKey !== undefined) made.set(idempotencyKey, { id: runner.id, bodyHash: hash })
    if (request.admit) await devices.afterOrder(runner, { type: 'admit' }, staff)
    return viewOf(runner.id)
  }

  const create = async (request: NewSession, staff: Staff): Promise<Result<SessionView, Refusal>> => {
    const hash = await bodyHash({ by: staff.id, ...request, protocol: request.protocol.id })
    const before = request.idempotencyKey === undefined ? undefined : made.get(request.idempotencyKey)
    if (before !== undefined) return before.bodyHash === hash ? viewOf(before.id) : err(KEY_REUSED)
    if (!parts.bays().some(({ id, site }) => id === request.bay && site === request.site)) {
      return err(noSuchBay(request.bay))
    }
    const id = sessionId(parts.identify.newId('s'))
    if (request.admit && !seats.reserve(request.bay, id)) return err(bayTaken(request.bay))
    try {
      return await begin(book.fresh(id), request, staff, hash)
    } finally {
      seats.release(id)
    }
  }

  return (request: NewSession, staff: Staff) => mailbox.post(() => create(request, staff))
}
