import type { AlarmKind, Channel } from './alarm.ts'
import type { AlarmId, BayId, DeviceId, ProtocolId, SessionId, SiteId, UserId } from './ids.ts'
import type { Direction, Priority } from './limit.ts'
import type { Phase } from './phase.ts'
import type { Route } from './protocol.ts'
import type { Scale } from './score.ts'
import type { Baseline } from './session-event.ts'
import type { Metric, Origin, Quality } from './vital.ts'

/** RFC 3339 in UTC. */
export type IsoTime = string

export type TimerKind = 'infusion' | 'pause' | 'bloodPressure' | 'check' | 'recovery' | 'stay'

export interface TimerView {
  readonly kind: TimerKind
  readonly label: string
  readonly startedAt: IsoTime
  readonly dueAt: IsoTime
  readonly state: 'running' | 'due' | 'overdue' | 'done'
}

/** The newest word of a metric: a value, or the fact that there is none. */
export interface VitalView {
  /** null: the device speaks and has no value (`--`); the last value is in `last`. */
  readonly value: number | null
  readonly time: IsoTime
  readonly receivedAt: IsoTime
  /** `none` goes with a null value. */
  readonly quality: Quality | 'none'
  readonly source: Origin
  readonly staleAfterS: number
  readonly usualSpacingS: number
  /** Measured too rarely to be called continuous (alarms.md, *spot*). */
  readonly isSpot: boolean
  readonly last?: { readonly value: number; readonly time: IsoTime }
}

export interface AlarmView {
  readonly id: AlarmId
  readonly channel: Channel
  readonly kind: AlarmKind
  readonly priority: Priority
  readonly highest: Priority
  readonly phase: 'active' | 'latched'
  readonly acknowledged: boolean
  readonly acknowledgedBy?: string
  readonly acknowledgedAt?: IsoTime
  readonly unattended: boolean
  /** Acknowledged before, and it has stood for so long since that it sounds again. */
  readonly reminded?: boolean
  /** The value that caused the newest transition; null for a technical alarm. */
  readonly value: number | null
  readonly worst: number | null
  /** The limit passed, in the metric's unit; null for a technical alarm. */
  readonly limit: number | null
  readonly since: IsoTime
  readonly soundFrom?: IsoTime
  readonly notConfirmedByRepeat?: boolean
  /** A blood pressure measured again until then speaks about this alarm; absent: it was measured again, or is no cuff's. */
  readonly repeatUntil?: IsoTime
  /** `SpO2 87 < 90`, `SpO2 probe off`: without marks, which belong to the look. */
  readonly text: string
}

export interface LimitView {
  readonly id: string
  readonly metric: Metric
  readonly direction: Direction
  readonly priority: Priority
  /** Resolved; a derived limit without a baseline is not listed. */
  readonly value: number
  /** Who set it for this patient, and when; absent: it is the protocol's own for this phase. */
  readonly changedBy?: string
  readonly changedAt?: IsoTime
}

export interface InfusionView {
  readonly startedAt: IsoTime
  readonly route: Route
  readonly plannedMg: number
  readonly deliveredMg: number
  /** mg/h at this moment; 0 while paused or after the plan's end. */
  readonly rateMgPerHour: number
  readonly percent: number
  readonly projectedEnd: IsoTime
  readonly mgPerKg: number
  /** The whole plan in mL, and what of it is still to be given; where the concentration is known. */
  readonly volumeMl?: number
  readonly remainingMl?: number
  readonly pausedSince?: IsoTime
  readonly endedAt?: IsoTime
  readonly outcome?: 'completed' | 'stoppedEarly'
}

/** What stands between the session and its usual next step, for people to read. */
export interface OpenGate {
  readonly gate: string
  readonly label: string
}

export interface CriterionView {
  readonly id: string
  readonly label: string
  readonly stage: 'ready' | 'departure'
  readonly met: boolean
  /** Whether the monitor or a person answered it; `open`: nobody did yet. */
  readonly source: 'monitor' | 'staff' | 'open'
  /** Why a person is asked what the monitor answers otherwise. */
  readonly note?: string
}

