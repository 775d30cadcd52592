import { protocolId } from '../ids.ts'
import type { Protocol } from '../protocol.ts'
import { SINGLE_DOSE_CHECKLIST } from './checklist.ts'
import { COMMON_FIGURES, COMMON_SOURCES, every, OURS } from './common-figures.ts'
import { SINGLE_DOSE_CRITERIA } from './criteria.ts'

export const IM: Protocol = {
  ...COMMON_FIGURES,
  id: protocolId('im'),
  name: 'IM',
  indication: 'Depression',
  route: 'im',
  dose: { kind: 'perKg', mgPerKg: 0.5, upToMgPerKg: 1, durationMin: 0, upToDurationMin: 0 },
  ramp: [],
  maximum: { mgPerKg: 1, mgTotal: 100 },
  // The dose is one instant: everything after it is recovery.
  bloodPressure: { preparing: every(10), recovering: every(10) },
  check: { recovering: every(15) },
  checklist: SINGLE_DOSE_CHECKLIST,
  recoveryMinimumMin: 90,
  criteria: SINGLE_DOSE_CRITERIA,
  sources: [
    { about: 'dose', source: OURS },
    { about: 'maximum', source: OURS },
    { about: 'bloodPressure', source: OURS },
    { about: 'check', source: OURS },
    { about: 'recoveryMinimum', source: OURS },
    ...COMMON_SOURCES,
  ],
}
