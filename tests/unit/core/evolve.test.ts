import { describe, expect, it } from 'vitest'
import { evolve } from '../../../server/core/evolve.ts'
import type { SessionEntry } from '../../../server/core/session-command.ts'
import { sessionId } from '../../../shared/domain/ids.ts'
import { PHASES, type Phase } from '../../../shared/domain/phase.ts'
import type { EventBody } from '../../../shared/domain/session-event.ts'
import { at, beginVisit, clinician, inPhase } from '../../support/visit.ts'

const values = { sbp: 120, dbp: 80, hr: 70, spo2: 98 }
const start = { doseMg: 40, durationMin: 40, route: 'iv', steps: [] } as const

/** Each event that turns the visit, and the phases in which it does; in all others it must do nothing. */
const TURNS: readonly (readonly [EventBody, readonly Phase[]])[] = [
  [{ type: 'sessionAdmitted', data: {} }, ['scheduled']],
  [{ type: 'checklistChanged', data: { item: 'consent', done: false } }, ['preparing']],
  [{ type: 'baselineRecorded', data: { values, from: 'hand' } }, ['preparing']],
  [{ type: 'infusionStarted', data: start }, ['preparing']],
  [{ type: 'rateChanged', data: { rateMgPerHour: 30, reason: 'r', steps: [] } }, ['infusing']],
  [{ type: 'infusionPaused', data: { reason: 'r' } }, ['infusing']],
  [{ type: 'infusionResumed', data: {} }, ['paused']],
  [{ type: 'infusionEnded', data: { outcome: 'completed', deliveredMg: 40 } }, ['infusing', 'paused']],
  [{ type: 'sessionDischarged', data: { escort: 'e', ivRemoved: true, instructionsGiven: true } }, ['recovering']],
  [
    { type: 'sessionTransferred', data: { to: 'ward', reason: 'r', openAlarms: [] } },
    ['infusing', 'paused', 'recovering'],
  ],
  [{ type: 'sessionCancelled', data: { reason: 'r', openAlarms: [] } }, ['scheduled', 'preparing']],
]

const CASES = TURNS.flatMap(([body, phases]) => PHASES.map((phase) => ({ body, phase, turns: phases.includes(phase) })))

describe('an event', () => {
  it.each(CASES)('$body.type while $phase: $turns', ({ body, phase, turns }) => {
    const { state } = inPhase[phase]()
    const next = evolve(state, { ...body, at: at(60), by: clinician })
    expect(next.seq).toBe(state.seq + 1)
    expect(next.entryCount).toBe(state.entryCount + 1)
    if (turns) expect(next.course).not.toEqual(state.course)
    else expect(next.course).toEqual(state.course)
  })

  it('starts nothing without a baseline', () => {
    const { state } = beginVisit()
    expect(evolve(state, { type: 'infusionStarted', at: at(1), data: start }).course).toEqual(state.course)
  })

  it('that nobody signed signs nothing, and checks nothing off by name', () => {
    const { state } = inPhase.discharged()
    expect(evolve(state, { type: 'signedOff', at: at(60), data: { statement: 's' } }).signatures).toEqual([])
    const preparing = beginVisit().state
    const checked = evolve(preparing, { type: 'checklistChanged', at: at(1), data: { item: 'consent', done: true } })
    expect(checked.course).toMatchObject({ preparation: { checklist: { consent: '' } } })
  })

  it('that begins a session begins none that has begun', () => {
    const visit = beginVisit()
    const [first] = visit.entries
    if (first === undefined) throw new Error('no entry')
    expect(evolve(visit.state, first).course).toEqual(visit.state.course)
  })

  it.each<[string, SessionEntry]>([
    ['readings', { type: 'readingsStored', at: at(0), readings: [], devices: [] }],
    ['a note', { type: 'noteAdded', at: at(0), data: { text: 'x' } }],
  ])('a session that begins with %s is a broken store', (_what, entry) => {
    expect(() => evolve(null, entry)).toThrow('begins with sessionScheduled')
  })

  it('gives the session its id', () => {
    expect(beginVisit().state.id).toBe(sessionId('s_1'))
  })
})
