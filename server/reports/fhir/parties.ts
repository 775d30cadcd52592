import type { Device, Encounter, Patient, Practitioner } from '@medplum/fhirtypes'
import type { Staff } from '../../../shared/domain/actor.ts'
import type { DeviceId } from '../../../shared/domain/ids.ts'
import type { Phase } from '../../../shared/domain/phase.ts'
import { toIso } from '../../../shared/domain/time.ts'
import { endOf, phaseSpans } from '../../core/statistics-phases.ts'
import type { VisitRecord } from '../visit-record.ts'
import { concept, hl7 } from './fhir-codes.ts'
import { markText, type ResourceBook } from './resource-book.ts'

const CALENDAR_DATE = /^\d{4}-\d{2}-\d{2}$/

export const patientResource = (book: ResourceBook, { view: { patient } }: VisitRecord): Patient => {
  const { displayName = patient.initials, recordNumber, dateOfBirth } = patient
  const number = recordNumber === undefined ? {} : { system: 'urn:vigil:record-number', value: recordNumber }
  return {
    resourceType: 'Patient',
    id: book.id('Patient', ''),
    ...book.meta(),
    ...book.narrative(`${displayName}, No. ${recordNumber ?? 'unknown'}`),
    ...(recordNumber === undefined
      ? {}
      : { identifier: [{ type: concept('Record number', hl7('v2-0203', 'MR', 'Medical record number')), ...number }] }),
    name: [{ text: displayName }],
    ...(dateOfBirth !== undefined && CALENDAR_DATE.test(dateOfBirth) ? { birthDate: dateOfBirth } : {}),
  }
}

const ENCOUNTER_STATUS: Readonly<Record<Phase, NonNullable<Encounter['status']>>> = {
  scheduled: 'planned',
  preparing: 'in-progress',
  infusing: 'in-progress',
  paused: 'in-progress',
  recovering: 'in-progress',
  discharged: 'finished',
  transferred: 'finished',
  cancelled: 'cancelled',
}

const disposition = ({ events }: VisitRecord): Partial<Encounter> => {
  const left = events.findLast(({ type }) => type === 'sessionDischarged' || type === 'sessionTransferred')
  if (left?.type === 'sessionDischarged')
    return { hospitalization: { dischargeDisposition: { text: `Home, escort: ${left.data.escort}` } } }
  if (left?.type === 'sessionTransferred')
    return { hospitalization: { dischargeDisposition: { text: `Transferred to ${left.data.to}` } } }
  return {}
}

const period = ({ events }: VisitRecord): Partial<Encounter> => {
  const begun = phaseSpans(events).find(({ phase }) => phase !== 'scheduled')
  const end = endOf(events)
  if (begun === undefined) return {}
  return { period: { start: toIso(begun.from), ...(end === null ? {} : { end: toIso(end) }) } }
}

export const encounterResource = (book: ResourceBook, record: VisitRecord): Encounter => {
  const { view, bay, events } = record
  const { name, version } = view.protocol
  const scheduled = events.find((event) => event.type === 'sessionScheduled')
  const indication = scheduled?.data.protocol.indication ?? ''
  return {
    resourceType: 'Encounter',
    id: book.id('Encounter', ''),
    ...book.meta(),
    ...book.narrative(`Infusion visit ${view.id}, ${name} version ${version}, ${bay}`),
    identifier: [{ system: 'urn:vigil:session', value: view.id }],
    status: ENCOUNTER_STATUS[view.phase],
    class: hl7('v3-ActCode', 'AMB', 'ambulatory'),
    type: [{ text: `${name}, version ${version}${view.protocol.approved ? '' : ', not approved yet'}` }],
    subject: book.reference('Patient', ''),
    ...period(record),
    ...(indication === '' ? {} : { reasonCode: [{ text: indication }] }),
    ...disposition(record),
    location: [{ location: { display: bay } }],
  }
}

/** Everybody who wrote something. */
export const staffOf = ({ written }: VisitRecord): readonly Staff[] => {
  const people = new Map(written.flatMap(({ by }) => (by === undefined ? [] : [[by.id, by] as const])))
  return [...people.values()]
}

export const practitionerResource = (book: ResourceBook, { id, name, role }: Staff): Practitioner => ({
  resourceType: 'Practitioner',
  id: book.id('Practitioner', id),
  ...book.meta(),
  ...book.narrative(`${name}, ${role}`),
  identifier: [{ system: 'urn:vigil:user', value: id }],
  name: [{ text: name }],
})

export const performer = (book: ResourceBook, by: Staff | undefined) =>
  by === undefined ? {} : { performer: [book.reference('Practitioner', by.id, by.name)] }

export const deviceResource = (book: ResourceBook, record: VisitRecord, id: DeviceId, name: string): Device => ({
  resourceType: 'Device',
  id: book.id('Device', id),
  ...book.meta(),
  identifier: [{ system: 'urn:vigil:device', value: id }],
  status: 'active',
  deviceName: [{ name, type: 'user-friendly-name' }],
  type: { text: markText(record.view) === null ? 'Patient monitor' : 'Monitor, simulated or replayed' },
  ...book.notes(),
})

/** What computed medians and wrote this bundle. */
export const softwareResource = (book: ResourceBook): Device => ({
  resourceType: 'Device',
  id: book.id('Device', 'software'),
  ...book.meta(),
  status: 'active',
  deviceName: [{ name: 'Vigil', type: 'model-name' }],
  type: { text: 'Software: a secondary display of vital signs, not a certified medical device' },
  ...book.notes(),
})
