import { protocolId } from '../ids.ts'
import type { Protocol, Recurrence } from '../protocol.ts'
import { INFUSION_CHECKLIST } from './checklist.ts'
import { COMMON_FIGURES, COMMON_SOURCES, every, OURS } from './common-figures.ts'
import { INFUSION_CRITERIA } from './criteria.ts'

const CLOSE_IN_THE_FIRST_HOUR: Recurrence = {
  kind: 'interval',
  steps: [{ everyMin: 15, untilMin: 60 }, { everyMin: 30 }],
}

export const IV_PAIN: Protocol = {
  ...COMMON_FIGURES,
  id: protocolId('iv-pain'),
  name: 'IV pain, long',
  indication: 'Chronic pain',
  route: 'iv',
  dose: {
    kind: 'perKgPerHour',
    mgPerKgPerHour: 0.35,
    upToMgPerKgPerHour: 0.42,
    durationMin: 240,
    upToDurationMin: 240,
  },
  ramp: [],
  maximum: { mgPerKg: 4, mgTotal: 400, mgPerKgPerHour: 1 },
  bloodPressure: {
    preparing: CLOSE_IN_THE_FIRST_HOUR,
    infusing: CLOSE_IN_THE_FIRST_HOUR,
    recovering: CLOSE_IN_THE_FIRST_HOUR,
  },
  check: { infusing: CLOSE_IN_THE_FIRST_HOUR, recovering: every(15) },
  checklist: INFUSION_CHECKLIST,
  recoveryMinimumMin: 60,
  criteria: INFUSION_CRITERIA,
  sources: [
    { about: 'dose', source: OURS },
    { about: 'maximum', source: OURS },
    { about: 'bloodPressure', source: OURS },
    { about: 'check', source: OURS },
    { about: 'recoveryMinimum', source: OURS },
    ...COMMON_SOURCES,
  ],
}
