import type { StaffCommand } from '../../../shared/domain/command.ts'
import type { Patient } from '../../../shared/domain/session-event.ts'
import type { Protocol } from '../../../shared/domain/protocol.ts'
import { plusMinutes, plusSeconds, type Instant } from '../../../shared/domain/time.ts'
import type { RawReading } from '../../ports/source.ts'
import type { Monitor } from './monitor.ts'
import { createRandom, type Random } from './random.ts'
import { EPISODE_EVERY_S } from './scenarios.ts'

/** How one simulated visit goes: minutes from the moment of admission. */
export interface VisitCourse {
  readonly doseMgPerKg: number
  readonly startMin: number
  readonly infusionMin: number
  /** Minutes of the infusion at which it is paused, and for how long; Infinity: it stays paused. */
  readonly pause: { readonly atMin: number; readonly forMin: number } | null
  readonly recoveryMin: number
  readonly isSigned: boolean
  /** Minutes of the infusion at which the monitor's scenario begins; null: not in the history. */
  readonly episodeAtMin: number | null
}

export interface PlannedVisit {
  readonly seed: string
  readonly admittedAt: Instant
  readonly patient: Patient
  readonly protocol: Protocol
  readonly course: VisitCourse
  /** Hangs on the patient from the first minute; what it says until now is the visit's history. */
  readonly monitor: Monitor
}

export type VisitStep =
  | { readonly kind: 'order'; readonly at: Instant; readonly by: 'nurse' | 'clinician'; readonly command: StaffCommand }
  | { readonly kind: 'readings'; readonly at: Instant; readonly readings: readonly RawReading[] }

const order = (at: Instant, command: StaffCommand, by: 'nurse' | 'clinician' = 'nurse'): VisitStep => ({
  kind: 'order',
  at,
  by,
  command,
})

const preparation = (visit: PlannedVisit, random: Random): readonly VisitStep[] => {
  const { admittedAt, protocol, course } = visit
  const span = Math.max(1, course.startMin - 4)
  const checked = protocol.checklist
    .filter(({ required }) => required)
    .map(({ id }, index, all) =>
      order(plusSeconds(admittedAt, Math.round(90 + (index * span * 60) / all.length)), { type: 'checkOff', item: id }),
    )
  const { model } = visit.monitor
  const baseline = order(plusMinutes(admittedAt, course.startMin - 2), {
    type: 'recordBaseline',
    sbp: Math.round(model.sbp + random.normal(0, 1.5)),
    dbp: Math.round(model.dbp + random.normal(0, 1)),
    hr: Math.round(model.hr),
    spo2: Math.round(model.spo2),
    rr: Math.round(model.rr),
  })
  return [...checked, baseline]
}

/** Shares of patients who feel it: Rodrigues 2020, 203 patients. */
const SYMPTOMS = [
  { symptom: 'drowsiness', share: 0.56 },
  { symptom: 'dizziness', share: 0.45 },
  { symptom: 'dissociation', share: 0.36 },
  { symptom: 'nausea', share: 0.13 },
] as const

const felt = (startAt: Instant, random: Random): readonly VisitStep[] =>
  SYMPTOMS.filter(({ share }) => random.next() < share).flatMap(({ symptom }) => {
    const at = plusSeconds(startAt, Math.round(random.between(11, 30) * 60))
    const grade = random.next() < 0.75 ? 'mild' : 'moderate'
    const entry = order(at, { type: 'recordSymptom', symptom, grade })
    if (symptom !== 'nausea') return [entry]
    const given = { type: 'recordIntervention', intervention: 'ondansetron', detail: '4 mg IV' } as const
    return [entry, order(plusSeconds(at, 95), given)]
  })

const checks = (from: Instant, until: Instant, everyMin: number, random: Random): readonly VisitStep[] => {
  const steps: VisitStep[] = []
  for (let at = plusMinutes(from, everyMin); at < until; at = plusMinutes(at, everyMin)) {
    const doneAt = plusSeconds(at, Math.round(random.between(-70, 50)))
    steps.push(order(doneAt, { type: 'completeCheck', looked: 'awake, line flowing' }))
    const sedation = Math.round(random.between(3.6, 5.4))
    steps.push(
      order(plusSeconds(doneAt, 20), { type: 'recordAssessment', scale: 'moaas', score: Math.min(5, sedation) }),
    )
  }
  return steps
}

const pauseSteps = (startAt: Instant, pause: VisitCourse['pause']): readonly VisitStep[] => {
  if (pause === null) return []
  const pausedAt = plusMinutes(startAt, pause.atMin)
  const paused = order(pausedAt, { type: 'pauseInfusion', reason: 'Patient asked' })
  if (!Number.isFinite(pause.forMin)) return [paused]
  return [paused, order(plusMinutes(pausedAt, pause.forMin), { type: 'resumeInfusion' })]
}

