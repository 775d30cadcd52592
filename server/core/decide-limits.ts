import { limitIdentity, type Limit, type Threshold } from '../../shared/domain/limit.ts'
import type { Phase } from '../../shared/domain/phase.ts'
import { protocolLimits } from '../../shared/domain/protocol.ts'
import { METRIC_INFO } from '../../shared/domain/vital.ts'
import { duplicateLimit } from './alarm-limit-set.ts'
import { widerThan } from './alarm-limit-width.ts'
import { changesAfter, limitsInForce } from './limit-changes.ts'
import { badRequest, firstObjection, outOfRange, type Objection } from './refusals.ts'
import { rule, type Rule } from './ruling.ts'
import type { Course, SessionState } from './session.ts'

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

/** Whether a set of limits can be at all. */
const checkLimits = (limits: readonly Limit[]): Objection => {
  if (limits.length === 0) return badRequest('Without a limit no vital sign would alarm; give at least one.')
  const duplicate = duplicateLimit(limits)
  const twice =
    duplicate === null ? null : badRequest(`Two limits are ${duplicate}; give each once, or an id of its own.`)
  return firstObjection(twice, ...limits.map(checkLimit))
}

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
const widerThanProtocol = (state: SessionState, limits: readonly Limit[]): readonly Limit[] => {
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
const limitWords = ({ metric, direction, threshold, priority, onDelay }: Limit): string => {
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
