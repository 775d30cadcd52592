import type { DoseStep } from '../../shared/domain/protocol.ts'
import { MS_PER_MINUTE, instant, latest, type Instant } from '../../shared/domain/time.ts'
import type { DoseRun, InfusingCourse, PausedCourse } from './session.ts'

const MINUTES_PER_HOUR = 60

const stepMg = (step: DoseStep): number => (step.rateMgPerHour * step.minutes) / MINUTES_PER_HOUR

export const planMg = (steps: readonly DoseStep[]): number => steps.reduce((sum, step) => sum + stepMg(step), 0)

export const planMinutes = (steps: readonly DoseStep[]): number => steps.reduce((sum, step) => sum + step.minutes, 0)

/** @param steps none: the whole dose at once (im, nasal). */
export const startRun = (doseMg: number, steps: readonly DoseStep[], at: Instant): DoseRun => ({
  plannedMg: doseMg,
  infusedMg: steps.length === 0 ? doseMg : 0,
  from: at,
  steps,
})

/** The run as it stands at `at` with the pump running since `from`: the integral of the rates, and what is left of the plan. */
export const advance = (run: DoseRun, at: Instant): DoseRun => {
  // A plan that has ended stays at its dose: delivered is the planned figure itself, free of what adding up lost.
  if (run.steps.length > 0 && at >= planEnd(run)) return { ...run, infusedMg: run.plannedMg, from: at, steps: [] }
  let minutes = (latest(at, run.from) - run.from) / MS_PER_MINUTE
  let infusedMg = run.infusedMg
  const rest: DoseStep[] = []
  for (const step of run.steps) {
    const ran = Math.min(minutes, step.minutes)
    minutes -= ran
    infusedMg += stepMg({ ...step, minutes: ran })
    if (ran < step.minutes) rest.push({ ...step, minutes: step.minutes - ran })
  }
  // Steps given by hand may add up to a trifle more than the dose that they are for.
  return { ...run, infusedMg: Math.min(infusedMg, run.plannedMg), from: latest(at, run.from), steps: rest }
}

/** The pump stands still: what is left of the plan is left when it goes on. */
export const goOn = (run: DoseRun, at: Instant): DoseRun => ({ ...run, from: at })

/** What has run by `at`: while paused nothing does. */
export const runAt = ({ phase, infusion }: InfusingCourse | PausedCourse, at: Instant): DoseRun =>
  phase === 'infusing' ? advance(infusion.dose, at) : infusion.dose

/** From here on nothing more of the plan is given. */
export const stopRun = (run: DoseRun): DoseRun => ({ ...run, steps: [] })

/** What the plan has still to give. */
export const remainingMg = (run: DoseRun): number => (run.steps.length === 0 ? 0 : run.plannedMg - run.infusedMg)

/** When the plan ends if the pump runs on from `from`. Rounded up, so that at that instant it has ended. */
export const planEnd = (run: DoseRun): Instant => instant(Math.ceil(run.from + planMinutes(run.steps) * MS_PER_MINUTE))

/** mg/h at `from`; 0 after the plan's end. */
export const rateMgPerHour = (run: DoseRun): number => run.steps[0]?.rateMgPerHour ?? 0

/** The rest of the plan as one step at a new rate, until the planned total is reached. */
export const restAtRate = (run: DoseRun, rate: number): readonly DoseStep[] => [
  { rateMgPerHour: rate, minutes: (remainingMg(run) / rate) * MINUTES_PER_HOUR },
]

/** Instants at which the rate changes by itself. */
export const stepEnds = (run: DoseRun): readonly Instant[] =>
  run.steps.map((_, index) => planEnd({ ...run, steps: run.steps.slice(0, index + 1) }))
