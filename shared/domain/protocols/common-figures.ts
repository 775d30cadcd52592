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

export const COMMON_SOURCES: readonly FigureSource[] = [
  { figure: 'Baseline above 140 systolic or 90 diastolic asks for a decision by name', source: 'Esketamine label' },
  { figure: 'Longest pause 10 min', source: 'Ours, for the clinic to set' },
  { figure: 'Longest stay 4 h after the end', source: 'Ours, for the clinic to set' },
  ...CRITERIA_SOURCES,
  ...ADULT_LIMIT_SOURCES,
]
