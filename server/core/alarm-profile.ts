import type { DeviceId, SessionId } from '../../shared/domain/ids.ts'
import type { BaselineValues, Limit } from '../../shared/domain/limit.ts'
import type { DeviceIntervals } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'

/** When technical alarms run: `onceSeen` (while preparing) is for a metric from its first good reading on. */
export type TechnicalScope = 'off' | 'onceSeen' | 'on'

/**
 * `live`: every rule of alarms.md. `recorded`: `vigil evaluate`, where the file says what is expected and when it is
 * stale, and quality is taken as it stands: no pulse fallback, settling, blood pressure repeat or interval of a device.
 */
export type AlarmRules =
  | { readonly kind: 'live' }
  | {
      readonly kind: 'recorded'
      readonly expected: readonly Metric[]
      /** Seconds; a metric that is not listed has its default. */
      readonly staleAfterS: Readonly<Partial<Record<Metric, number>>>
    }

export interface ProfileDevice {
  readonly id: DeviceId
  readonly name: string
  /** What `intervalS` is set to where it is set. */
  readonly intervals: DeviceIntervals
  readonly attachedAt: Instant
}

/** When the next blood pressure is due, and from when its being late is medium. */
export interface PressureDue {
  readonly dueAt: Instant
  readonly mediumFrom: Instant
}

/** What the alarm engine must know of its session; replaced as a whole by `configureAlarms`. */
export interface AlarmProfile {
  /** Alarm ids are `${sessionId}.a1`, `.a2`, …: counted, so that a replay gives the same. */
  readonly sessionId: SessionId
  readonly rules: AlarmRules
  readonly limits: readonly Limit[]
  readonly baseline: BaselineValues | null
  /** Physiological alarms run. */
  readonly physiological: boolean
  readonly technical: TechnicalScope
  /** Start of the phase: the clock of noData before a first reading. */
  readonly phaseSince: Instant
  /** `<metric>.notContinuous` may stand. */
  readonly notContinuous: boolean
  /** null: no blood pressure is due. */
  readonly pressureDue: PressureDue | null
  /** The interval of blood pressures that holds now, in seconds; null: there is none. */
  readonly pressureIntervalS: number | null
  readonly devices: readonly ProfileDevice[]
}
