import { isEnded } from '../../shared/domain/phase.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { err } from '../../shared/domain/result.ts'
import { MS_PER_SECOND, type Instant } from '../../shared/domain/time.ts'
import { previewDose } from '../core/preview-dose.ts'
import type { Bindings } from '../ports/bindings.ts'
import type { Clock } from '../ports/clock.ts'
import type { Identify } from '../ports/identify.ts'
import type { Log } from '../ports/log.ts'
import type { Publisher } from '../ports/publisher.ts'
import type { SessionStore } from '../ports/session-store.ts'
import type { Sessions } from '../ports/sessions.ts'
import type { SiteConditions } from '../ports/site-conditions.ts'
import { createAdmissionDesk } from './admission-desk.ts'
import { createBaySeats } from './bay-seats.ts'
import { createCheckpoints } from './checkpoints.ts'
import { createClockWatch } from './clock-watch.ts'
import type { RealTimer } from './deadline-timer.ts'
import { createDeviceFollow } from './device-follow.ts'
import { createOrderDesk, noSession, type Bay, type OrderDeskParts } from './order-desk.ts'
import { restoreSessions } from './restore.ts'
import { createSessionBook, type BookParts, type SessionBook } from './session-book.ts'
import { refuseWhereStoreFails } from './store-refusal.ts'
import { createStoreWatch, type StoreWatch } from './store-watch.ts'
import { createTimeKeeper } from './time-keeper.ts'
import { createWatchRound } from './watch-round.ts'

export interface SessionsParts {
  readonly store: SessionStore
  readonly clock: Clock
  readonly log: Log
  readonly identify: Identify
  readonly publisher: Publisher
  readonly conditions: SiteConditions
  /** Asked when an order needs them, so that they may be made after the sessions that they tell. */
  readonly bindings: () => Bindings
  readonly bays: () => readonly Bay[]
  /** Told of each session that runs when its newest entry was written, before any of them decides anything. */
  readonly restored?: (lastAt: Instant) => void
  readonly timer?: RealTimer
  /** Counts milliseconds evenly and is never set. */
  readonly steady?: () => number
}

export interface SessionsRuntime extends Sessions {
  /** Gives every running session the devices of its bay, as they stand since the server last ran. @throws StoreError */
  adoptDevices(): Promise<void>
  /** Writes checkpoints and stops; the store is still open. */
  close(): Promise<void>
}

const machineTimer: RealTimer = {
  start: (afterMs, fire) => setTimeout(fire, afterMs),
  stop: (handle) => {
    clearTimeout(handle as NodeJS.Timeout)
  },
}

const machineSteady = (): number => performance.now()

const views = (book: SessionBook): readonly SessionView[] =>
  [...book.allRunning()].flatMap((runner) => runner.view() ?? [])

const previewIn =
  (book: SessionBook, clock: Clock): Sessions['previewDose'] =>
  (id, staff, question) => {
    const state = book.running(id)?.state() ?? null
    return state === null ? err(noSession(id)) : previewDose(state, staff, question, clock.now())
  }

const watchedStore = (store: SessionStore, watch: StoreWatch): BookParts['store'] & OrderDeskParts['store'] => ({
  append: watch.append,
  readEntries: (id) => store.readEntries(id),
  readEvents: (id, afterSeq) => store.readEvents(id, afterSeq),
  readHeld: (device, from, to) => store.readHeld(device, from, to),
})

/** Restores every running session, decides what fell due while nobody ran them, and then takes orders and readings. */
export const createSessions = async (parts: SessionsParts): Promise<SessionsRuntime> => {
  const { clock, log, bindings, bays, identify, publisher, conditions } = parts
  const steady = parts.steady ?? machineSteady
  const storeWatch = createStoreWatch(parts.store, conditions, steady)
  const store = watchedStore(parts.store, storeWatch)
  const checkpoints = createCheckpoints(parts.store, log)
  const seats = createBaySeats()
  const time = createTimeKeeper({ clock, log, timer: parts.timer ?? machineTimer, running: (id) => book.running(id) })
  const book: SessionBook = createSessionBook({
    store,
    clock,
    log,
    publisher,
    seats,
    onChange: (state) => {
      time.follow(state)
      if (isEnded(state.course.phase)) checkpoints.forget(state.id)
    },
  })
  const states = await restoreSessions(parts.store, log)
  for (const { lastAt } of states) parts.restored?.(lastAt)
  const restored = states.map((state) => book.restored(state))
  await Promise.all(restored.map((runner) => time.pass(runner)))

  const devices = createDeviceFollow({ bindings, book, log })
  const order = createOrderDesk({ book, seats, store, bindings, bays, devices })
  const create = createAdmissionDesk({ book, seats, identify, bays, devices })
  const clockWatch = createClockWatch(clock, steady)
  const round = createWatchRound({ conditions, log, storeWatch, clockWatch, onJump: () => time.rearm() })
  const rounds = setInterval(() => {
    const now = steady()
    round(now)
    void checkpoints.turn(book.states(), now)
  }, MS_PER_SECOND)

  return {
    create: (request, staff) => refuseWhereStoreFails(() => create(request, staff)),
    order: (given) => refuseWhereStoreFails(() => order(given)),
    take: async (id, readings, words) => (await book.running(id)?.take(readings, words)) ?? false,
    attach: async (id, device, staff) => {
      await book.running(id)?.run({ type: 'attachDevice', device, ...(staff === undefined ? {} : { staff }) })
    },
    detach: async (id, deviceId, staff) => {
      await book.running(id)?.run({ type: 'detachDevice', deviceId, ...(staff === undefined ? {} : { staff }) })
    },
    running: () => views(book),
    view: (id) => book.running(id)?.view() ?? null,
    previewDose: previewIn(book, clock),
    inBay: (bay) => book.inBay(bay),
    adoptDevices: async () => {
      for (const runner of [...book.allRunning()]) await devices.adopt(runner)
    },
    close: async () => {
      clearInterval(rounds)
      time.stop()
      await Promise.all([...book.allRunning()].map((runner) => runner.settled()))
      await checkpoints.saveAll(book.states())
    },
  }
}
