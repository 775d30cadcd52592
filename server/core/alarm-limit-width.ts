import { priorityRank, resolveThreshold, type BaselineValues, type Limit } from '../../shared/domain/limit.ts'

const isSameWay = (first: Limit, second: Limit): boolean =>
  first.metric === second.metric && first.direction === second.direction

/** The figures of two thresholds where they can be compared: both known, or both derived in the same way. */
const figuresOf = (first: Limit, second: Limit, baseline: BaselineValues | null): readonly [number, number] | null => {
  const [one, other] = [resolveThreshold(first, baseline), resolveThreshold(second, baseline)]
  if (one !== null && other !== null) return [one, other]
  const [mine, theirs] = [first.threshold, second.threshold]
  if (typeof mine === 'number' || typeof theirs === 'number') return null
  if ('percentOfBaseline' in mine && 'percentOfBaseline' in theirs)
    return [mine.percentOfBaseline, theirs.percentOfBaseline]
  if ('offsetFromBaseline' in mine && 'offsetFromBaseline' in theirs)
    return [mine.offsetFromBaseline, theirs.offsetFromBaseline]
  return null
}

/** Whatever passes `wanted` passes `limit` as well, no later, and at no lower priority. */
const covers = (limit: Limit, wanted: Limit, baseline: BaselineValues | null): boolean => {
  if (!isSameWay(limit, wanted) || limit.onDelay > wanted.onDelay) return false
  if (priorityRank(limit.priority) < priorityRank(wanted.priority)) return false
  const figures = figuresOf(limit, wanted, baseline)
  if (figures === null) return false
  const [mine, theirs] = figures
  return wanted.direction === 'low' ? mine >= theirs : mine <= theirs
}

/**
 * The limits of `own` that a set is wider than: something that passes one of them would alarm later, at a lower priority
 * or not at all. Two that cannot be compared before there is a baseline count as wider. How soon an alarm ends again
 * (offDelay, hysteresis) makes no set wider.
 */
export const widerThan = (
  own: readonly Limit[],
  limits: readonly Limit[],
  baseline: BaselineValues | null,
): readonly Limit[] => own.filter((wanted) => !limits.some((limit) => covers(limit, wanted, baseline)))
