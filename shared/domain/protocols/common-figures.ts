import type { FigureSource, Protocol, Recurrence } from '../protocol.ts'
import { ADULT_LIMITS, ADULT_LIMIT_SOURCES } from './adult-limits.ts'
import { CRITERIA_SOURCES } from './criteria.ts'

/** The same thing again and again at one interval. */
export const every = (minutes: number): Recurrence => ({ kind: 'interval', steps: [{ everyMin: minutes }] })

/** What the five protocols share; nobody has approved any of it for your clinic. */
export const COMMON_FIGURES = {
  version: 1,
  approval: null,
  limits: ADULT_LIMITS,
  baselineGate: { sbp: 140, dbp: 90 },
  recoveryBandPercent: 20,
  longestPauseMin: 10,
  longestStayMin: 240,
} as const satisfies Partial<Protocol>

export const OURS = 'Ours, for the clinic to set'

export const COMMON_SOURCES: readonly FigureSource[] = [
  { about: 'baselineGate', source: 'Esketamine label' },
  { about: 'checklist', source: OURS },
  { about: 'longestPause', source: OURS },
  { about: 'longestStay', source: OURS },
  ...CRITERIA_SOURCES,
  ...ADULT_LIMIT_SOURCES,
]
