import type { Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'

/** One observation as a source understood it, before any rule of the house. */
export interface RawReading {
  readonly metric: Metric
  /** null: the device speaks of the metric and has no value. */
  readonly value: number | null
  /** As sent: UCUM, MDC or plain words; absent: the metric's own. */
  readonly unit?: string
  /** The device's own clock. */
  readonly deviceTime?: Instant
  readonly quality?: 'good' | 'poor' | 'invalid'
  readonly status?: 'ok' | 'sensorOff' | 'noSignal'
  readonly isBacklog?: boolean
  /** Repeated by the device with its old time until there is a new one (a cuff pressure): ages from that time. */
  readonly isAperiodic?: boolean
  /** `deviceTime` is the message's: nothing says when this value itself was measured. */
  readonly isTimeOfMessage?: boolean
  /** Columns of a replayed record carry the recorded time along. */
  readonly recordedAt?: Instant
}

/** A code that no table knows: kept and shown, never dropped. */
export interface UnknownObservation {
  readonly code: string
  readonly name: string
  readonly value: string
  readonly unit: string
}

/** Everything that one message of one device said. */
export interface DeviceReport {
  /** Who speaks (feeds.md, *Identity*); decided once per message. */
  readonly identity: string
  readonly feed: 'http' | 'hl7' | 'simulator' | 'replay'
  /** For people, where the device named itself. */
  readonly name?: string
  readonly receivedAt: Instant
  /** What the message itself was stamped with; tells how far the device's clock is off. */
  readonly messageTime?: Instant
  /** The monitor said that it shows no patient, or the simulator speaks. */
  readonly isSimulated: boolean
  readonly isReplay?: boolean
  /** Names this message among all of its sender: only a repeat carries the same. Absent where the sender's format has no such thing. */
  readonly messageId?: string
  /** The message as it came, for the device's page; masked before it is kept. */
  readonly raw?: Uint8Array
  readonly readings: readonly RawReading[]
  /** The device takes its leave. */
  readonly isLeaving?: boolean
  readonly unknown?: readonly UnknownObservation[]
  /** Whole PV1-3 and PID-3 as sent, to notice two patients under one identity; never logged. */
  readonly location?: string
  readonly patientRef?: string
}

export interface ReadingRejection {
  /** Index in `readings` of the report. */
  readonly index: number
  readonly code: string
  readonly message: string
}

/** Given only once what was accepted is durable. */
export type IngestAnswer =
  | {
      readonly kind: 'stored'
      readonly accepted: number
      readonly duplicates: number
      readonly rejected: readonly ReadingRejection[]
      /** Of the accepted: kept for 24 h, but given to no session. */
      readonly held?: number
    }
  /** Try again later: nothing was kept. */
  | { readonly kind: 'busy'; readonly retryAfterS: number }
  /** Refused as a whole, with a sentence; nothing was kept. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }

/** A message that could not be read at all, for the device's log. */
export interface BadInput {
  readonly feed: DeviceReport['feed']
  readonly peer: string
  readonly identity: string | null
  /** Counted under it: one word of a small set. */
  readonly code: string
  /** A sentence. */
  readonly reason: string
  /** The bytes, at most 4 KiB of them. */
  readonly bytes: Uint8Array
  readonly at: Instant
}

/** The one door through which readings come in. */
export interface Door {
  accept(report: DeviceReport): Promise<IngestAnswer>
  refuse(input: BadInput): void
}

/** A running adapter. */
export interface Source {
  readonly name: string
  close(): Promise<void>
}
