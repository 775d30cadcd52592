import type { SessionId } from '../../shared/domain/ids.ts'
import type { DeviceWord, Reading } from '../../shared/domain/reading.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { SessionState } from '../core/session.ts'
import type { Command, Order } from '../core/session-command.ts'
import { StoreError, type SessionStore } from '../ports/session-store.ts'
import type { OrderAnswer } from '../ports/sessions.ts'
import type { Committed } from './commit.ts'
import { createCommitter, type Committer, type CommitterParts } from './committer.ts'
import { createMailbox } from './mailbox.ts'

/** Twenty seconds of a busy bay: a disk that is behind by more must not be hidden by memory. */
const READINGS_WAITING_MAX = 2_000
/** People do not type that fast; a client in a loop does. */
const COMMANDS_WAITING_MAX = 50

export interface RunnerParts extends CommitterParts {
  readonly store: CommitterParts['store'] & Pick<SessionStore, 'readEvents'>
}

/** Runs one session: one command at a time, in the order in which they came. */
export interface SessionRunner {
  readonly id: SessionId
  /** null: nothing of it is durable yet. */
  state(): SessionState | null
  view(): SessionView | null
  /**
   * @param prepare run when the order's turn has come, so that orders keep the order in which they came
   * @throws StoreError with nothing kept
   */
  order(prepare: () => Promise<Result<Order, Refusal>>): Promise<Result<OrderAnswer, Refusal>>
  /** Readings that come while a commit runs are taken together after it. @throws StoreError `busy`: nothing was kept, come again */
  take(readings: readonly Reading[], devices: readonly DeviceWord[]): Promise<boolean>
  /** What is no order of staff: a creation, a device of the bay. @throws StoreError */
  run(command: Exclude<Command, Order>): Promise<Result<Committed | null, Refusal>>
  /** Decides what time alone brought about, and shows the view anew. @throws StoreError */
  passTime(): Promise<void>
  /** Resolves when all that was posted before is done. */
  settled(): Promise<void>
}

interface WaitingReadings {
  readonly readings: Reading[]
  readonly devices: DeviceWord[]
  readonly taken: Promise<boolean>
}

const TOO_BUSY: Refusal = {
  code: 'busy',
  message: 'Too many commands wait for this session. Nothing was kept; give the command again in a moment.',
}

const createOrderAnswers = (id: SessionId, parts: RunnerParts, committer: Committer) => {
  const firstAnswer = async (key: string): Promise<Result<OrderAnswer, Refusal>> => {
    const answered = committer.state()?.answered[key]
    if (answered === undefined) return ok({ seq: committer.state()?.seq ?? 0, events: [] })
    const events = await parts.store.readEvents(id, answered.fromSeq - 1)
    return ok({ seq: answered.toSeq, events: events.filter(({ seq }) => seq <= answered.toSeq) })
  }

  const answerOrder = async (order: Order): Promise<Result<OrderAnswer, Refusal>> => {
    const result = await committer.commit(order)
    if (!result.ok) return result
    if (result.value !== null) return ok({ seq: result.value.state.seq, events: result.value.events })
    // Nothing was to be written: the key has been answered before.
    return firstAnswer(order.key?.key ?? '')
  }
  return answerOrder
}

export const createSessionRunner = (id: SessionId, initial: SessionState | null, parts: RunnerParts): SessionRunner => {
  const committer = createCommitter(id, initial, parts)
  const answerOrder = createOrderAnswers(id, parts, committer)
  const mailbox = createMailbox()
  let waiting: WaitingReadings | null = null

  const takeWaiting = async (batch: Omit<WaitingReadings, 'taken'>): Promise<boolean> => {
    // From here on, what comes waits for the next turn.
    waiting = null
    const result = await committer.commit({ type: 'takeReadings', readings: batch.readings, devices: batch.devices })
    return result.ok
  }

  return {
    id,
    state: () => committer.state(),
    view: () => committer.view(),
    order: async (prepare) => {
      if (mailbox.waiting() >= COMMANDS_WAITING_MAX) return err(TOO_BUSY)
      return mailbox.post(async () => {
        const order = await prepare()
        return order.ok ? answerOrder(order.value) : order
      })
    },
    take: async (readings, devices) => {
      if (waiting === null) {
        const batch = { readings: [...readings], devices: [...devices] }
        waiting = { ...batch, taken: mailbox.post(() => takeWaiting(batch)) }
      } else if (waiting.readings.length + readings.length > READINGS_WAITING_MAX) {
        throw new StoreError('busy', 'The store is behind; nothing of this was kept.')
      } else {
        waiting.readings.push(...readings)
        waiting.devices.push(...devices)
      }
      return waiting.taken
    },
    run: (command) => mailbox.post(() => committer.commit(command)),
    passTime: () =>
      mailbox.post(async () => {
        const result = await committer.commit({ type: 'passTime' })
        if (result.ok && result.value === null) committer.show()
      }),
    settled: () => mailbox.post(() => Promise.resolve()),
  }
}
