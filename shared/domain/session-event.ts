import type { Staff } from './actor.ts'
import type { AlarmEventData, AlarmMark } from './alarm.ts'
import type { ArtefactKind, SuggestedArtefact } from './artefact.ts'
import type { Grade, HandValues } from './command.ts'
import type { AlarmId, BayId, DeviceId, SessionId, SiteId } from './ids.ts'
import type { Limit } from './limit.ts'
import type { DoseStep, Protocol, Route } from './protocol.ts'
import type { Scale } from './score.ts'
import type { Instant } from './time.ts'
import type { Metric } from './vital.ts'

export interface Patient {
  readonly displayName: string
  readonly initials: string
  readonly recordNumber: string
  /** ISO 8601 calendar date. */
  readonly dateOfBirth?: string
  readonly weightKg: number
}

/** A gate that was open and was passed by a decision. */
export interface PassedGate {
  readonly gate: string
  readonly label: string
}

export interface RecordedOverride {
  readonly reason: string
  readonly gates: readonly PassedGate[]
}

/** Reference values before the dose; mmHg, /min, %. */
export interface Baseline {
  readonly sbp: number
  readonly dbp: number
  readonly hr: number
  readonly spo2: number
  readonly rr?: number
}

/** How one device measures: what `intervalS` is set to where it is set, by metric, in seconds. */
export type DeviceIntervals = Readonly<Partial<Record<Metric, number>>>

/** Everything that can happen in a session, in the past tense: type → its data. Nothing else changes a session but readings. */
export interface SessionEventData {
  readonly sessionScheduled: {
    readonly sessionId: SessionId
    readonly site: SiteId
    readonly bay: BayId
    readonly patient: Patient
    readonly protocol: Protocol
    readonly plannedStart?: Instant
    readonly simulated: boolean
  }
  readonly sessionAdmitted: Readonly<Record<string, never>>
  /** `checkedBy`: the second person who looked, where the one who wrote it names another. */
  readonly checklistChanged: { readonly item: string; readonly done: boolean; readonly checkedBy?: string }
  readonly baselineRecorded: { readonly values: Baseline; readonly from: 'hand' | 'monitor' }
  readonly infusionStarted: {
    readonly doseMg: number
    readonly durationMin: number
    readonly route: Route
    readonly steps: readonly DoseStep[]
    readonly concentrationMgPerMl?: number
    readonly override?: RecordedOverride
  }
  readonly rateChanged: {
    readonly rateMgPerHour: number
    readonly reason: string
    readonly steps: readonly DoseStep[]
    readonly override?: RecordedOverride
  }
  readonly bolusGiven: { readonly mg: number; readonly reason: string; readonly override?: RecordedOverride }
  readonly infusionPaused: { readonly reason: string }
  readonly infusionResumed: { readonly override?: RecordedOverride }
  readonly infusionEnded: {
    readonly outcome: 'completed' | 'stoppedEarly'
    readonly reason?: string
    readonly deliveredMg: number
  }
  readonly vitalsRecorded: { readonly values: HandValues; readonly measuredAt: Instant }
  readonly assessmentRecorded: {
    readonly scale: Scale
    readonly items?: Readonly<Record<string, number>>
    readonly score: number
  }
  readonly symptomRecorded: { readonly symptom: string; readonly grade: Grade }
  readonly interventionRecorded: { readonly intervention: string; readonly detail?: string }
  readonly noteAdded: { readonly text: string }
  readonly limitsChanged: { readonly limits: readonly Limit[]; readonly reason: string }
  readonly alarmRaised: AlarmEventData
  readonly alarmEscalated: AlarmEventData
  readonly alarmDeescalated: AlarmEventData
  readonly alarmLatched: AlarmEventData
  readonly alarmCleared: AlarmEventData
  readonly alarmResumed: AlarmEventData
  readonly alarmAcknowledged: AlarmEventData
  readonly alarmReminded: AlarmEventData
  readonly alarmUnattended: AlarmEventData
  readonly alarmEnded: AlarmEventData
  readonly audioPaused: { readonly until: Instant; readonly alarmIds: readonly AlarmId[] }
  readonly audioPauseEnded: { readonly cause: 'elapsed' | 'newAlarm' | 'sessionEnded' }
  readonly alarmMarked: { readonly alarmId: AlarmId; readonly mark: AlarmMark; readonly note?: string }
  /** null: as the protocol has it. */
  readonly pressureIntervalSet: { readonly everyMin: number | null }
  readonly checkCompleted: { readonly looked?: string }
  readonly recoveryExtended: { readonly minutes: number; readonly reason: string }
  /** By the clock, once: still in recovery after the protocol's longest stay. */
  readonly stayPassed: { readonly longestStayMin: number }
  readonly criterionAssessed: { readonly criterion: string; readonly met: boolean; readonly note?: string }
  readonly sessionDischarged: {
    readonly escort: string
    readonly ivRemoved: boolean
    readonly instructionsGiven: boolean
    readonly override?: RecordedOverride
  }
  readonly sessionTransferred: { readonly to: string; readonly reason: string; readonly openAlarms: readonly AlarmId[] }
  readonly sessionCancelled: { readonly reason: string; readonly openAlarms: readonly AlarmId[] }
  readonly bayChanged: { readonly from: BayId; readonly to: BayId; readonly devices: boolean }
  readonly deviceAttached: { readonly deviceId: DeviceId; readonly name: string; readonly intervals: DeviceIntervals }
  readonly deviceDetached: { readonly deviceId: DeviceId }
  readonly readingsTakenOver: {
    readonly deviceId: DeviceId
    readonly from: Instant
    readonly to: Instant
    readonly count: number
  }
  readonly artefactMarked: {
    readonly metric: Metric
    readonly from: Instant
    readonly to: Instant
    readonly reason: string
    /** It was suggested as one of this kind, and accepted. */
    readonly suggested?: ArtefactKind
  }
  /** A suggestion that a person looked at and did not take. */
  readonly artefactDismissed: SuggestedArtefact
  readonly amended: {
    readonly seq: number
    readonly correction: Readonly<Record<string, unknown>>
    readonly reason: string
    readonly afterSignature: boolean
  }
  /** `isConfirmed`: the signer's sign-in was given once more for it. */
  readonly signedOff: { readonly statement: string; readonly isConfirmed?: boolean }
}

