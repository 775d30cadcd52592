import { MS_PER_MINUTE } from '../../shared/domain/time.ts'
import { readFields, type EventFields } from './event-fields.ts'

/** A stretch of time in which the pump ran at one rate. */
export interface RateBar {
  readonly from: number
  readonly to: number
  readonly rateMgPerHour: number
}

export interface DoseEvent {
  readonly type: string
  readonly at: string
  readonly occurredAt?: string
  readonly data: Readonly<Record<string, unknown>>
}

interface Step {
  readonly rateMgPerHour: number
  readonly ms: number
}

interface Run {
  readonly bars: readonly RateBar[]
  readonly rest: readonly Step[]
  /** null: the pump stands still. */
  readonly since: number | null
}

const stepsOf = (data: EventFields): Step[] =>
  data.groups('steps').map((step) => ({
    rateMgPerHour: step.figure('rateMgPerHour') ?? 0,
    ms: (step.figure('minutes') ?? 0) * MS_PER_MINUTE,
  }))

/** Draws what ran until `at`, and keeps what of the plan is left. */
const runUntil = ({ bars, rest, since }: Run, at: number): Run => {
  if (since === null) return { bars, rest, since }
  const drawn = [...bars]
  const left: Step[] = []
  let from = since
  for (const step of rest) {
    const to = Math.min(at, from + step.ms)
    if (to > from) drawn.push({ from, to, rateMgPerHour: step.rateMgPerHour })
    if (from + step.ms > at) left.push({ ...step, ms: from + step.ms - Math.max(from, at) })
    from += step.ms
  }
  return { bars: drawn, rest: left, since: at }
}

const after = (run: Run, event: DoseEvent, at: number): Run => {
  const data = readFields(event.data)
  switch (event.type) {
    case 'infusionStarted':
      return { bars: run.bars, rest: stepsOf(data), since: at }
    case 'rateChanged':
      return { ...runUntil(run, at), rest: stepsOf(data) }
    case 'infusionPaused':
      return { ...runUntil(run, at), since: null }
    case 'infusionResumed':
      return { ...run, since: at }
    case 'infusionEnded':
      return { ...runUntil(run, at), rest: [], since: null }
  }
  return run
}

/**
 * What the pump ran, as the events tell it, up to `now`: a drawing of the plan that the server wrote down.
 * @param events in the order of their numbers
 */
export const rateBars = (events: readonly DoseEvent[], now: number): readonly RateBar[] => {
  let run: Run = { bars: [], rest: [], since: null }
  for (const event of events) run = after(run, event, Date.parse(event.occurredAt ?? event.at))
  return runUntil(run, now).bars
}
