import { MS_PER_MINUTE, type Instant } from '../../shared/domain/time.ts'

/** The cuff's values as they stood in the newest message that had them. */
export interface HeldPressure {
  readonly values: string
  readonly sightedAt: Instant
}

/** Seen again within this time a pressure is the one on the monitor's screen; no cuff measures the same three values twice so soon. */
const SAME_MEASUREMENT_MS = 2 * MS_PER_MINUTE

/**
 * Some monitors repeat the cuff's last values in every message and do not say when they were measured. The first sight
 * of them is the measurement; each further one is the same, as long as they keep coming.
 */
export const isStillHeld = (held: HeldPressure | null, values: string, receivedAt: Instant): boolean =>
  held !== null && held.values === values && receivedAt - held.sightedAt <= SAME_MEASUREMENT_MS
