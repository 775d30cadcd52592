// A session that a test leads through its visit: given what happened, when somebody orders, then what is written.
import { decide } from '../../server/core/decide.ts'
import { evolve } from '../../server/core/evolve.ts'
import type { Order, Command, SessionEntry } from '../../server/core/session-command.ts'
import type { SessionState } from '../../server/core/session.ts'
import { projectView } from '../../server/core/session-view.ts'
import type { Staff } from '../../shared/domain/actor.ts'
import type { StaffCommand } from '../../shared/domain/command.ts'
import { bayId, deviceId, sessionId, siteId, userId } from '../../shared/domain/ids.ts'
import type { Phase } from '../../shared/domain/phase.ts'
import type { Protocol } from '../../shared/domain/protocol.ts'
import { IV_DEPRESSION } from '../../shared/domain/protocols/iv-depression.ts'
import type { Sample } from '../../shared/domain/reading.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import type { SessionEvent } from '../../shared/domain/session-event.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { instant, plusSeconds, type Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'

const NINE = instant(Date.UTC(2026, 2, 2, 9))

/** So many minutes after nine in the morning of one day. */
export const at = (minutes: number): Instant => plusSeconds(NINE, minutes * 60)

const staff = (id: string, name: string, role: Staff['role']): Staff => ({ id: userId(id), name, role })

export const nurse = staff('u_nora', 'Nora', 'nurse')
export const otherNurse = staff('u_otto', 'Otto', 'nurse')
export const clinician = staff('u_clara', 'Dr Clara', 'clinician')
export const admin = staff('u_adam', 'Adam', 'admin')

export const MONITOR = deviceId('d_1')

/** A reading of the bay's monitor, or what a test says of it. */
export const sample = (metric: Metric, value: number, when: Instant, more: Partial<Sample> = {}): Sample => ({
  kind: 'sample',
  metric,
  value,
  quality: 'good',
  measuredAt: when,
  receivedAt: when,
  deviceTime: when,
  origin: 'device',
  deviceId: MONITOR,
  isBacklog: false,
  ...more,
})

export const cuff = (sbp: number, dbp: number, when: Instant): readonly Sample[] => [
  sample('sbp', sbp, when),
  sample('dbp', dbp, when),
]

/** Entries as they were written, and the state that they make. */
export class Visit {
  readonly entries: SessionEntry[] = []
  #state: SessionState | null = null

  get state(): SessionState {
    if (this.#state === null) throw new Error('The visit has not begun.')
    return this.#state
  }

  get phase(): Phase {
    return this.state.course.phase
  }

  /** What a decision comes to, written or not. */
  attempt(command: Command, now: Instant) {
    return decide(this.#state, command, now)
  }

  /** Decides and writes. @throws where it is refused */
  run(command: Command, now: Instant): readonly SessionEntry[] {
    const decision = this.attempt(command, now)
    if (!decision.ok) throw new Error(`${decision.error.code}: ${decision.error.message}`)
    this.write(decision.value)
    return decision.value
  }

  write(entries: readonly SessionEntry[]): void {
    for (const entry of entries) this.#state = evolve(this.#state, entry)
    this.entries.push(...entries)
  }

  /** An order that must be accepted. */
  order(command: StaffCommand, now: Instant, more: Partial<Order> = {}): readonly SessionEvent[] {
    const written = this.run({ type: 'order', staff: nurse, command, ...more }, now)
    return written.filter((entry) => entry.type !== 'readingsStored')
  }

  /** An order that must be refused: nothing is written. */
  refused(command: StaffCommand, now: Instant, more: Partial<Order> = {}): Refusal {
    const decision = this.attempt({ type: 'order', staff: nurse, command, ...more }, now)
    if (decision.ok) throw new Error(`${command.type} was accepted.`)
    return decision.error
  }

  read(readings: readonly Sample[], now: Instant): readonly SessionEntry[] {
    return this.run({ type: 'takeReadings', readings, devices: [] }, now)
  }

  view(now: Instant): SessionView {
    return projectView(this.state, now)
  }
}

export interface Beginning {
  readonly protocol?: Protocol
  readonly weightKg?: number
  readonly admit?: boolean
}

export const beginVisit = ({ protocol = IV_DEPRESSION, weightKg = 80, admit = true }: Beginning = {}): Visit => {
  const visit = new Visit()
  const patient = { displayName: 'Ada Example', initials: 'AE', recordNumber: 'R-1', weightKg }
  visit.run(
    {
      type: 'create',
      sessionId: sessionId('s_1'),
      site: siteId('site_1'),
      bay: bayId('bay_1'),
      patient,
      protocol,
      admit,
      simulated: false,
      staff: nurse,
    },
    at(0),
  )
  return visit
}

export const BASELINE = { type: 'recordBaseline', sbp: 126, dbp: 78, hr: 70, spo2: 98 } as const

/** Checklist done and baseline taken at minute 1. */
export const prepared = (beginning: Beginning = {}): Visit => {
  const visit = beginVisit(beginning)
  for (const item of visit.state.protocol.checklist) visit.order({ type: 'checkOff', item: item.id }, at(1))
  visit.order(BASELINE, at(1))
  return visit
}

/** Started at minute 2: 40 mg in 40 min. */
export const infusing = (beginning: Beginning = {}): Visit => {
  const visit = prepared(beginning)
  visit.order({ type: 'startInfusion', doseMg: 40, durationMin: 40 }, at(2))
  return visit
}

/** Ended at minute 42. */
export const recovering = (beginning: Beginning = {}): Visit => {
  const visit = infusing(beginning)
  visit.order({ type: 'endInfusion', outcome: 'completed' }, at(42))
  return visit
}

/** The session at minute 50, in any phase. */
export const inPhase: Readonly<Record<Phase, () => Visit>> = {
  scheduled: () => beginVisit({ admit: false }),
  preparing: () => prepared(),
  infusing: () => infusing(),
  paused: () => {
    const visit = infusing()
    visit.order({ type: 'pauseInfusion', reason: 'patient asked' }, at(10))
    return visit
  },
  recovering: () => recovering(),
  discharged: () => {
    const visit = recovering()
    visit.order(
      { type: 'discharge', escort: 'sister', ivRemoved: true, instructionsGiven: true, override: { reason: 'test' } },
      at(45),
      { staff: clinician },
    )
    return visit
  },
  transferred: () => {
    const visit = infusing()
    visit.order({ type: 'transfer', to: 'ward 3', reason: 'observation' }, at(20))
    return visit
  },
  cancelled: () => {
    const visit = prepared()
    visit.order({ type: 'cancel', reason: 'ate breakfast' }, at(5))
    return visit
  },
}
