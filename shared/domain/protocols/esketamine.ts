import { protocolId } from '../ids.ts'
import type { Protocol } from '../protocol.ts'
import { SINGLE_DOSE_CHECKLIST } from './checklist.ts'
import { COMMON_FIGURES, COMMON_SOURCES, every } from './common-figures.ts'
import { ESKETAMINE_CRITERIA } from './criteria.ts'

export const ESKETAMINE: Protocol = {
  ...COMMON_FIGURES,
  id: protocolId('esketamine'),
  name: 'Esketamine, nasal',
  indication: 'Treatment-resistant depression',
  route: 'nasal',
  dose: { kind: 'fixed', choicesMg: [56, 84] },
  ramp: [],
  maximum: { mgTotal: 84 },
  // The pressure before the dose is the baseline, without which nothing starts.
  bloodPressure: { recovering: { kind: 'marks', atMin: [40], thenEveryMin: 20 } },
  check: { recovering: every(20) },
  checklist: SINGLE_DOSE_CHECKLIST,
  recoveryMinimumMin: 120,
  criteria: ESKETAMINE_CRITERIA,
  sources: [
    { figure: '56 or 84 mg once, at most 84 mg', source: 'Esketamine label' },
    {
      figure: 'Blood pressure before, at 40 min, then every 20 min until stable',
      source: 'Esketamine label; the 20 min are ours',
    },
    { figure: 'Check every 20 min', source: 'Ours, for the clinic to set' },
    { figure: 'Recovery 120 min from the dose', source: 'Esketamine label' },
    ...COMMON_SOURCES,
  ],
}
