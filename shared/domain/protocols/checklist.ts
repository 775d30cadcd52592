import type { ChecklistItem } from '../protocol.ts'

const required = (id: string, label: string): ChecklistItem => ({ id, label, required: true })

const BEFORE_ANY_ROUTE: readonly ChecklistItem[] = [
  required('identity', 'Identity, two identifiers'),
  required('consent', 'Consent'),
  required('allergies', 'Allergies'),
  required('fasting', 'Fasting'),
  required('medicines', 'Medicines reviewed: benzodiazepines, MAO inhibitors, stimulants, other sedatives'),
  { id: 'pregnancy', label: 'Pregnancy, where it applies', required: false },
  required('escort', 'Escort named'),
  required('rescue', 'Rescue equipment at hand'),
]

const MONITOR = required('monitor', 'Monitor attached and reading')

export const INFUSION_CHECKLIST: readonly ChecklistItem[] = [
  ...BEFORE_ANY_ROUTE,
  required('ivPlaced', 'IV placed and flowing'),
  required('pumpChecked', 'Pump programmed and dose checked by a second person'),
  MONITOR,
]

/** Without a line and a pump there is still a dose that a second person checks. */
export const SINGLE_DOSE_CHECKLIST: readonly ChecklistItem[] = [
  ...BEFORE_ANY_ROUTE,
  required('pumpChecked', 'Dose checked by a second person'),
  MONITOR,
]
