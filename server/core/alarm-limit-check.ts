import { limitIdentity, type Limit } from '../../shared/domain/limit.ts'
import { METRIC_INFO } from '../../shared/domain/vital.ts'
import { duplicateLimit } from './alarm-limit-set.ts'
import { badRequest, firstObjection, outOfRange, type Objection } from './refusals.ts'

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

/** What is wrong with a set of limits, whether it is to be set or only tried. */
export const checkLimits = (limits: readonly Limit[]): Objection => {
  if (limits.length === 0) return badRequest('Without a limit no vital sign would alarm; give at least one.')
  const duplicate = duplicateLimit(limits)
  const twice =
    duplicate === null ? null : badRequest(`Two limits are ${duplicate}; give each once, or an id of its own.`)
  return firstObjection(twice, ...limits.map(checkLimit))
}
