import type { Staff } from '../shared/domain/actor.ts'
import type { StaffCommand } from '../shared/domain/command.ts'
import type { BayId, DeviceId, SessionId, SiteId } from '../shared/domain/ids.ts'
import type { Reading } from '../shared/domain/reading.ts'
import { plusMinutes, plusSeconds, type Instant } from '../shared/domain/time.ts'
import { decide } from './core/decide.ts'
import { evolve } from './core/evolve.ts'
import { nextDeadline } from './core/next-deadline.ts'
import type { Command, SessionEntry } from './core/session-command.ts'
import type { SessionState } from './core/session.ts'
import type { RawReading } from './ports/source.ts'
import { planVisit, type PlannedVisit, type VisitStep } from './sources/simulator/visit-plan.ts'

export interface VisitRequest {
  readonly visit: PlannedVisit
  readonly sessionId: SessionId
  readonly site: SiteId
  readonly bay: BayId
  readonly device: { readonly deviceId: DeviceId; readonly name: string }
  readonly nurse: Staff
  readonly clinician: Staff
}

export interface HistoryRequest extends VisitRequest {
  /** Nothing of the history is later than this. */
  readonly until: Instant
}

export interface History {
  readonly entries: readonly SessionEntry[]
  readonly state: SessionState
}

/** The monitor is put on this long after admission. */
const ATTACHED_AFTER_S = 45
/** A nurse of the demo acknowledges an alarm this long after it was raised. */
const ACKNOWLEDGED_AFTER_S = 25
const LEFT_ALONE_S = 60
/** What a rule does not allow yet is tried again, as people do; then it is let be. */
const TRY_AGAIN_AFTER_S = 120
const TRIES = 8

const toReading = (raw: RawReading, at: Instant, deviceId: DeviceId): Reading => {
  const base = {
    metric: raw.metric,
    measuredAt: at,
    receivedAt: at,
    deviceTime: raw.deviceTime ?? null,
    origin: 'simulated',
    deviceId,
    isBacklog: false,
  } as const
  return raw.value === null
    ? { ...base, kind: 'noValue', status: raw.status === 'sensorOff' ? 'sensorOff' : 'noSignal' }
    : { ...base, kind: 'sample', value: raw.value, quality: raw.quality ?? 'good' }
}

interface Repeat {
  readonly at: Instant
  readonly command: StaffCommand
  readonly staff: Staff
  readonly triesLeft: number
}

/** Plays one visit through the same core as a live one: what the log of a seeded visit says is what the rules gave. */
class Player {
  readonly #request: VisitRequest
  #entries: SessionEntry[] = []
  #state: SessionState | null = null
  #repeats: readonly Repeat[] = []
  #leaveAloneFrom: Instant

  constructor(request: VisitRequest) {
    this.#request = request
    this.#leaveAloneFrom = request.visit.admittedAt
  }

  /** Alarms of the last minute before this are left for whoever looks at the wall. */
  endsAt(until: Instant): void {
    this.#leaveAloneFrom = plusSeconds(until, -LEFT_ALONE_S)
  }

  /** What was written since this was asked before. */
  takeEntries(): readonly SessionEntry[] {
    const entries = this.#entries
    this.#entries = []
    return entries
  }

  get state(): SessionState {
    if (this.#state === null) throw new Error('a visit begins with its creation')
    return this.#state
  }

  decide(command: Command, at: Instant): boolean {
    const decision = decide(this.#state, command, at)
    if (!decision.ok) return false
    for (const entry of decision.value) {
      this.#entries.push(entry)
      this.#state = evolve(this.#state, entry)
    }
    return true
  }

  order(command: StaffCommand, staff: Staff, at: Instant, triesLeft = TRIES): void {
    const done = this.decide({ type: 'order', staff, command }, at)
    if (done || triesLeft === 0) return
    this.#repeats = [
      ...this.#repeats,
      { at: plusSeconds(at, TRY_AGAIN_AFTER_S), command, staff, triesLeft: triesLeft - 1 },
    ]
  }

  /** All that falls due by itself up to `at`. */
  passTime(at: Instant): void {
    const { state } = this
    for (let due = nextDeadline(state, state.lastAt); due !== null && due <= at; due = nextDeadline(this.state, due)) {
      this.decide({ type: 'passTime' }, due)
    }
    this.#tryAgain(at)
    this.#acknowledge(at)
  }

  #tryAgain(at: Instant): void {
    const due = this.#repeats.filter((repeat) => repeat.at <= at)
    if (due.length === 0) return
    this.#repeats = this.#repeats.filter((repeat) => repeat.at > at)
    for (const { command, staff, triesLeft } of due) this.order(command, staff, at, triesLeft)
  }

  #acknowledge(at: Instant): void {
    if (at > this.#leaveAloneFrom) return
    for (const alarm of this.state.alarms.alarms) {
      if (alarm.acknowledgement !== null || at < plusSeconds(alarm.raisedAt, ACKNOWLEDGED_AFTER_S)) continue
      this.order({ type: 'acknowledgeAlarm', alarmId: alarm.id }, this.#request.nurse, at, 0)
    }
  }
}

const take = (player: Player, step: VisitStep, request: VisitRequest): void => {
  if (step.kind === 'order') {
    player.order(step.command, step.by === 'nurse' ? request.nurse : request.clinician, step.at)
    return
  }
  const { deviceId } = request.device
  const readings = step.readings.map((raw) => toReading(raw, step.at, deviceId))
  player.decide({ type: 'takeReadings', readings, devices: [{ deviceId, said: 'heard', at: step.at }] }, step.at)
}

const admit = (request: VisitRequest): Player => {
  const { visit, sessionId, site, bay, nurse, device } = request
  const player = new Player(request)
  const { patient, protocol, admittedAt } = visit
  player.decide(
    { type: 'create', sessionId, site, bay, patient, protocol, admit: true, simulated: true, staff: nurse },
    admittedAt,
  )
  const attachedAt = plusSeconds(admittedAt, ATTACHED_AFTER_S)
  player.decide({ type: 'attachDevice', device: { ...device, intervals: {} }, staff: nurse }, attachedAt)
  return player
}

/** No visit lasts longer than the day of its admission. */
const LONGEST_VISIT_MIN = 24 * 60

/** Plays a visit as far as it is wanted, and goes on from there. Each history holds what was written since the last. */
export const beginHistory = (request: VisitRequest): ((until: Instant) => History) => {
  const { visit } = request
  const player = admit(request)
  const steps = planVisit(visit, plusMinutes(visit.admittedAt, LONGEST_VISIT_MIN))
  let next = steps.next()
  return (until) => {
    player.endsAt(until)
    for (; next.done !== true && next.value.at <= until; next = steps.next()) {
      player.passTime(next.value.at)
      take(player, next.value, request)
    }
    player.passTime(until)
    return { entries: player.takeEntries(), state: player.state }
  }
}

/** The visit's entries up to `until`, in their one append order, and the state that they give. */
export const playHistory = ({ until, ...request }: HistoryRequest): History => beginHistory(request)(until)