export type SessionEventType = keyof SessionEventData

/** The request that an event answers: kept with it so that the same key gives the same answer for the session's life. */
export interface CommandKey {
  readonly key: string
  /** SHA-256 of the canonical body. */
  readonly bodyHash: string
}

interface EventBase<Type extends SessionEventType> {
  readonly type: Type
  /** When it was written: the clinical clock of the server. */
  readonly at: Instant
  /** When it happened, where it was entered late. */
  readonly occurredAt?: Instant
  /** Absent where the clock or a reading caused it. */
  readonly by?: Staff
  readonly command?: CommandKey
  readonly data: SessionEventData[Type]
}

export type SessionEventOf<Type extends SessionEventType> = { readonly [T in Type]: EventBase<T> }[Type]

export type SessionEvent = SessionEventOf<SessionEventType>

/** What happened, before anybody says when, and by whom. */
export type EventBody = {
  readonly [T in SessionEventType]: { readonly type: T; readonly data: SessionEventData[T] }
}[SessionEventType]

export type EventStamp = Omit<EventBase<SessionEventType>, 'type' | 'data'>

export const stampEvent = (body: EventBody, stamp: EventStamp): SessionEvent => ({ ...body, ...stamp })

export type AlarmEventType = Extract<
  SessionEventType,
  | 'alarmRaised'
  | 'alarmEscalated'
  | 'alarmDeescalated'
  | 'alarmLatched'
  | 'alarmCleared'
  | 'alarmResumed'
  | 'alarmAcknowledged'
  | 'alarmReminded'
  | 'alarmUnattended'
  | 'alarmEnded'
  | 'audioPaused'
  | 'audioPauseEnded'
>

export type AlarmEvent = SessionEventOf<AlarmEventType>

/** An event as it stands in the store: numbered 1, 2, 3 … within its session. */
export type StoredEvent = SessionEvent & { readonly sessionId: SessionId; readonly seq: number }
