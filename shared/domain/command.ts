import type { AlarmMark } from './alarm.ts'
import type { SuggestedArtefact } from './artefact.ts'
import type { AlarmId, BayId, DeviceId } from './ids.ts'
import type { Limit } from './limit.ts'
import type { DoseStep, Route } from './protocol.ts'
import type { Scale } from './score.ts'
import type { Instant } from './time.ts'
import type { Metric } from './vital.ts'

export const GRADES = ['mild', 'moderate', 'severe'] as const

export type Grade = (typeof GRADES)[number]

/** "I know, and I decide": covers the named gates, or all open ones when it names none. */
export interface Override {
  readonly reason: string
  readonly gates?: readonly string[]
}

/** Values taken by hand, each in its metric's unit. */
export type HandMetric = 'sbp' | 'dbp' | 'map' | 'hr' | 'pr' | 'spo2' | 'rr' | 'temp'
export type HandValues = Readonly<Partial<Record<HandMetric, number>>>

/** What a member of staff may ask of a session (session.md section 2); names and fields are the contract of api.md. */
export type StaffCommand =
  | { readonly type: 'admit' }
  /** `checkedBy`: who looked, where that is another person than the one who writes it. */
  | { readonly type: 'checkOff'; readonly item: string; readonly checkedBy?: string }
  | { readonly type: 'uncheck'; readonly item: string }
  | {
      readonly type: 'recordBaseline'
      readonly sbp: number
      readonly dbp: number
      readonly hr: number
      readonly spo2: number
      readonly rr?: number
    }
  | { readonly type: 'recordBaseline'; readonly from: 'monitor' }
  | {
      readonly type: 'startInfusion'
      readonly doseMg: number
      readonly durationMin: number
      readonly route?: Route
      readonly steps?: readonly DoseStep[]
      readonly concentrationMgPerMl?: number
      readonly override?: Override
    }
  | {
      readonly type: 'changeRate'
      readonly rateMgPerHour: number
      readonly reason: string
      readonly override?: Override
    }
  | { readonly type: 'giveBolus'; readonly mg: number; readonly reason: string; readonly override?: Override }
  | { readonly type: 'pauseInfusion'; readonly reason: string }
  | { readonly type: 'resumeInfusion'; readonly override?: Override }
  | { readonly type: 'endInfusion'; readonly outcome: 'completed' }
  | { readonly type: 'endInfusion'; readonly outcome: 'stoppedEarly'; readonly reason: string }
  | { readonly type: 'recordVitals'; readonly values: HandValues; readonly measuredAt?: Instant }
  | {
      readonly type: 'recordAssessment'
      readonly scale: Scale
      readonly items?: Readonly<Record<string, number>>
      readonly score: number
    }
  | { readonly type: 'recordSymptom'; readonly symptom: string; readonly grade: Grade }
  | { readonly type: 'recordIntervention'; readonly intervention: string; readonly detail?: string }
  | { readonly type: 'addNote'; readonly text: string }
  | { readonly type: 'setLimits'; readonly limits: readonly Limit[]; readonly reason: string }
  | { readonly type: 'acknowledgeAlarm'; readonly alarmId: AlarmId }
  | { readonly type: 'pauseAudio'; readonly seconds: number }
  /** Said again, the newer one counts. */
  | { readonly type: 'markAlarm'; readonly alarmId: AlarmId; readonly mark: AlarmMark; readonly note?: string }
  /** null: as the protocol has it. */
  | { readonly type: 'setPressureInterval'; readonly everyMin: number | null }
  | { readonly type: 'completeCheck'; readonly looked?: string }
  | { readonly type: 'extendRecovery'; readonly minutes: number; readonly reason: string }
  | { readonly type: 'assessCriterion'; readonly criterion: string; readonly met: boolean; readonly note?: string }
  | {
      readonly type: 'discharge'
      readonly escort: string
      readonly ivRemoved: boolean
      readonly instructionsGiven: boolean
      readonly override?: Override
    }
  | { readonly type: 'transfer'; readonly to: string; readonly reason: string }
  | { readonly type: 'cancel'; readonly reason: string }
  | { readonly type: 'moveBay'; readonly bay: BayId; readonly devices?: boolean }
  | { readonly type: 'attachDevice'; readonly device: DeviceId }
  | { readonly type: 'detachDevice'; readonly device: DeviceId }
  | { readonly type: 'takeOverReadings'; readonly device: DeviceId; readonly from: Instant; readonly to: Instant }
  | {
      readonly type: 'markArtefact'
      readonly metric: Metric
      readonly from: Instant
      readonly to: Instant
      readonly reason: string
    }
  /** Suggestions as the server made them: no request says what was suggested. */
  | {
      readonly type: 'judgeArtefacts'
      readonly judgement: 'accept' | 'dismiss'
      readonly suggestions: readonly SuggestedArtefact[]
    }
  | {
      readonly type: 'amend'
      readonly seq: number
      readonly correction: Readonly<Record<string, unknown>>
      readonly reason: string
    }
  /** `isConfirmed`: the signer gave the sign-in once more for it; no request says so of itself. */
  | { readonly type: 'signOff'; readonly statement: string; readonly isConfirmed?: boolean }

export type StaffCommandType = StaffCommand['type']
