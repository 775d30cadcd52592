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

export type EndedPhase = 'discharged' | 'transferred' | 'cancelled'

export const isEnded = (phase: Phase): phase is EndedPhase =>
  phase === 'discharged' || phase === 'transferred' || phase === 'cancelled'
