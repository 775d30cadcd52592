import { protocolId } from '../ids.ts'
import type { Protocol } from '../protocol.ts'
import { INFUSION_CHECKLIST } from './checklist.ts'
import { COMMON_FIGURES, COMMON_SOURCES, every } from './common-figures.ts'
import { INFUSION_CRITERIA } from './criteria.ts'

export const IV_DEPRESSION_TITRATED: Protocol = {
  ...COMMON_FIGURES,
  id: protocolId('iv-depression-titrated'),
  name: 'IV depression, titrated',
  indication: 'Depression',
  route: 'iv',
  dose: { kind: 'perKg', mgPerKg: 0.5, upToMgPerKg: 1, durationMin: 40 },
  ramp: [{ minutes: 10, shareOfRate: 0.5 }],
  maximum: { mgPerKg: 1, mgTotal: 120, mgPerKgPerHour: 2 },
  bloodPressure: { preparing: every(10), infusing: every(10), recovering: every(10) },
  check: { infusing: every(10), recovering: every(15) },
  checklist: INFUSION_CHECKLIST,
  recoveryMinimumMin: 60,
  criteria: INFUSION_CRITERIA,
  sources: [
    {
      figure: '0.5 to 1.0 mg/kg over 40 to 60 min, the first 10 min at half rate',
      source: 'Ours, for the clinic to set',
    },
    { figure: 'Blood pressure every 10 min', source: 'Yale, 2,342 infusions; Riva-Posse 2018, 684 infusions' },
    { figure: 'Check every 10 min, in recovery every 15 min', source: 'Ours, for the clinic to set' },
    {
      figure: 'Recovery 60 min from the end',
      source: 'Ours: pressure is back to baseline by about 90 min from the start (Yale)',
    },
    { figure: 'Maximum 1 mg/kg, 120 mg, 2 mg/kg/h', source: 'Ours, for the clinic to set' },
    ...COMMON_SOURCES,
  ],
}
