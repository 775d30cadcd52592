import type { Metric } from '../../shared/domain/vital.ts'
import type { HandValues } from '../../shared/domain/command.ts'
import type { Reading, ReadingsStored } from '../../shared/domain/reading.ts'
import { err } from '../../shared/domain/result.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { decidePauseAudio } from './alarm-audio.ts'
import { decideAcknowledge } from './alarm-engine.ts'
import { checkPast } from './occurrence.ts'
import { checkHandValues, checkScore } from './plausible.ts'
import { checkText } from './refusals.ts'
import { rule, type Rule } from './ruling.ts'

const byHand = (values: HandValues, measuredAt: Instant, now: Instant): ReadingsStored => {
  const entries = Object.entries(values) as readonly (readonly [Metric, number])[]
  const readings = entries.map(([metric, value]): Reading => ({
    kind: 'sample',
    metric,
    value,
    quality: 'good',
    measuredAt,
    receivedAt: now,
    deviceTime: null,
    origin: 'manual',
    deviceId: null,
    isBacklog: false,
  }))
  return { type: 'readingsStored', at: now, readings, devices: [] }
}

export const recordVitals: Rule<'recordVitals'> = ({ state, command: { values, measuredAt }, now, when }) => {
  const objection = checkHandValues(values)
  if (objection !== null) return err(objection)
  const floor = { at: state.createdAt, what: 'when the session began' }
  const measured = checkPast('measuredAt', measuredAt ?? when, now, floor)
  if (!measured.ok) return measured
  return rule(null, byHand(values, measured.value, now), {
    type: 'vitalsRecorded',
    data: { values, measuredAt: measured.value },
  })
}

export const recordAssessment: Rule<'recordAssessment'> = ({ command: { scale, score, items } }) => {
  const data = { scale, score, ...(items === undefined ? {} : { items }) }
  return rule(checkScore(data), { type: 'assessmentRecorded', data })
}

export const recordSymptom: Rule<'recordSymptom'> = ({ command: { symptom, grade } }) =>
  rule(checkText('The symptom', symptom), { type: 'symptomRecorded', data: { symptom, grade } })

export const recordIntervention: Rule<'recordIntervention'> = ({ command: { intervention, detail } }) =>
  rule(checkText('The intervention', intervention), {
    type: 'interventionRecorded',
    data: { intervention, ...(detail === undefined ? {} : { detail }) },
  })

export const acknowledgeAlarm: Rule<'acknowledgeAlarm'> = ({ state, order, command, now }) =>
  decideAcknowledge(state.alarms, command.alarmId, order.staff, now)

export const pauseAudio: Rule<'pauseAudio'> = ({ state, order, command, now }) =>
  decidePauseAudio(state.alarms, command.seconds, order.staff, now)
