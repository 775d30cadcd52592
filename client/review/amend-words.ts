import { isMetric, METRIC_INFO } from '../../shared/domain/vital.ts'

/** What each field of an entry is called on the form, by its last name. Values carry their unit. */
const LABELS: Readonly<Record<string, string>> = {
  displayName: 'Name',
  initials: 'Initials',
  recordNumber: 'Record number',
  dateOfBirth: 'Date of birth',
  weightKg: 'Weight, kg',
  doseMg: 'Dose, mg',
  durationMin: 'Duration, min',
  concentrationMgPerMl: 'Concentration, mg/mL',
  rateMgPerHour: 'Rate, mg/h',
  mg: 'Dose, mg',
  deliveredMg: 'Delivered, mg',
  reason: 'Reason given',
  measuredAt: 'Measured at',
  score: 'Score',
  symptom: 'Symptom',
  grade: 'Grade',
  intervention: 'Intervention',
  detail: 'Detail',
  text: 'Note',
  note: 'Note',
  looked: 'What was seen',
  minutes: 'Minutes added',
  met: 'Criterion met',
  escort: 'Escort',
  ivRemoved: 'IV removed',
  instructionsGiven: 'Instructions given',
  to: 'To',
  from: 'From',
  occurredAt: 'Happened at',
}

/** @param path where the field stands in its entry: `values.sbp` */
export const fieldLabel = (path: string): string => {
  const name = path.slice(path.lastIndexOf('.') + 1)
  if (!isMetric(name)) return LABELS[name] ?? name
  const { label, unitLabel } = METRIC_INFO[name]
  return `${label}, ${unitLabel}`
}

const two = (figure: number): string => String(figure).padStart(2, '0')

/** `2026-03-02T10:20:05` on the clock of this place, with its seconds; a fraction of a second only where there is one. */
export const localTimeText = (iso: string): string => {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return ''
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')
  const ms = at.getMilliseconds()
  return ms === 0 ? `${day}T${clock}` : `${day}T${clock}.${String(ms).padStart(3, '0')}`
}

/** What was entered as a time of this place, as the server reads it; null: it is none. */
export const isoOfLocal = (text: string): string | null => {
  const at = new Date(text)
  return text === '' || Number.isNaN(at.getTime()) ? null : at.toISOString()
}