/** Items of a score that follow from what was measured. */
export type KnownItems = Readonly<Partial<Record<Scale, Readonly<Record<string, number>>>>>

export interface RecoveryView {
  readonly endedAt: IsoTime
  readonly minimumUntil: IsoTime
  readonly criteria: readonly CriterionView[]
  readonly status: 'recovering' | 'due' | 'ready' | 'overdue'
  /** What keeps the patient from leaving now; departure criteria are answered in `discharge`. */
  readonly openGates: readonly OpenGate[]
  readonly knownItems: KnownItems
}

export interface NextStep {
  readonly command:
    | 'admit'
    | 'recordBaseline'
    | 'startInfusion'
    | 'completeCheck'
    | 'resumeInfusion'
    | 'endInfusion'
    | 'discharge'
    | 'signOff'
  readonly label: string
  readonly openGates: readonly OpenGate[]
}

export interface DoseProposal {
  readonly doseMg: number
  readonly durationMin: number
  readonly rateMgPerHour: number
  readonly mgPerKg: number
}

/** The patient as staff see them; a display gets `initials` alone. */
export interface PatientView {
  readonly initials: string
  readonly displayName?: string
  readonly recordNumber?: string
  readonly dateOfBirth?: string
  readonly weightKg?: number
}

/**
 * An alarm goes first to the one who answers for the bay: what sounds meanwhile on the staff screens of everybody else.
 * Where this is absent, too old, or not trusted, `audible` holds on every screen.
 */
export interface HeldForOthers {
  /** On this person's screens `audible` holds. */
  readonly first: UserId
  /** From then on it holds on every screen. */
  readonly until: IsoTime
  /** Until then, on the screens of others; absent: nothing. */
  readonly audible?: Priority
}

/** How often the blood pressure is due. Minutes. */
export interface PressureIntervalView {
  /** Chosen for this visit; null: as the protocol has it. */
  readonly everyMin: number | null
  /** What the protocol has at this moment; null: it asks for none. */
  readonly protocolMin: number | null
  readonly offeredMin: readonly number[]
}

/** All that a screen may show of a session; a screen replaces it and never computes a clinical figure of its own. */
export interface SessionView {
  readonly id: SessionId
  readonly site: SiteId
  readonly bay: BayId
  readonly seq: number
  readonly phase: Phase
  readonly phaseSince: IsoTime
  readonly simulated: boolean
  readonly replayed: boolean
  readonly patient: PatientView
  readonly protocol: {
    readonly id: ProtocolId
    readonly name: string
    readonly version: number
    readonly approved: boolean
  }
  readonly plannedStart?: IsoTime
  readonly baseline?: Baseline
  readonly proposal?: DoseProposal
  readonly checklist: readonly {
    readonly id: string
    readonly label: string
    readonly required: boolean
    readonly done: boolean
    readonly by?: string
  }[]
  readonly devices: readonly {
    readonly id: DeviceId
    readonly name: string
    readonly state: 'connected' | 'silent' | 'left'
  }[]
  readonly limits: readonly LimitView[]
  readonly vitals: Readonly<Partial<Record<Metric, VitalView>>>
  readonly alarms: readonly AlarmView[]
  /** Highest priority that should sound now, after acknowledgement and audio pause; absent: nothing. */
  readonly audible?: Priority
  readonly audioPausedUntil?: IsoTime
  readonly heldForOthers?: HeldForOthers
  readonly infusion?: InfusionView
  readonly recovery?: RecoveryView
  readonly timers: readonly TimerView[]
  /** Where this phase offers other intervals than the protocol's. */
  readonly pressureInterval?: PressureIntervalView
  readonly nextDue?: { readonly kind: TimerKind; readonly label: string; readonly dueAt: IsoTime }
  readonly nextStep?: NextStep
  /** The commands that this phase allows. */
  readonly allowed: readonly string[]
  readonly signed: boolean
}
