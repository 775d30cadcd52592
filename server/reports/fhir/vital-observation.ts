import type { CodeableConcept, Observation, Quantity } from '@medplum/fhirtypes'
import type { Reading } from '../../../shared/domain/reading.ts'
import { markOn, type ArtefactMark } from '../artefacts.ts'
import { absent, category, metricQuantity } from './fhir-codes.ts'
import type { ResourceBook } from './resource-book.ts'

/** What every vital sign of the visit has in common. */
export const vitalSign = (book: ResourceBook, name: string, profile: string) => ({
  resourceType: 'Observation' as const,
  id: book.id('Observation', name),
  ...book.meta(profile),
  status: 'final' as const,
  category: category('vital-signs', 'Vital Signs'),
  subject: book.reference('Patient', ''),
  encounter: book.reference('Encounter', ''),
})

export const measuredBy = (book: ResourceBook, { deviceId }: Reading): Pick<Observation, 'device'> =>
  deviceId === null ? {} : { device: book.reference('Device', deviceId) }

export const artefactText = ({ reason, by }: ArtefactMark): string =>
  `Marked as artefact${by === '' ? '' : ` by ${by}`}: ${reason}`

const STATUS_TEXT = { sensorOff: 'Sensor off', noSignal: 'No signal', sensorOn: 'No value' } as const

const whyAbsent = (reading: Reading, mark: ArtefactMark | undefined): CodeableConcept | null => {
  if (reading.kind === 'noValue') return absent('error', STATUS_TEXT[reading.status])
  if (mark !== undefined) return absent('error', artefactText(mark))
  return reading.quality === 'good' ? null : absent('error', `Of ${reading.quality} quality`)
}

export type ValueOrReason =
  { readonly valueQuantity: Quantity } | { readonly dataAbsentReason: CodeableConcept; readonly unused: number | null }

/** A good value that nobody marked, or why there is none and what was measured all the same. */
export const valueOrReason = (reading: Reading, marks: readonly ArtefactMark[]): ValueOrReason => {
  const reason = whyAbsent(reading, markOn(reading, marks))
  const value = reading.kind === 'sample' ? reading.value : null
  if (reason !== null || value === null)
    return { dataAbsentReason: reason ?? absent('unknown', 'No value'), unused: value }
  return { valueQuantity: metricQuantity(reading.metric, value) }
}
