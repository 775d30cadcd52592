import type { BayId, DeviceId, ProtocolId } from '../../shared/domain/ids.ts'
import type { NewSessionBody } from '../../shared/wire/session-request.ts'

/** What the page asks for, as far as it is filled in. */
export interface IntakeForm {
  readonly displayName: string
  readonly initials: string
  readonly recordNumber: string
  /** `YYYY-MM-DD` */
  readonly dateOfBirth: string | null
  readonly weightKg: number | null
  readonly protocol: ProtocolId | null
  /** null: as proposed. */
  readonly doseMg: number | null
  readonly durationMin: number | null
  readonly bay: BayId | null
  /** null: none yet, it is attached at the bedside. */
  readonly device: DeviceId | null
  /** Local time, `YYYY-MM-DD HH:mm:ss`. */
  readonly plannedStart: string | null
}

export type IntakeField = keyof IntakeForm

export const EMPTY_FORM: IntakeForm = {
  displayName: '',
  initials: '',
  recordNumber: '',
  dateOfBirth: null,
  weightKg: null,
  protocol: null,
  doseMg: null,
  durationMin: null,
  bay: null,
  device: null,
  plannedStart: null,
}

export type Purpose = 'admit' | 'schedule'

/** Fields that stand in the way, each with a sentence. What is sensible of what is filled in, the server says. */
export const missingOf = (form: IntakeForm, purpose: Purpose): Readonly<Partial<Record<IntakeField, string>>> => ({
  ...(form.displayName.trim() === '' ? { displayName: 'The name of the patient is needed.' } : {}),
  ...(form.recordNumber.trim() === '' ? { recordNumber: 'The record number is needed.' } : {}),
  ...(form.weightKg === null ? { weightKg: 'The weight is needed for the dose.' } : {}),
  ...(form.protocol === null ? { protocol: 'Choose a protocol.' } : {}),
  ...(form.bay === null ? { bay: 'Choose a bay.' } : {}),
  ...(purpose === 'schedule' && form.plannedStart === null ? { plannedStart: 'When is the visit planned?' } : {}),
})

const localToIso = (local: string): string => new Date(local.replace(' ', 'T')).toISOString()

/** @returns null while something is missing */
export const bodyOf = (form: IntakeForm, purpose: Purpose): NewSessionBody | null => {
  const { weightKg, protocol, bay } = form
  if (weightKg === null || protocol === null || bay === null) return null
  if (Object.keys(missingOf(form, purpose)).length > 0) return null
  return {
    bay,
    protocol,
    patient: {
      displayName: form.displayName.trim(),
      recordNumber: form.recordNumber.trim(),
      weightKg,
      ...(form.initials.trim() === '' ? {} : { initials: form.initials.trim() }),
      ...(form.dateOfBirth === null ? {} : { dateOfBirth: form.dateOfBirth }),
    },
    admit: purpose === 'admit',
    ...(purpose === 'schedule' && form.plannedStart !== null ? { plannedStart: localToIso(form.plannedStart) } : {}),
  }
}
