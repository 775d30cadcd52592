import type { Phase } from '../../shared/domain/phase.ts'

export const PHASE_WORD: Readonly<Record<Phase, string>> = {
  scheduled: 'Scheduled',
  preparing: 'Preparing',
  infusing: 'Infusing',
  paused: 'Paused',
  recovering: 'Recovering',
  discharged: 'Discharged',
  transferred: 'Transferred',
  cancelled: 'Cancelled',
}
