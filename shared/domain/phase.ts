export const PHASES = [
  'scheduled',
  'preparing',
  'infusing',
  'paused',
  'recovering',
  'discharged',
  'transferred',
  'cancelled',
] as const

export type Phase = (typeof PHASES)[number]

/** The phases in which the patient is watched, so that limits hold. */
export const MONITORED_PHASES = ['preparing', 'infusing', 'paused', 'recovering'] as const satisfies readonly Phase[]

export type MonitoredPhase = (typeof MONITORED_PHASES)[number]

export const isMonitored = (phase: Phase): phase is MonitoredPhase =>
  (MONITORED_PHASES as readonly Phase[]).includes(phase)

export type EndedPhase = 'discharged' | 'transferred' | 'cancelled'

export const isEnded = (phase: Phase): phase is EndedPhase =>
  phase === 'discharged' || phase === 'transferred' || phase === 'cancelled'
