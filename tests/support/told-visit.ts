// One visit with something of everything: what the exports have to tell.
import { plusSeconds } from '../../shared/domain/time.ts'
import type { Sample } from '../../shared/domain/reading.ts'
import { at, clinician, cuff, infusing, MONITOR, nurse, sample, type Visit } from './visit.ts'
import { eventsOf } from './visit-record.ts'

/** Seconds after the infusion began in which there was no reading at all. */
const SILENT = { from: 600, to: 720 }
/** Seconds in which the probe was off. */
const OFF = { from: 900, to: 990 }
/** Marked as artefact: 61 % in seconds 1,200 to 1,205. */
export const ARTEFACT = { from: 1_200, to: 1_205 }

const inside = (second: number, { from, to }: { readonly from: number; readonly to: number }): boolean =>
  second >= from && second < to

/** What the monitor said in one second of the infusion. */
const second = (number: number): readonly Sample[] => {
  const when = plusSeconds(at(2), number)
  if (inside(number, SILENT)) return []
  const hr = sample('hr', 70 + (number % 7), when)
  const rr = sample('rr', 12 + (number % 3), when)
  if (inside(number, OFF))
    return [hr, rr, { ...sample('spo2', 0, when), kind: 'noValue', status: 'sensorOff' } as unknown as Sample]
  const spo2 = inside(number, ARTEFACT) ? 61 : 97 + (number % 3)
  return [hr, rr, sample('spo2', spo2, when, number % 50 === 49 ? { quality: 'poor' } : {})]
}

/** 40 min of readings, four blood pressures, entries, an amendment, an artefact, a signature. */
export const toldVisit = (): Visit => {
  const visit = infusing()
  visit.run(
    { type: 'attachDevice', device: { deviceId: MONITOR, name: 'Monitor 7', intervals: {} }, staff: nurse },
    at(2),
  )
  for (let number = 0; number < 2_400; number += 1) {
    const when = plusSeconds(at(2), number)
    const pressure = number % 600 === 300 ? [...cuff(140 + number / 60, 90, when), sample('map', 107, when)] : []
    const readings = [...second(number), ...pressure]
    if (readings.length > 0) visit.read(readings, when)
  }
  const late = at(43)
  visit.order({ type: 'recordVitals', values: { sbp: 310 - 100, dbp: 88, temp: 36.6 } }, late)
  visit.order({ type: 'recordSymptom', symptom: 'nausea', grade: 'mild' }, late, { occurredAt: at(20) })
  visit.order(
    { type: 'recordIntervention', intervention: 'ondansetron', detail: '4 mg IV, "slowly", then\nwater' },
    late,
  )
  visit.order({ type: 'recordAssessment', scale: 'phq9', score: 14 }, late)
  const { from, to } = ARTEFACT
  visit.order(
    {
      type: 'markArtefact',
      metric: 'spo2',
      from: plusSeconds(at(2), from),
      to: plusSeconds(at(2), to),
      reason: 'moved',
    },
    late,
  )
  const seq = eventsOf(visit).find(({ type }) => type === 'vitalsRecorded')?.seq ?? 0
  visit.order({ type: 'amend', seq, correction: { values: { sbp: 131 } }, reason: 'slip of the hand' }, late, {
    staff: clinician,
  })
  visit.order({ type: 'endInfusion', outcome: 'completed' }, at(44))
  return visit
}

/** Discharged at minute 60 and signed; `isConfirmed`: with the sign-in once more. */
export const signedVisit = ({ isConfirmed = false } = {}): Visit => {
  const visit = toldVisit()
  for (const alarm of visit.view(at(60)).alarms) {
    if (!alarm.acknowledged) visit.order({ type: 'acknowledgeAlarm', alarmId: alarm.id }, at(60))
  }
  visit.order(
    { type: 'discharge', escort: 'Sister', ivRemoved: true, instructionsGiven: true, override: { reason: 'asked to' } },
    at(60),
    { staff: clinician },
  )
  visit.order({ type: 'signOff', statement: 'Reviewed, complete.', isConfirmed }, at(70), { staff: clinician })
  return visit
}
