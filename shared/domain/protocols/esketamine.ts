import { protocolId } from '../ids.ts'
import type { Protocol } from '../protocol.ts'
import { SINGLE_DOSE_CHECKLIST } from './checklist.ts'
import { COMMON_FIGURES, COMMON_SOURCES, every, OURS } from './common-figures.ts'
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
    { about: 'dose', source: 'Esketamine label' },
    { about: 'maximum', source: 'Esketamine label' },
    { about: 'bloodPressure', source: 'Esketamine label (before, at 40 min); every 20 min after that is ours' },
    { about: 'check', source: OURS },
    { about: 'recoveryMinimum', source: 'Esketamine label' },
    ...COMMON_SOURCES,
  ],
}
