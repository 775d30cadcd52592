import { err } from '../../shared/domain/result.ts'
import type { SuggestedArtefact } from '../../shared/domain/artefact.ts'
import type { EventBody } from '../../shared/domain/session-event.ts'
import { toIso } from '../../shared/domain/time.ts'
import type { CommandOf } from './phase-rules.ts'
import { suggestionId } from './artefact-suggestions.ts'
import { hasBeenRaised } from './alarm-transitions.ts'
import { checkCorrection, correctable } from './corrections.ts'
import { checkText, conflict, firstObjection, notFound, outOfRange, wrongPhase, type Objection } from './refusals.ts'
import { rule, type Rule } from './ruling.ts'
import type { SessionState } from './session.ts'

export const addNote: Rule<'addNote'> = ({ command: { text } }) =>
  rule(checkText('The note', text), { type: 'noteAdded', data: { text } })

export const markArtefact: Rule<'markArtefact'> = ({ state, command: { metric, from, to, reason }, now }) => {
  const isStretch = from < to && from >= state.createdAt && to <= now
  const objection = isStretch
    ? checkText('The reason', reason)
    : outOfRange(
        `From ${toIso(from)} to ${toIso(to)} is no stretch of this session; one between ${toIso(state.createdAt)} and ${toIso(now)} is accepted.`,
      )
  return rule(objection, { type: 'artefactMarked', data: { metric, from, to, reason } })
}

/** What was said of it before; said again it would be written twice. */
const checkJudged = (
  { journal }: SessionState,
  judgement: CommandOf<'judgeArtefacts'>['judgement'],
  one: SuggestedArtefact,
): Objection => {
  const { kind, metrics, from, to } = one
  const isTaken = journal.some(
    ({ type, data }) =>
      type === 'artefactMarked' &&
      data.suggested === kind &&
      metrics.includes(data.metric) &&
      data.from === from &&
      data.to === to,
  )
  if (isTaken) return conflict('This suggestion was accepted already; the mark that it became can be amended.')
  if (judgement === 'accept') return null
  const isLeft = journal.some(
    ({ type, data }) => type === 'artefactDismissed' && suggestionId(data) === suggestionId(one),
  )
  return isLeft ? conflict('This suggestion was dismissed already; it can still be accepted.') : null
}

const marksOf = ({ kind, metrics, from, to, why }: SuggestedArtefact): readonly EventBody[] =>
  metrics.map((metric) => ({ type: 'artefactMarked', data: { metric, from, to, reason: why, suggested: kind } }))

/** A suggestion becomes marks as by hand, one a metric, or is kept as dismissed; what was dismissed may be accepted later. */
export const judgeArtefacts: Rule<'judgeArtefacts'> = ({ state, command: { judgement, suggestions } }) =>
  rule(
    firstObjection(...suggestions.map((one) => checkJudged(state, judgement, one))),
    ...suggestions.flatMap((one): readonly EventBody[] =>
      judgement === 'accept' ? marksOf(one) : [{ type: 'artefactDismissed', data: one }],
    ),
  )

/** An alarm of the visit, open or long over: marking changes nothing of it and is said for the analysis. */
export const markAlarm: Rule<'markAlarm'> = ({ state, command: { alarmId, mark, note } }) =>
  rule(hasBeenRaised(state.alarms, alarmId) ? null : notFound('There was no such alarm in this session.'), {
    type: 'alarmMarked',
    data: { alarmId, mark, ...(note === undefined ? {} : { note }) },
  })

export const amend: Rule<'amend'> = ({ state, command: { seq, correction, reason }, now }) => {
  const entry = correctable(state, seq)
  if (!entry.ok) return entry
  const objection = firstObjection(
    checkText('The reason', reason),
    checkCorrection(state, entry.value, correction, now),
  )
  if (objection !== null) return err(objection)
  return rule(null, { type: 'amended', data: { seq, correction, reason, afterSignature: state.signatures.length > 0 } })
}

/** A second signature of one person says nothing new, unless something was amended after the first. */
const checkSignature = (state: SessionState, staffId: string): Objection => {
  const own = state.signatures.findLast((signature) => signature.by.id === staffId)
  if (own === undefined) return null
  if (state.journal.some((entry) => entry.type === 'amended' && entry.seq > own.seq)) return null
  return wrongPhase(
    `The session is ${state.course.phase} and signed by ${own.by.name} since ${toIso(own.at)}; another signature needs an amendment after it.`,
  )
}

export const signOff: Rule<'signOff'> = ({ state, order, command: { statement, isConfirmed = false } }) =>
  rule(firstObjection(checkSignature(state, order.staff.id), checkText('The statement', statement)), {
    type: 'signedOff',
    data: { statement, isConfirmed },
  })
