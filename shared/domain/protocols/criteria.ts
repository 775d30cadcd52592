import type { Criterion, FigureSource } from '../protocol.ts'

const READY: readonly Criterion[] = [
  { id: 'aldrete', label: 'Modified Aldrete 9 or more', stage: 'ready' },
  { id: 'bp', label: 'Blood pressure within the band of the baseline', stage: 'ready' },
  { id: 'spo2', label: 'SpO2 above 92 % on room air', stage: 'ready' },
  { id: 'oriented', label: 'Oriented', stage: 'ready' },
  { id: 'gait', label: 'Steady gait', stage: 'ready' },
  { id: 'nausea', label: 'Nausea settled', stage: 'ready' },
]

const IV_REMOVED: Criterion = { id: 'ivRemoved', label: 'IV removed', stage: 'departure' }

const DEPARTURE: readonly Criterion[] = [
  { id: 'escort', label: 'Escort present', stage: 'departure' },
  { id: 'instructions', label: 'Told not to drive until the next day, after sleep', stage: 'departure' },
]

export const SINGLE_DOSE_CRITERIA: readonly Criterion[] = [...READY, ...DEPARTURE]
export const INFUSION_CRITERIA: readonly Criterion[] = [...READY, IV_REMOVED, ...DEPARTURE]
export const ESKETAMINE_CRITERIA: readonly Criterion[] = [
  ...READY,
  { id: 'monitoringSheet', label: 'Esketamine monitoring sheet complete', stage: 'ready' },
  ...DEPARTURE,
]

export const CRITERIA_SOURCES: readonly FigureSource[] = [
  {
    about: 'criteria',
    source:
      'Modified Aldrete score (9, SpO2 above 92 % on room air); esketamine label (not driving until the next day)',
  },
  { about: 'recoveryBand', source: 'Modified Aldrete score, circulation' },
]
