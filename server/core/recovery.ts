import type { Criterion } from '../../shared/domain/protocol.ts'
import type { CriterionView, RecoveryView } from '../../shared/domain/session-view.ts'
import { plusMinutes, plusSeconds, type Instant } from '../../shared/domain/time.ts'
import { newestCuff, newestGood, standsMediumOrHigh, type CuffPressure } from './alarm-questions.ts'
import { nextPressure, pressureMediumFrom } from './blood-pressure.ts'
import { extensionMin, hasSymptomAfter, isAfter, newestAnswer, newestScore } from './journal.ts'
import type { GoodValue } from './signal-state.ts'
import type { EndedInfusion, EntryMark, Prepared, SessionState } from './session.ts'

/** Modified Aldrete: pass at 9 (protocols.md, *Scores*). */
const ALDRETE_PASS = 9
/** SpO2 must be above it, on room air (Aldrete score). Percent. */
const SPO2_ABOVE = 92
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

/** What a measurement or a score says of a criterion; where there is none, people are asked. */
interface Evidence extends EntryMark {
  readonly met: boolean
  readonly source: 'monitor' | 'staff'
}

/** A measurement stands beside the entries, not among them. */
const measured = (met: boolean, at: Instant): Evidence => ({ met, source: 'monitor', at, seq: 0 })

const isInBand = (value: number, baseline: number, percent: number): boolean =>
  value * 100 >= baseline * (100 - percent) && value * 100 <= baseline * (100 + percent)

const isPressureInBand = (state: SessionState, course: InRecovery, { values }: CuffPressure): boolean => {
  const baseline = course.preparation.baseline.values
  const percent = state.protocol.recoveryBandPercent
  return (['sbp', 'dbp'] as const).every((metric) => {
    const value = values[metric]
    return value === undefined || isInBand(value, baseline[metric], percent)
  })
}

/** A pressure speaks until the next one is so late that its absence is a medium alarm. */
const pressureEvidence = (state: SessionState, course: InRecovery, at: Instant): Evidence | null => {
  const pressure = newestCuff(state.alarms)
  if (pressure?.values.sbp === undefined || pressure.measuredAt < course.infusion.ended.at) return null
  const next = nextPressure(state)
  if (next !== null && at >= pressureMediumFrom(next)) return null
  return measured(isPressureInBand(state, course, pressure), pressure.measuredAt)
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

const spo2Evidence = (state: SessionState, course: InRecovery, at: Instant): Evidence | null => {
  const good = recoverySpo2(state, course)
  if (good === null || at >= plusSeconds(good.measuredAt, SPO2_SPEAKS_FOR_S)) return null
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

/** What is measured answers by itself, and no word makes it better. */
const standingOf = (id: string, state: SessionState, course: InRecovery, at: Instant): Standing => {
  const evidence = evidenceFor(id, state, course, at)
  const answer = newestAnswer(state.journal, id)
  if (evidence === null) return staffWord(id, answer, state)
  return isDenied(evidence, answer) ? { met: false, source: 'staff' } : { met: evidence.met, source: evidence.source }
}

const criterionView = (criterion: Criterion, standing: Standing): CriterionView => ({
  id: criterion.id,
  label: criterion.label,
  stage: criterion.stage,
  ...standing,
})

export const criteriaOf = (state: SessionState, course: InRecovery, at: Instant): readonly CriterionView[] =>
  state.protocol.criteria.map((criterion) => criterionView(criterion, standingOf(criterion.id, state, course, at)))

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
