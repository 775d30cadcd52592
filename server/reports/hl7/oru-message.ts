import { createHash } from 'node:crypto'
import { SCALE_INFO } from '../../../shared/domain/score.ts'
import type { SessionId } from '../../../shared/domain/ids.ts'
import { parseIso, type Instant } from '../../../shared/domain/time.ts'
import { METRIC_INFO } from '../../../shared/domain/vital.ts'
import { endOf, phaseSpans } from '../../core/statistics-phases.ts'
import { METRIC_CODES } from '../fhir/fhir-codes.ts'
import type { VisitRecord } from '../visit-record.ts'
import { escaped, hl7Time, segment } from './oru-fields.ts'
import { oruValues, type OruValue } from './oru-values.ts'

/** The same for every attempt at one state of a record, so that a receiver knows a message that it already has. */
export const controlIdOf = (session: SessionId, lastHash: string): string =>
  createHash('sha256').update(`${session} ${lastHash}`).digest('hex').slice(0, 20)

/** Preliminary until it is signed, final then, a correction where it was amended after. */
const statusOf = ({ view, written }: VisitRecord): 'P' | 'F' | 'C' => {
  if (!view.signed) return 'P'
  return written.some((event) => event.type === 'amended' && event.data.afterSignature) ? 'C' : 'F'
}

const SYSTEM: Readonly<Record<string, string>> = { 'http://loinc.org': 'LN', 'urn:iso:std:iso:11073:10101': 'MDC' }

/** `150456^MDC_PULS_OXIM_SAT_O2^MDC^2708-6^Oxygen saturation in Arterial blood^LN` */
const metricCode = ({ metric }: OruValue): string => {
  const { profileCode, furtherCodes, text } = METRIC_CODES[metric]
  const all = [...furtherCodes, ...(profileCode === null ? [] : [profileCode])]
  const known = (system: string) => all.findLast((coding) => SYSTEM[coding.system ?? ''] === system)
  return ['MDC', 'LN']
    .flatMap((system) => {
      const coding = known(system)
      return coding === undefined ? [] : [[coding.code ?? '', coding.display ?? text, system].map(escaped).join('^')]
    })
    .join('^')
}

const METHOD = { median: 'MEDIAN^Median of one minute^99VIGIL', manual: 'MANUAL^By hand^99VIGIL' } as const

type Fields = Readonly<Record<number, string>>

const valueFields = (value: OruValue, subId: number): Fields => {
  const { unit, unitLabel } = METRIC_INFO[value.metric]
  const method = value.isMedian ? METHOD.median : value.isManual ? METHOD.manual : ''
  return {
    2: 'NM',
    3: metricCode(value),
    4: String(subId),
    5: String(value.value),
    6: `${escaped(unit)}^${escaped(unitLabel)}^UCUM`,
    14: hl7Time(value.at),
    17: method,
  }
}

const own = (code: string, text: string): string => `${escaped(code)}^${escaped(text)}^99VIGIL`

const scoreFields = ({ events }: VisitRecord): readonly Fields[] =>
  events.flatMap((event) => {
    if (event.type !== 'assessmentRecorded') return []
    const { scale, score } = event.data
    const at = hl7Time(event.occurredAt ?? event.at)
    return [{ 2: 'NM', 3: own(scale, SCALE_INFO[scale].label), 5: String(score), 6: '{score}^^UCUM', 14: at }]
  })

const doseFields = ({ view: { infusion } }: VisitRecord): readonly Fields[] => {
  if (infusion === undefined) return []
  const at = parseIso(infusion.startedAt)
  const mg = String(Number(infusion.deliveredMg.toFixed(3)))
  return [
    { 2: 'NM', 3: own('dose', 'Delivered dose'), 5: mg, 6: 'mg^mg^UCUM', ...(at === null ? {} : { 14: hl7Time(at) }) },
  ]
}

/** Values of one instant have one sub-id: sbp, dbp and map are one measurement. */
const observationFields = (record: VisitRecord): readonly Fields[] => {
  let [subId, last] = [0, NaN]
  const values = oruValues(record).map((value) => {
    if (value.at !== last) subId += 1
    last = value.at
    return valueFields(value, subId)
  })
  const hash = { 2: 'ST', 3: own('lastHash', 'Last hash of the record'), 5: record.lastHash }
  return [...values, ...doseFields(record), ...scoreFields(record), hash]
}

const noteOf = ({ view: { simulated, replayed } }: VisitRecord): readonly string[] => {
  if (!simulated && !replayed) return []
  const mark = simulated ? 'SIMULATED' : 'REPLAY'
  return [segment('NTE', { 1: '1', 3: `${mark}: these are no measurements of a patient in treatment.` })]
}

const patientSegment = ({ view: { patient } }: VisitRecord): string => {
  const { displayName = patient.initials, recordNumber = '', dateOfBirth = '' } = patient
  const born = dateOfBirth.replaceAll('-', '')
  return segment('PID', { 1: '1', 3: `${escaped(recordNumber)}^^^^MR`, 5: `${escaped(displayName)}^^^^^^D`, 7: born })
}

const visitSegments = (record: VisitRecord, now: Instant): readonly string[] => {
  const { view, events, bay } = record
  const admitted = phaseSpans(events).find(({ phase }) => phase !== 'scheduled')?.from ?? now
  const left = endOf(events) ?? now
  const [from, to] = [hl7Time(admitted), hl7Time(left)]
  return [
    segment('PV1', { 1: '1', 2: 'O', 3: `^^${escaped(bay)}`, 19: escaped(view.id), 44: from, 45: to }),
    segment('OBR', {
      1: '1',
      3: `${escaped(view.id)}^VIGIL`,
      4: '85353-1^Vital signs, weight, height, head circumference, oxygen saturation and BMI panel^LN',
      7: from,
      8: to,
      22: hl7Time(now),
      25: statusOf(record),
    }),
  ]
}

/** A visit as one ORU^R01 of HL7 v2.6, segments ended by CR. Test data by its processing id where it is not real. */
export const oruMessage = (record: VisitRecord): string => {
  const { view, lastHash, now } = record
  const status = statusOf(record)
  const observations = observationFields(record).map((fields, index) =>
    segment('OBX', { ...fields, 1: String(index + 1), 11: status }),
  )
  const header = segment('MSH', {
    2: '^~\\&',
    3: 'VIGIL',
    4: escaped(view.site),
    7: hl7Time(now),
    9: 'ORU^R01^ORU_R01',
    10: controlIdOf(view.id, lastHash),
    11: view.simulated || view.replayed ? 'T' : 'P',
    12: '2.6',
    18: 'UNICODE UTF-8',
  })
  const all = [header, patientSegment(record), ...visitSegments(record, now), ...noteOf(record), ...observations]
  return `${all.join('\r')}\r`
}
