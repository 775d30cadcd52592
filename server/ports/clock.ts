import type { Instant } from '../../shared/domain/time.ts'

/** The clinical clock. At `speed` 60 a real second is a clinical minute; only a demo runs at another speed than 1. */
export interface Clock {
  readonly speed: number
  now(): Instant
}
