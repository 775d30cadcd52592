import { METRIC_INFO, type Metric } from '../../shared/domain/vital.ts'
import type { HandValues } from '../../shared/domain/command.ts'
import { limitIdentity, type Limit } from '../../shared/domain/limit.ts'
import type { Reading, ReadingsStored } from '../../shared/domain/reading.ts'
import { err } from '../../shared/domain/result.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { decidePauseAudio } from './alarm-audio.ts'
import { decideAcknowledge } from './alarm-engine.ts'
import { duplicateLimit } from './alarm-limit-set.ts'
import { checkPast } from './occurrence.ts'
import { checkHandValues, checkScore } from './plausible.ts'
import { badRequest, checkText, firstObjection, outOfRange, type Objection } from './refusals.ts'
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

const checkThreshold = ({ metric, threshold }: Limit): Objection => {
  const { label, possible, unitLabel } = METRIC_INFO[metric]
  if (typeof threshold === 'number') {
    const [low, high] = possible
    if (threshold >= low && threshold <= high) return null
    return outOfRange(`A limit of ${threshold} for ${label} cannot be; ${low} to ${high} ${unitLabel} is accepted.`)
  }
  const figure = 'percentOfBaseline' in threshold ? threshold.percentOfBaseline : threshold.offsetFromBaseline
  if (Number.isFinite(figure) && (figure > 0 || 'offsetFromBaseline' in threshold)) return null
  return outOfRange(`A limit of ${figure} from the baseline of ${label} is no figure to compare with.`)
}

const checkLimit = (limit: Limit): Objection => {
  const figures = [limit.onDelay, limit.offDelay, limit.hysteresis]
  if (figures.every((figure) => Number.isFinite(figure) && figure >= 0)) return checkThreshold(limit)
  return outOfRange(`Delays and hysteresis of ${limitIdentity(limit)} must be 0 or more.`)
}

const checkLimits = (limits: readonly Limit[]): Objection => {
  if (limits.length === 0) return badRequest('Without a limit no vital sign would alarm; give at least one.')
  const duplicate = duplicateLimit(limits)
  const twice =
    duplicate === null ? null : badRequest(`Two limits are ${duplicate}; give each once, or an id of its own.`)
  return firstObjection(twice, ...limits.map(checkLimit))
}

export const setLimits: Rule<'setLimits'> = ({ command: { limits, reason } }) =>
  rule(firstObjection(checkText('The reason', reason), checkLimits(limits)), {
    type: 'limitsChanged',
    data: { limits, reason },
  })

export const acknowledgeAlarm: Rule<'acknowledgeAlarm'> = ({ state, order, command, now }) =>
  decideAcknowledge(state.alarms, command.alarmId, order.staff, now)

export const pauseAudio: Rule<'pauseAudio'> = ({ state, order, command, now }) =>
  decidePauseAudio(state.alarms, command.seconds, order.staff, now)
