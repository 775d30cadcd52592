import { SCALE_INFO, type Scale } from '../../../shared/domain/score.ts'
import type { StoredEvent } from '../../../shared/domain/session-event.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { VisitRecord } from '../visit-record.ts'
import { eventsOf, happenedAt } from './sheet-parts.ts'

/** An effect of the dose over time, from scores and symptoms. */
export interface EffectCourse {
  /** Whether anybody looked for it at all. */
  readonly isLookedFor: boolean
  readonly onset: Instant | null
  readonly worst: string | null
  /** The first score without it after the last sign of it; null: it has not ended, or nobody looked again. */
  readonly resolution: Instant | null
}

/** How an effect is seen: scores that measure it, with the value of "none", and symptoms that name it. */
export interface EffectSigns {
  readonly scales: Readonly<Partial<Record<Scale, number>>>
  /** A lower score is more of it. */
  readonly isLowWorse: boolean
  readonly symptoms: readonly string[]
}

interface Sign {
  readonly at: Instant
  readonly isPresent: boolean
  readonly said: string
}

const signOf = (event: StoredEvent, { scales, symptoms }: EffectSigns): Sign | null => {
  if (event.type === 'symptomRecorded') {
    const { symptom, grade } = event.data
    if (!symptoms.includes(symptom.trim().toLowerCase())) return null
    return { at: happenedAt(event), isPresent: true, said: `${symptom}, ${grade}` }
  }
  if (event.type !== 'assessmentRecorded') return null
  const { scale, score } = event.data
  const none = scales[scale]
  if (none === undefined) return null
  return { at: happenedAt(event), isPresent: score !== none, said: `${SCALE_INFO[scale].label} ${score}` }
}

const worstOf = (record: VisitRecord, { scales, isLowWorse }: EffectSigns): string | null => {
  const scores = eventsOf(record, 'assessmentRecorded').filter(({ data }) => scales[data.scale] !== undefined)
  const worst = scores.reduce<(typeof scores)[number] | null>((best, event) => {
    if (best === null) return event
    return event.data.score < best.data.score === isLowWorse && event.data.score !== best.data.score ? event : best
  }, null)
  return worst === null ? null : `${SCALE_INFO[worst.data.scale].label} ${worst.data.score}`
}

/** @param since the dose: what was there before it is none of its effects */
export const courseOf = (record: VisitRecord, effect: EffectSigns, since: Instant): EffectCourse => {
  const signs = record.events
    .map((event) => signOf(event, effect))
    .filter((sign) => sign !== null && sign.at >= since)
    .filter((sign) => sign !== null)
    .toSorted((one, other) => one.at - other.at)
  const present = signs.filter(({ isPresent }) => isPresent)
  const [first, last] = [present[0], present.at(-1)]
  if (first === undefined || last === undefined)
    return { isLookedFor: signs.length > 0, onset: null, worst: null, resolution: null }
  const resolution = signs.find(({ at, isPresent }) => !isPresent && at >= last.at)?.at ?? null
  return { isLookedFor: true, onset: first.at, worst: worstOf(record, effect) ?? last.said, resolution }
}
