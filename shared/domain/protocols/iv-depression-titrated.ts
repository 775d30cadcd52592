import { protocolId } from '../ids.ts'
import type { Protocol } from '../protocol.ts'
import { INFUSION_CHECKLIST } from './checklist.ts'
import { COMMON_FIGURES, COMMON_SOURCES, every, OURS } from './common-figures.ts'
import { INFUSION_CRITERIA } from './criteria.ts'

export const IV_DEPRESSION_TITRATED: Protocol = {
  ...COMMON_FIGURES,
  id: protocolId('iv-depression-titrated'),
  name: 'IV depression, titrated',
  indication: 'Depression',
  route: 'iv',
  dose: { kind: 'perKg', mgPerKg: 0.5, upToMgPerKg: 1, durationMin: 40, upToDurationMin: 60 },
  ramp: [{ minutes: 10, shareOfRate: 0.5 }],
  maximum: { mgPerKg: 1, mgTotal: 120, mgPerKgPerHour: 2 },
  bloodPressure: { preparing: every(10), infusing: every(10), recovering: every(10) },
  bloodPressureOptions: { preparing: [5], infusing: [5], recovering: [5] },
  check: { infusing: every(10), recovering: every(15) },
  checklist: INFUSION_CHECKLIST,
  recoveryMinimumMin: 60,
  criteria: INFUSION_CRITERIA,
  sources: [
    { about: 'dose', source: OURS },
    { about: 'ramp', source: OURS },
    { about: 'maximum', source: OURS },
    { about: 'bloodPressure', source: 'Yale, 2,342 infusions; Riva-Posse 2018, 684 infusions' },
    { about: 'check', source: OURS },
    { about: 'recoveryMinimum', source: 'Ours: pressure is back to baseline by about 90 min from the start (Yale)' },
    ...COMMON_SOURCES,
  ],
}
