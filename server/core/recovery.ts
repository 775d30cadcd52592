import type { Criterion } from '../../shared/domain/protocol.ts'
import type { CriterionView, RecoveryView } from '../../shared/domain/session-view.ts'
import { plusMinutes, plusSeconds, type Instant } from '../../shared/domain/time.ts'
import { newestCuff, newestGood, standsMediumOrHigh, type CuffPressure } from './alarm-questions.ts'
import { nextPressure, pressureMediumFrom } from './blood-pressure.ts'
import { extensionMin, hasSymptomAfter, isAfter, newestAnswer, newestScore } from './journal.ts'
import { oxygenSince } from './oxygen.ts'
import type { GoodValue } from './signal-state.ts'
import type { EndedInfusion, EntryMark, Prepared, SessionState } from './session.ts'

/** Modified Aldrete: pass at 9 (protocols.md, *Scores*). */
const ALDRETE_PASS = 9
/** SpO2 must be above it, on room air (Aldrete score). Percent. */
export const SPO2_ABOVE = 92
/** A saturation speaks for the patient as long as a check in recovery does. Seconds. */
const SPO2_SPEAKS_FOR_S = 900

/** Symptoms that send a criterion back when they return after it was met. */
const SPEAK_AGAINST: ReadonlyMap<string, readonly string[]> = new Map([
  ['nausea', ['nausea', 'vomiting']],
  ['gait', ['dizziness', 'nystagmus', 'blurred vision']],
  ['oriented', ['dissociation', 'agitation', 'confusion', 'drowsiness']],
])

/** A course that has a recovery: while it runs, or as it was when the patient left. */
export interface InRecovery {
  readonly preparation: Prepared
  readonly infusion: EndedInfusion
}

export const minimumUntil = (state: SessionState, course: InRecovery): Instant =>
  plusMinutes(course.infusion.ended.at, state.protocol.recoveryMinimumMin + extensionMin(state.journal))

export const stayUntil = (state: SessionState, course: InRecovery): Instant =>
  plusMinutes(course.infusion.ended.at, state.protocol.longestStayMin)

/** When it is to be written that the longest stay has passed: once for a visit. */
export const stayDeadline = (state: SessionState): Instant | null =>
  state.course.phase === 'recovering' && !state.isStayPassed ? stayUntil(state, state.course) : null

/** What a measurement or a score says of a criterion; where there is none, people are asked. */
interface Evidence extends EntryMark {
  readonly met: boolean
  readonly source: 'monitor' | 'staff'
}

/** A measurement stands beside the entries, not among them. */
const measured = (met: boolean, at: Instant): Evidence => ({ met, source: 'monitor', at, seq: 0 })

const isInBand = (value: number, baseline: number, percent: number): boolean =>
  value * 100 >= baseline * (100 - percent) && value * 100 <= baseline * (100 + percent)

/** @param percent how far systolic and diastolic may be from the baseline; a figure that the cuff did not give does not count */
export const isPressureWithin = (course: InRecovery, { values }: CuffPressure, percent: number): boolean =>
  (['sbp', 'dbp'] as const).every((metric) => {
    const value = values[metric]
    return value === undefined || isInBand(value, course.preparation.baseline.values[metric], percent)
  })

/** The newest pressure of the recovery; it speaks until the next one is so late that its absence is a medium alarm. */
export const speakingPressure = (state: SessionState, course: InRecovery, at: Instant): CuffPressure | null => {
  const pressure = newestCuff(state.alarms)
  if (pressure?.values.sbp === undefined || pressure.measuredAt < course.infusion.ended.at) return null
  const next = nextPressure(state)
  return next !== null && at >= pressureMediumFrom(next) ? null : pressure
}

const pressureEvidence = (state: SessionState, course: InRecovery, at: Instant): Evidence | null => {
  const pressure = speakingPressure(state, course, at)
  if (pressure === null) return null
  return measured(isPressureWithin(course, pressure, state.protocol.recoveryBandPercent), pressure.measuredAt)
}

const recoverySpo2 = (state: SessionState, course: InRecovery): GoodValue | null => {
  const good = newestGood(state.alarms, 'spo2')
  return good !== null && good.measuredAt >= course.infusion.ended.at ? good : null
}

/** From then on the newest SpO2 of the recovery is too old to answer for the patient. */
export const spo2SpeaksUntil = (state: SessionState, course: InRecovery): Instant | null => {
  const good = recoverySpo2(state, course)
  return good === null ? null : plusSeconds(good.measuredAt, SPO2_SPEAKS_FOR_S)
}

