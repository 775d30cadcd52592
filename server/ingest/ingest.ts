import type { BayId } from '../../shared/domain/ids.ts'
import type { DeviceWord, Reading } from '../../shared/domain/reading.ts'
import { MS_PER_HOUR, plusMs, type Instant } from '../../shared/domain/time.ts'
import type { Bindings } from '../ports/bindings.ts'
import type { Clock } from '../ports/clock.ts'
import type { Devices } from '../ports/devices.ts'
import type { Identify } from '../ports/identify.ts'
import type { Log } from '../ports/log.ts'
import type { ObservationIntake } from '../ports/observations.ts'
import type { RecordStore } from '../ports/record-store.ts'
import { StoreError, type SessionStore } from '../ports/session-store.ts'
import type { Sessions } from '../ports/sessions.ts'
import type { BadInput, DeviceReport, Door, IngestAnswer } from '../ports/source.ts'
import { RefusalList } from './device-log.ts'
import { createDeviceRegistry, type Device, type DeviceRegistry } from './device-registry.ts'
import { DeviceStates } from './device-states.ts'
import { createDevices } from './devices.ts'
import { createObservationIntake } from './http-observations.ts'
import { createMinuteLog, type MinuteLog } from './minute-log.ts'
import { PRIMED_FOR_MS, prime } from './prime.ts'
import { takeReport } from './take-report.ts'

export interface IngestParts {
  readonly sessions: Sessions
  readonly store: { readonly sessions: SessionStore; readonly records: RecordStore }
  readonly clock: Clock
  readonly log: Log
  readonly identify: Identify
  /** Stands around the door, so that it sees whatever comes in, by whichever feed. */
  readonly around?: (door: Door) => Door
}

export interface Ingest {
  readonly door: Door
  readonly devices: Devices
  readonly bindings: Bindings
  readonly observations: ObservationIntake
}

/** Messages that may wait for the store at once: 1,000 connections and as many posts. Beyond, senders are asked to wait. */
const MAX_IN_HAND = 2_000
const RETRY_BUSY_S = 1
const RETRY_FAILED_S = 5
/** A full disk is emptied by a person. */
const RETRY_FULL_S = 30
const KEEP_HELD_MS = 24 * MS_PER_HOUR
const DROP_HELD_EVERY_MS = MS_PER_HOUR

const refused = (code: string, message: string): IngestAnswer => ({ kind: 'refused', code, message })

/** The one door (feeds.md section 1): whatever comes in comes through here, and is answered once it is durable. */
class OneDoor implements Door {
  readonly stray = new RefusalList()
  readonly #parts: IngestParts
  readonly #registry: DeviceRegistry
  readonly #states: DeviceStates
  readonly #primedUntil: Instant
  readonly #minuteLog: MinuteLog
  #inHand = 0
  #heldDroppedAt: Instant

  constructor(parts: IngestParts, registry: DeviceRegistry, states: DeviceStates) {
    this.#parts = parts
    this.#registry = registry
    this.#states = states
    this.#primedUntil = plusMs(parts.clock.now(), PRIMED_FOR_MS)
    this.#heldDroppedAt = parts.clock.now()
    this.#minuteLog = createMinuteLog(parts.log, parts.clock)
  }