const recovery = (visit: PlannedVisit, endAt: Instant, random: Random): readonly VisitStep[] => {
  const homeAt = plusMinutes(endAt, visit.course.recoveryMin)
  const criteriaAt = plusMinutes(endAt, Math.min(52, visit.course.recoveryMin - 6))
  const asked = visit.protocol.criteria.filter(
    ({ id, stage }) => stage === 'ready' && ['oriented', 'gait', 'nausea'].includes(id),
  )
  const answered = asked.map(({ id }, index) =>
    order(plusSeconds(criteriaAt, 40 + index * 15), { type: 'assessCriterion', criterion: id, met: true }),
  )
  const aldrete = order(criteriaAt, {
    type: 'recordAssessment',
    scale: 'aldrete',
    items: { activity: 2, respiration: 2, circulation: 2, consciousness: 2, spo2: 2 },
    score: 10,
  })
  const home = order(homeAt, { type: 'discharge', escort: 'Partner', ivRemoved: true, instructionsGiven: true })
  const signed = order(plusMinutes(homeAt, 25), { type: 'signOff', statement: 'Reviewed and complete.' }, 'clinician')
  return [...checks(endAt, homeAt, 15, random), aldrete, ...answered, home, ...(visit.course.isSigned ? [signed] : [])]
}

interface Milestones {
  readonly startAt: Instant
  readonly endAt: Instant
  readonly homeAt: Instant
}

const milestones = ({ admittedAt, course }: PlannedVisit): Milestones => {
  const startAt = plusMinutes(admittedAt, course.startMin)
  const pausedMin = course.pause !== null && Number.isFinite(course.pause.forMin) ? course.pause.forMin : 0
  const endAt = plusSeconds(plusMinutes(startAt, course.infusionMin + pausedMin), 20)
  return { startAt, endAt, homeAt: plusMinutes(endAt, course.recoveryMin) }
}

/** What runs at each second, as the orders of the plan say it. mg/kg/h. */
const rateAt = (visit: PlannedVisit, { startAt, endAt }: Milestones, at: Instant): number => {
  if (at < startAt || at >= endAt) return 0
  const { pause, doseMgPerKg, infusionMin } = visit.course
  if (pause !== null) {
    const intoMin = (at - startAt) / 60_000
    if (intoMin >= pause.atMin && intoMin < pause.atMin + pause.forMin) return 0
  }
  return (doseMgPerKg * 60) / infusionMin
}

const episodeSinceS = ({ course }: PlannedVisit, { startAt }: Milestones, at: Instant): number | null => {
  if (course.episodeAtMin === null) return null
  const sinceS = (at - plusMinutes(startAt, course.episodeAtMin)) / 1_000
  return sinceS >= 0 && sinceS < EPISODE_EVERY_S ? sinceS : null
}

function* readingSteps(visit: PlannedVisit, marks: Milestones, until: Instant): Generator<VisitStep> {
  const from = plusSeconds(visit.admittedAt, 60)
  for (let at = from; at <= until && at < marks.homeAt; at = plusSeconds(at, 1)) {
    const readings = visit.monitor.second({
      at,
      mgPerKgPerHour: rateAt(visit, marks, at),
      scenarioSinceS: episodeSinceS(visit, marks, at),
    })
    if (readings !== null) yield { kind: 'readings', at, readings }
  }
}

/** Everything that people do in the visit, in order of time, and all that the monitor says from the first minute until `until`. */
export function* planVisit(visit: PlannedVisit, until: Instant): Generator<VisitStep> {
  const random = createRandom(`${visit.seed}/staff`)
  const marks = milestones(visit)
  const { course, patient } = visit
  const doseMg = Math.round(course.doseMgPerKg * patient.weightKg * 10) / 10
  const orders = [
    ...preparation(visit, random),
    order(marks.startAt, { type: 'startInfusion', doseMg, durationMin: course.infusionMin }),
    ...felt(marks.startAt, random),
    ...checks(marks.startAt, marks.endAt, 10, random),
    ...pauseSteps(marks.startAt, course.pause),
    order(marks.endAt, { type: 'endInfusion', outcome: 'completed' }),
    ...recovery(visit, marks.endAt, random),
  ]
    .filter(({ at }) => at <= until)
    .sort((first, second) => first.at - second.at)
  let next = 0
  for (const step of readingSteps(visit, marks, until)) {
    for (let due = orders[next]; due !== undefined && due.at <= step.at; due = orders[next]) {
      yield due
      next += 1
    }
    yield step
  }
  yield* orders.slice(next)
}
