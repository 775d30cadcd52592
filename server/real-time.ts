import { instant, type Instant } from '../shared/domain/time.ts'

/** The time of day, for what knows no clinical speed: sign-ins, tokens, the audit book. */
export const realNow = (): Instant => instant(Date.now())
