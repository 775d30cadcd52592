import type { SessionEventType } from './session-event.ts'

/** What a correction may put into a field. `figure`: finite; `positive`: above 0; `time`: RFC 3339; a record: its fields. */
export type Field = 'text' | 'figure' | 'positive' | 'flag' | 'grade' | 'time' | 'figures' | Fields
export interface Fields {
  readonly [name: string]: Field
}

const HAND_VALUES: Fields = {
  sbp: 'figure',
  dbp: 'figure',
  map: 'figure',
  hr: 'figure',
  pr: 'figure',
  spo2: 'figure',
  rr: 'figure',
  temp: 'figure',
}

const BASELINE: Fields = { sbp: 'figure', dbp: 'figure', hr: 'figure', spo2: 'figure', rr: 'figure' }

const PATIENT: Fields = {
  displayName: 'text',
  initials: 'text',
  recordNumber: 'text',
  dateOfBirth: 'text',
  weightKg: 'positive',
}

/** The fields of each entry that an amendment may set right. What is not here is set right by a command of its own. */
const FIELDS: Readonly<Partial<Record<SessionEventType, Fields>>> = {
  sessionScheduled: { patient: PATIENT },
  baselineRecorded: { values: BASELINE },
  infusionStarted: { doseMg: 'positive', durationMin: 'positive', concentrationMgPerMl: 'positive' },
  rateChanged: { rateMgPerHour: 'positive', reason: 'text' },
  bolusGiven: { mg: 'positive', reason: 'text' },
  infusionPaused: { reason: 'text' },
  infusionEnded: { deliveredMg: 'positive', reason: 'text' },
  vitalsRecorded: { values: HAND_VALUES, measuredAt: 'time' },
  assessmentRecorded: { score: 'figure', items: 'figures' },
  symptomRecorded: { symptom: 'text', grade: 'grade' },
  interventionRecorded: { intervention: 'text', detail: 'text' },
  noteAdded: { text: 'text' },
  limitsChanged: { reason: 'text' },
  alarmMarked: { note: 'text' },
  checkCompleted: { looked: 'text' },
  recoveryExtended: { minutes: 'positive', reason: 'text' },
  criterionAssessed: { met: 'flag', note: 'text' },
  sessionDischarged: { escort: 'text', ivRemoved: 'flag', instructionsGiven: 'flag' },
  sessionTransferred: { to: 'text', reason: 'text' },
  sessionCancelled: { reason: 'text' },
  artefactMarked: { from: 'time', to: 'time', reason: 'text' },
}

/** When it happened can be wrong of any entry. */
export const fieldsOf = (type: SessionEventType): Fields => ({ ...FIELDS[type], occurredAt: 'time' })
