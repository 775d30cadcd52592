import type { Staff } from '../../shared/domain/actor.ts'
import type { BayId, SessionId, SiteId } from '../../shared/domain/ids.ts'
import type { DoseStep, Protocol, Route } from '../../shared/domain/protocol.ts'
import type { Baseline, Patient, SessionEventData } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { ProfileDevice } from './alarm-profile.ts'
import type { AlarmState } from './alarm-state.ts'
import type { LimitChange } from './limit-changes.ts'

/** Names the shape of SessionState; a checkpoint of another version is thrown away. */
export const SESSION_STATE_VERSION = '6'

/** A dose plan as it runs. What `steps` hold is what was left of it at `from`. A bolus is no part of it. */
export interface DoseRun {
  readonly plannedMg: number
  /** Given by the plan until `from`. */
  readonly infusedMg: number
  readonly from: Instant
  readonly steps: readonly DoseStep[]
}

export interface InfusionEnd {
  readonly at: Instant
  readonly outcome: 'completed' | 'stoppedEarly'
}

export interface Infusion {
  readonly startedAt: Instant
  readonly route: Route
  readonly concentrationMgPerMl: number | null
  readonly dose: DoseRun
  readonly ended: InfusionEnd | null
}

export type EndedInfusion = Infusion & { readonly ended: InfusionEnd }

export interface TakenBaseline {
  readonly seq: number
  readonly at: Instant
  readonly from: 'hand' | 'monitor'
  readonly values: Baseline
}

export interface Preparation {
  /** Item → who checked it off. An item that is not here is open. */
  readonly checklist: Readonly<Record<string, string>>
  readonly baseline: TakenBaseline | null
}

/** Nothing starts without a baseline: no override reaches it. */
export type Prepared = Preparation & { readonly baseline: TakenBaseline }

export interface Departure {
  readonly escort: string
  readonly ivRemoved: boolean
  readonly instructionsGiven: boolean
}

interface InPhase<Name extends string> {
  readonly phase: Name
  /** When it began: a late entry takes effect at the time when it happened. */
  readonly since: Instant
}

export type ScheduledCourse = InPhase<'scheduled'>
export type PreparingCourse = InPhase<'preparing'> & { readonly preparation: Preparation }
interface DuringInfusion {
  readonly preparation: Prepared
  readonly infusion: Infusion
}
export type InfusingCourse = InPhase<'infusing'> & DuringInfusion
export type PausedCourse = InPhase<'paused'> & DuringInfusion
export type RecoveringCourse = InPhase<'recovering'> & {
  readonly preparation: Prepared
  readonly infusion: EndedInfusion
}
export type DischargedCourse = InPhase<'discharged'> & {
  readonly preparation: Prepared
  readonly infusion: EndedInfusion
  readonly departure: Departure
}
export type TransferredCourse = InPhase<'transferred'> & {
  readonly preparation: Prepared
  readonly infusion: Infusion
}
export type CancelledCourse = InPhase<'cancelled'> & { readonly preparation: Preparation | null }

/** Where the visit stands, with exactly what belongs to that phase. */
export type Course =
  | ScheduledCourse
  | PreparingCourse
  | InfusingCourse
  | PausedCourse
  | RecoveringCourse
  | DischargedCourse
  | TransferredCourse
  | CancelledCourse

/** Of the first event, what may be corrected; the rest of it is in the state. */
type JournalData = Omit<SessionEventData, 'sessionScheduled'> & {
  readonly sessionScheduled: Pick<SessionEventData['sessionScheduled'], 'patient'>
}

/** Places an entry in the order in which things happened; entries of one instant stand in the order of their numbers. */
export interface EntryMark {
  readonly seq: number
  readonly at: Instant
}

/** What a person wrote, as it reads after all corrections. `at`: when it happened. */
export type JournalEntry = {
  readonly [T in keyof JournalData]: EntryMark & {
    readonly type: T
    readonly by: Staff
    readonly data: JournalData[T]
  }
}[keyof JournalData]

/** Which events answered a request, so that the same key gives the same answer. */
export interface Answered {
  readonly bodyHash: string
  readonly fromSeq: number
  readonly toSeq: number
}

export interface Signature {
  readonly seq: number
  readonly at: Instant
  readonly by: Staff
}

/** Plain JSON: a checkpoint is this, written down. */
export interface SessionState {
  readonly id: SessionId
  readonly site: SiteId
  readonly bay: BayId
  readonly patient: Patient
  readonly protocol: Protocol
  readonly plannedStart: Instant | null
  readonly createdAt: Instant
  /** Made by the demo, or fed by a simulator at any time: the mark stays. */
  readonly simulated: boolean
  readonly replayed: boolean
  readonly hadHighAlarm: boolean
  /** It was written that the longest stay has passed. */
  readonly isStayPassed: boolean
  readonly course: Course
  /** What people set in place of the protocol's limits. */
  readonly limitChanges: readonly LimitChange[]
  readonly devices: readonly ProfileDevice[]
  readonly signatures: readonly Signature[]
  /** Everything that people wrote, alarms apart. */
  readonly journal: readonly JournalEntry[]
  readonly answered: Readonly<Record<string, Answered>>
  readonly alarms: AlarmState
  /** Number of the newest event. */
  readonly seq: number
  /** Events and batches of readings so far. */
  readonly entryCount: number
  /** Time of the newest entry: nothing is ever dated before it. */
  readonly lastAt: Instant
}