  async accept(report: DeviceReport): Promise<IngestAnswer> {
    const isReal = report.feed !== 'simulator'
    const { speed } = this.#parts.clock
    if (isReal && speed !== 1) {
      const message = `This demo runs ${speed} times as fast as the clock on the wall; real readings are taken at speed 1 only.`
      return refused('demoSpeed', message)
    }
    if (isReal && this.#inHand >= MAX_IN_HAND) return { kind: 'busy', retryAfterS: RETRY_BUSY_S }
    this.#inHand += 1
    try {
      return await this.#take(report)
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      this.#minuteLog.warn('ingest.notStored', { code: error.code })
      return { kind: 'busy', retryAfterS: error.code === 'full' ? RETRY_FULL_S : RETRY_FAILED_S }
    } finally {
      this.#inHand -= 1
    }
  }

  refuse(input: BadInput): void {
    const { feed, identity, code } = input
    const device = identity === null ? null : this.#registry.bySpeaker(feed, identity)
    this.#minuteLog.warn('ingest.refused', { feed, code, device: device?.id })
    if (device === null) {
      this.stray.add(input)
      return
    }
    const { log } = this.#states.of(device.id)
    log.count(code)
    log.refusals.add(input)
  }

  async #take(report: DeviceReport): Promise<IngestAnswer> {
    const { feed, identity, name = identity, receivedAt } = report
    const device = await this.#registry.ensure({ kind: feed, identity, name })
    if (device === null) {
      return refused(
        'tooManyDevices',
        'There are so many devices already that none is added; is a sender inventing names?',
      )
    }
    const state = this.#states.of(device.id)
    const isWithinRate = state.rate.count(receivedAt)
    if (!isWithinRate && feed !== 'simulator') {
      state.log.count('tooManyMessages')
      this.#minuteLog.warn('ingest.tooManyMessages', { device: device.id })
      return refused('tooManyMessages', 'More than 200 messages a second from one device; send fewer.')
    }
    this.#dropHeld(receivedAt)
    return state.inTurn(() => this.#takeInTurn(device, report))
  }

  async #takeInTurn({ id }: Device, report: DeviceReport): Promise<IngestAnswer> {
    const state = this.#states.of(id)
    const { receivedAt, messageId, messageTime, isLeaving = false } = report
    state.log.heard(report)
    if (state.hasTaken(messageId)) {
      return { kind: 'stored', accepted: 0, duplicates: report.readings.length, rejected: [] }
    }
    const device = await this.#watchIdentity(id, report)
    if (messageTime !== undefined) state.clock.heard(messageTime, receivedAt)
    const taken = takeReport(report, state, {
      deviceId: id,
      isPulseLive: device.bay !== null && this.#seesPulse(device.bay, receivedAt),
      primedUntil: this.#primedUntil,
    })
    const isGiven = await this.#give(device, taken.readings, {
      deviceId: id,
      said: isLeaving ? 'left' : 'heard',
      at: receivedAt,
    })
    taken.commit()
    state.tookMessage(messageId)
    const { readings, duplicates, rejected } = taken
    state.log.took({ readings, duplicates, rejectedCodes: rejected.map(({ code }) => code) }, report)
    return { kind: 'stored', accepted: readings.length, duplicates, rejected, held: isGiven ? 0 : readings.length }
  }

  /** To the bay's running session, or, where there is none, to the shelf for a day. @returns whether a session took them. */
  async #give(device: Device, readings: readonly Reading[], word: DeviceWord): Promise<boolean> {
    const { sessions, store } = this.#parts
    const session = device.bay === null || device.unconfirmed !== null ? null : sessions.inBay(device.bay)
    if (session !== null && (await sessions.take(session, readings, [word]))) return true
    if (readings.length > 0) {
      await store.sessions.hold(device.id, { type: 'readingsStored', at: word.at, readings, devices: [] })
    }
    return false
  }

  /** Two patients or two places under one identity: from this message on nothing of it reaches a session. */
  async #watchIdentity(
    id: Device['id'],
    { location = '', patientRef = '', receivedAt }: DeviceReport,
  ): Promise<Device> {
    const device = this.#registry.get(id)
    if (device === null) throw new Error(`device ${id} is gone`)
    const state = this.#states.of(id)
    if (device.unconfirmed === null && state.wasUnconfirmed) state.watch.forget()
    state.wasUnconfirmed = device.unconfirmed !== null
    const conflict = state.watch.see({ location, patient: patientRef }, receivedAt)
    if (conflict === null || device.unconfirmed !== null) return device
    this.#parts.log.warn('device.unconfirmed', { device: id, conflict })
    const stopped = await this.#registry.update(id, { unconfirmed: conflict })
    state.wasUnconfirmed = true
    return stopped ?? device
  }

  #seesPulse(bay: BayId, at: Instant): boolean {
    return this.#registry.devicesIn(bay).some(({ deviceId }) => this.#states.of(deviceId).isPulseLive(at))
  }

  #dropHeld(now: Instant): void {
    if (now - this.#heldDroppedAt < DROP_HELD_EVERY_MS) return
    this.#heldDroppedAt = now
    this.#parts.store.sessions.dropHeldBefore(plusMs(now, -KEEP_HELD_MS)).catch((error: unknown) => {
      this.#parts.log.error('ingest.heldNotDropped', { err: String(error) })
    })
  }
}

/** Opens the door, with what earlier starts of the server knew of its devices and of the readings just before. */
export const createIngest = async (parts: IngestParts): Promise<Ingest> => {
  const { store, clock, sessions, identify } = parts
  const registry = await createDeviceRegistry({ records: store.records, identify })
  const states = new DeviceStates()
  await store.sessions.dropHeldBefore(plusMs(clock.now(), -KEEP_HELD_MS))
  await prime({ registry, states, sessions, store: store.sessions, now: clock.now() })
  const inner = new OneDoor(parts, registry, states)
  const door = parts.around?.(inner) ?? inner
  return {
    door,
    devices: createDevices({ registry, states, sessions, clock, stray: inner.stray }),
    bindings: registry,
    observations: createObservationIntake(door, clock),
  }
}