export const speakingSpo2 = (state: SessionState, course: InRecovery, at: Instant): GoodValue | null => {
  const good = recoverySpo2(state, course)
  return good === null || at >= plusSeconds(good.measuredAt, SPO2_SPEAKS_FOR_S) ? null : good
}

/** A low value speaks for itself; a good one says nothing of room air while oxygen is given: then people are asked. */
const spo2Evidence = (state: SessionState, course: InRecovery, at: Instant): Evidence | null => {
  const good = speakingSpo2(state, course, at)
  if (good === null) return null
  if (good.value > SPO2_ABOVE && oxygenSince(state) !== null) return null
  return measured(good.value > SPO2_ABOVE, good.measuredAt)
}

const scoreEvidence = (state: SessionState, course: InRecovery): Evidence | null => {
  const score = newestScore(state.journal, 'aldrete', course.infusion.ended.at)
  if (score === undefined) return null
  return { met: score.data.score >= ALDRETE_PASS, source: 'staff', at: score.at, seq: score.seq }
}

const evidenceFor = (id: string, state: SessionState, course: InRecovery, at: Instant): Evidence | null => {
  if (id === 'bp') return pressureEvidence(state, course, at)
  if (id === 'spo2') return spo2Evidence(state, course, at)
  return id === 'aldrete' ? scoreEvidence(state, course) : null
}

type Standing = Pick<CriterionView, 'met' | 'source'>
type Answer = ReturnType<typeof newestAnswer>

/** A person's word, until a symptom that came later speaks against it. */
const staffWord = (id: string, answer: Answer, state: SessionState): Standing =>
  answer === undefined || hasSymptomAfter(state.journal, SPEAK_AGAINST.get(id) ?? [], answer)
    ? { met: false, source: 'open' }
    : { met: answer.data.met, source: 'staff' }

/** SpO2 is fine on oxygen, too: a person's *not met* holds against a monitor, and against a score until a later one. */
const isDenied = (evidence: Evidence, answer: Answer): boolean =>
  answer?.data.met === false && (evidence.source === 'monitor' || isAfter(answer, evidence))

/** What was said of the saturation before oxygen was given says nothing of room air now. */
const answerTo = (id: string, state: SessionState): Answer => {
  const answer = newestAnswer(state.journal, id)
  const oxygen = id === 'spo2' ? oxygenSince(state) : null
  return answer !== undefined && oxygen !== null && isAfter(oxygen, answer) ? undefined : answer
}

/** What is measured answers by itself, and no word makes it better. */
const standingOf = (id: string, state: SessionState, course: InRecovery, at: Instant): Standing => {
  const evidence = evidenceFor(id, state, course, at)
  const answer = answerTo(id, state)
  if (evidence === null) return staffWord(id, answer, state)
  return isDenied(evidence, answer) ? { met: false, source: 'staff' } : { met: evidence.met, source: evidence.source }
}

/** Why the monitor cannot answer what it can otherwise. */
const askedBecause = (id: string, { source }: Standing, state: SessionState): Pick<CriterionView, 'note'> =>
  id === 'spo2' && source === 'open' && oxygenSince(state) !== null ? { note: 'oxygen given: look on room air' } : {}

const criterionView = ({ id, label, stage }: Criterion, standing: Standing, state: SessionState): CriterionView => ({
  id,
  label,
  stage,
  ...standing,
  ...askedBecause(id, standing, state),
})

export const criteriaOf = (state: SessionState, course: InRecovery, at: Instant): readonly CriterionView[] =>
  state.protocol.criteria.map((criterion) =>
    criterionView(criterion, standingOf(criterion.id, state, course, at), state),
  )

export const openCriteria = (state: SessionState, course: InRecovery, at: Instant): readonly CriterionView[] =>
  criteriaOf(state, course, at).filter(({ stage, met }) => stage === 'ready' && !met)

/** Also where the protocol does not name it: nobody is ready whose newest pressure is out of the band. */
const isPressureAgainst = (state: SessionState, course: InRecovery, at: Instant): boolean =>
  pressureEvidence(state, course, at)?.met === false

/** *Ready* = minimum passed, criteria met, newest pressure within the band, no medium or high alarm (session.md section 4). */
export const recoveryStatus = (state: SessionState, course: InRecovery, at: Instant): RecoveryView['status'] => {
  const isPassed = at >= minimumUntil(state, course)
  const isReady =
    isPassed &&
    openCriteria(state, course, at).length === 0 &&
    !isPressureAgainst(state, course, at) &&
    !standsMediumOrHigh(state.alarms)
  if (isReady) return 'ready'
  if (at >= stayUntil(state, course)) return 'overdue'
  return isPassed ? 'due' : 'recovering'
}
