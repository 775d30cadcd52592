import { handoverId, type BayId, type HandoverId } from '../shared/domain/ids.ts'
import type { Refusal } from '../shared/domain/refusal.ts'
import {
  answerOf,
  evolveResponsibilities,
  handoverOf,
  NOBODY_ANSWERS,
  type Person,
  type Responsibilities,
  type ResponsibilityEvent,
} from '../shared/domain/responsibility.ts'
import {
  decideResponsibilities,
  type Clinic,
  type ResponsibilityCommand,
} from '../shared/domain/responsibility-decision.ts'
import { err, ok, type Result } from '../shared/domain/result.ts'
import { createOneAtATime } from './auth/one-at-a-time.ts'
import { bodyHash } from './engine/body-hash.ts'
import type { Users } from './ports/accounts.ts'
import type { Bays } from './ports/bays.ts'
import type { Clock } from './ports/clock.ts'
import type { Identify } from './ports/identify.ts'
import type { RecordStore } from './ports/record-store.ts'
import type {
  AskedResponsibility,
  ResponsibilityBook,
  ResponsibilityOrder,
  ResponsibilityOutcome,
} from './ports/responsibility-book.ts'
import {
  readResponsibilityRecords,
  writeResponsibilityRecords,
  type ResponsibilityRecord,
} from './responsibility-record.ts'

interface BookParts {
  readonly records: RecordStore
  readonly bays: Pick<Bays, 'find' | 'list'>
  readonly users: Pick<Users, 'list'>
  /** The clinical clock: since when somebody answers stands beside the times of visits. */
  readonly clock: Pick<Clock, 'now'>
  readonly identify: Identify
}

type Answer = Result<ResponsibilityOutcome, Refusal>

interface Kept {
  readonly hash: string
  readonly handover: HandoverId | null
}

const KEY_REUSED = err<Refusal>({
  code: 'keyReused',
  message: 'This Idempotency-Key was used for another order: take a new one.',
})

const handoverIn = (event: ResponsibilityEvent | ResponsibilityCommand): HandoverId | null =>
  'handover' in event ? event.handover : null

/** Bays that have another person after an order than before, or nobody. */
const changedBays = (before: Responsibilities, after: Responsibilities): readonly BayId[] => {
  const bays = new Set([...before.answering, ...after.answering].map(({ bay }) => bay))
  return [...bays].filter((bay) => answerOf(before, bay)?.person.id !== answerOf(after, bay)?.person.id)
}

const keyOf = ({ by, idempotencyKey }: ResponsibilityOrder): string | null =>
  idempotencyKey === undefined ? null : `${by.id} ${idempotencyKey}`

/** The changes of the book; each is decided on what the one before it left. */
class Desk {
  readonly #parts: BookParts
  readonly #inTurn = createOneAtATime()
  readonly #keys = new Map<string, Kept>()
  readonly #listeners: ((bays: readonly BayId[]) => void)[] = []
  state = NOBODY_ANSWERS

  constructor(parts: BookParts) {
    this.#parts = parts
  }

  async open(): Promise<void> {
    for (const { event, key } of await readResponsibilityRecords(this.#parts.records)) {
      this.state = evolveResponsibilities(this.state, event)
      if (key !== null) this.#keys.set(key.text, { hash: key.hash, handover: handoverIn(event) })
    }
  }

  listen(listener: (bays: readonly BayId[]) => void): void {
    this.#listeners.push(listener)
  }

  order(order: ResponsibilityOrder): Promise<Answer> {
    return this.#inTurn(() => this.#order(order))
  }

  async #order(order: ResponsibilityOrder): Promise<Answer> {
    const key = keyOf(order)
    const hash = await bodyHash(order.command)
    const kept = key === null ? undefined : this.#keys.get(key)
    if (kept !== undefined) return kept.hash === hash ? ok(this.#outcome(kept.handover, true)) : KEY_REUSED
    const command = this.#complete(order.command)
    const decided = decideResponsibilities(this.state, command, await this.#ground(order.by))
    if (!decided.ok) return decided
    await this.#write(decided.value, key === null ? null : { text: key, hash })
    return ok(this.#outcome(handoverIn(command), false))
  }

  #complete(command: AskedResponsibility): ResponsibilityCommand {
    if (command.type !== 'offerHandover') return command
    return { ...command, handover: handoverId(this.#parts.identify.newId('ho')) }
  }

  async #ground(by: Person) {
    const { bays, users, clock } = this.#parts
    const colleagues = (await users.list()).filter(({ isActive, role }) => isActive && role !== 'admin')
    const clinic: Clinic = {
      bayName: (bay) => bays.find(bay)?.name ?? null,
      colleague: (id) => {
        const found = colleagues.find((user) => user.id === id)
        return found === undefined ? null : { id: found.id, name: found.name }
      },
    }
    return { by, now: clock.now(), clinic }
  }

  async #write(events: readonly ResponsibilityEvent[], key: ResponsibilityRecord['key']) {
    if (events.length === 0) return
    const before = this.state
    const last = events.length - 1
    const written = events.map((event, index) => ({ event, key: index === last ? key : null }))
    await writeResponsibilityRecords(this.#parts.records, before.seq + 1, written)
    this.state = events.reduce(evolveResponsibilities, before)
    if (key !== null) this.#keys.set(key.text, { hash: key.hash, handover: events.map(handoverIn)[last] ?? null })
    const bays = changedBays(before, this.state)
    for (const listener of this.#listeners) listener(bays)
  }

  /** A bay that was taken away is answered for by nobody, and shown no more. */
  shown(): Responsibilities {
    const answering = this.state.answering.filter(({ bay }) => this.#parts.bays.find(bay) !== null)
    return { ...this.state, answering }
  }

  #outcome(handover: HandoverId | null, isRepeat: boolean): ResponsibilityOutcome {
    return {
      responsibilities: this.shown(),
      handover: handover === null ? null : handoverOf(this.state, handover),
      isRepeat,
    }
  }
}

/** Who answers for which bays, restored from all that happened: held in memory, written through, one order at a time. */
export const createResponsibilityBook = async (parts: BookParts): Promise<ResponsibilityBook> => {
  const desk = new Desk(parts)
  await desk.open()
  return {
    now: () => desk.shown(),
    order: (order) => desk.order(order),
    onChanged: (listener) => desk.listen(listener),
  }
}
