import type { Limit, Threshold } from '../../shared/domain/limit.ts'
import type { Phase } from '../../shared/domain/phase.ts'
import { protocolLimits } from '../../shared/domain/protocol.ts'
import { METRIC_INFO } from '../../shared/domain/vital.ts'
import { checkLimits } from './alarm-limit-check.ts'
import { widerThan } from './alarm-limit-width.ts'
import { changesAfter, limitsInForce } from './limit-changes.ts'
import { badRequest, type Objection } from './refusals.ts'
import { rule, type Rule } from './ruling.ts'
import type { Course, SessionState } from './session.ts'

/** Limits that a person sets hold for the rest of the visit: they are compared with the protocol's in each of these. */
const PHASES_AHEAD: Readonly<Partial<Record<Phase, readonly Phase[]>>> = {
  infusing: ['infusing', 'paused', 'recovering'],
  paused: ['infusing', 'paused', 'recovering'],
  recovering: ['recovering'],
}

const FROM_THE_START: readonly Phase[] = ['preparing', 'infusing', 'paused', 'recovering']

const baselineOf = (course: Course) =>
  course.phase === 'scheduled' ? null : (course.preparation?.baseline?.values ?? null)

/** The protocol's limits that a set would be wider than, now or in a phase that is still to come. */
export const widerThanProtocol = (state: SessionState, limits: readonly Limit[]): readonly Limit[] => {
  const { protocol, course } = state
  const change = { limits, by: '', at: state.lastAt }
  const changes = changesAfter(protocolLimits(protocol, course.phase), [], change)
  const wider = (PHASES_AHEAD[course.phase] ?? FROM_THE_START).flatMap((phase) =>
    widerThan(protocolLimits(protocol, phase), limitsInForce(protocol, phase, changes), baselineOf(course)),
  )
  return [...new Map(wider.map((limit) => [JSON.stringify(limit), limit])).values()]
}

const thresholdText = (threshold: Threshold, unit: string): string => {
  if (typeof threshold === 'number') return `${threshold} ${unit}`
  if ('percentOfBaseline' in threshold) return `${threshold.percentOfBaseline} % of the baseline`
  const { offsetFromBaseline } = threshold
  return `the baseline ${offsetFromBaseline < 0 ? '−' : '+'} ${Math.abs(offsetFromBaseline)} ${unit}`
}

/** `SpO2 low 90 %, medium, after 15 s`. */
export const limitWords = ({ metric, direction, threshold, priority, onDelay }: Limit): string => {
  const { label, unitLabel } = METRIC_INFO[metric]
  return `${label} ${direction} ${thresholdText(threshold, unitLabel)}, ${priority}, ${onDelay === 0 ? 'at once' : `after ${onDelay} s`}`
}

/** Narrower speaks for itself; wider is a decision about this patient, which has a reason. */
const checkReason = (state: SessionState, limits: readonly Limit[], reason: string): Objection => {
  if (reason.trim() !== '') return null
  const wider = widerThanProtocol(state, limits)
  if (wider.length === 0) return null
  return badRequest(
    `These limits are wider than the protocol's (${wider.map(limitWords).join('; ')}): say why in a few words.`,
    { wider: wider.map(limitWords) },
  )
}

export const setLimits: Rule<'setLimits'> = ({ state, command: { limits, reason } }) => {
  const objection = checkLimits(limits)
  return rule(objection ?? checkReason(state, limits, reason), {
    type: 'limitsChanged',
    data: { limits, reason: reason.trim() },
  })
}
