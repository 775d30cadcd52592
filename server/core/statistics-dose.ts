import type { DoseStep } from '../../shared/domain/protocol.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { MS_PER_HOUR, MS_PER_MINUTE, plusMs, type Instant } from '../../shared/domain/time.ts'

/** A stretch of time in which the pump ran at one rate. */
export interface RateSpan {
  readonly from: Instant
  readonly to: Instant
  readonly rateMgPerHour: number
  readonly mg: number
}

/** Given at once: a bolus, or the whole of an im or nasal dose. */
export interface DoseAtOnce {
  readonly at: Instant
  readonly mg: number
}

export interface DoseCourse {
  readonly rates: readonly RateSpan[]
  readonly atOnce: readonly DoseAtOnce[]
}

interface Run extends DoseCourse {
  /** What of the plan is left. */
  readonly steps: readonly DoseStep[]
  /** null: the pump stands still. */
  readonly since: Instant | null
}

const IDLE: Run = { rates: [], atOnce: [], steps: [], since: null }

const spanOf = (from: Instant, to: Instant, rateMgPerHour: number): RateSpan => ({
  from,
  to,
  rateMgPerHour,
  mg: (rateMgPerHour * (to - from)) / MS_PER_HOUR,
})

/** What ran until `at`, and what of the plan is left then. */
const runUntil = (run: Run, at: Instant): Run => {
  if (run.since === null) return run
  const rates = [...run.rates]
  const steps: DoseStep[] = []
  let from = run.since
  for (const step of run.steps) {
    const ends = plusMs(from, Math.round(step.minutes * MS_PER_MINUTE))
    const to = ends < at ? ends : at
    if (to > from) rates.push(spanOf(from, to, step.rateMgPerHour))
    if (ends > at) steps.push({ ...step, minutes: (ends - (from > at ? from : at)) / MS_PER_MINUTE })
    from = ends
  }
  return { ...run, rates, steps, since: at }
}

const stopped = (run: Run): Run => ({ ...run, steps: [], since: null })

const withAtOnce = (run: Run, at: Instant, mg: number): Run => ({ ...run, atOnce: [...run.atOnce, { at, mg }] })

const after = (run: Run, event: StoredEvent): Run => {
  const at = event.occurredAt ?? event.at
  if (event.type === 'infusionStarted') {
    const { steps, doseMg } = event.data
    return steps.length === 0 ? withAtOnce(run, at, doseMg) : { ...run, steps, since: at }
  }
  if (event.type === 'rateChanged') return { ...runUntil(run, at), steps: event.data.steps }
  if (event.type === 'bolusGiven') return withAtOnce(run, at, event.data.mg)
  if (event.type === 'infusionPaused') return { ...runUntil(run, at), since: null }
  if (event.type === 'infusionResumed') return { ...run, since: at }
  if (event.type === 'infusionEnded' || event.type === 'sessionTransferred') return stopped(runUntil(run, at))
  return run
}

/** What was really given, up to `now`, as the events tell it. */
export const doseCourse = (events: readonly StoredEvent[], now: Instant): DoseCourse => {
  const { rates, atOnce } = runUntil(events.reduce(after, IDLE), now)
  return { rates, atOnce }
}

const givenOf = ({ from, to, mg }: RateSpan, at: Instant): number => {
  if (at >= to) return mg
  return at <= from ? 0 : (mg * (at - from)) / (to - from)
}

/** @returns mg given by then. */
export const givenMg = ({ rates, atOnce }: DoseCourse, at: Instant): number =>
  rates.reduce((sum, span) => sum + givenOf(span, at), 0) +
  atOnce.reduce((sum, dose) => sum + (dose.at <= at ? dose.mg : 0), 0)
