import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evolve } from '../../../server/core/evolve.ts'
import { nextDeadline } from '../../../server/core/next-deadline.ts'
import type { CommandOf } from '../../../server/core/phase-rules.ts'
import type { Command, SessionEntry } from '../../../server/core/session-command.ts'
import type { SessionState } from '../../../server/core/session.ts'
import type { Staff } from '../../../shared/domain/actor.ts'
import type { StaffCommandType } from '../../../shared/domain/command.ts'
import { alarmId, bayId } from '../../../shared/domain/ids.ts'
import { PHASES } from '../../../shared/domain/phase.ts'
import { PRODUCT_PROTOCOLS } from '../../../shared/domain/protocols/product-protocols.ts'
import { METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import { plusMs, type Instant } from '../../../shared/domain/time.ts'
import {
  admin,
  at,
  beginVisit,
  clinician,
  MONITOR,
  nurse,
  otherNurse,
  sample,
  type Visit,
} from '../../support/visit.ts'

const figure = fc.oneof(
  { weight: 3, arbitrary: fc.double({ min: 0.1, max: 200, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, 40, 1e9, Number.NaN, Number.POSITIVE_INFINITY) },
)

const words = fc.record({
  figure,
  whole: fc.integer({ min: 0, max: 12 }),
  yes: fc.boolean(),
  text: fc.constantFrom('because', 'nausea', 'dizziness', 'gait', 'oriented', 'consent', 'aldrete', 'bp', 'spo2', ''),
  isDecided: fc.boolean(),
})

type Words = typeof words extends fc.Arbitrary<infer Value> ? Value : never

const LIMIT = { metric: 'spo2', direction: 'low', priority: 'high', onDelay: 5, offDelay: 5, hysteresis: 2 } as const

const CORRECTIONS = [
  { mg: 2 },
  { values: { sbp: 121 } },
  { patient: { weightKg: 61 } },
  { met: false },
  { minutes: 5 },
  { grade: 'severe' },
  { occurredAt: new Date(at(3)).toISOString() },
] as const

/** Each command as somebody might give it, with figures that may be right or wrong. */
const COMMANDS: { readonly [Type in StaffCommandType]: (said: Words) => CommandOf<Type> } = {
  admit: () => ({ type: 'admit' }),
  checkOff: ({ text }) => ({ type: 'checkOff', item: text }),
  uncheck: ({ text }) => ({ type: 'uncheck', item: text }),
  recordBaseline: ({ yes, whole }) =>
    yes
      ? { type: 'recordBaseline', sbp: 120 + whole, dbp: 78, hr: 70, spo2: 98 }
      : { type: 'recordBaseline', from: 'monitor' },
  startInfusion: ({ whole, yes }) => ({
    type: 'startInfusion',
    doseMg: 30 + whole,
    durationMin: yes ? 7.5 : 0,
    override: { reason: 'decided' },
  }),
  changeRate: ({ figure: rateMgPerHour, text: reason, isDecided }) => ({
    type: 'changeRate',
    rateMgPerHour,
    reason,
    ...(isDecided ? { override: { reason } } : {}),
  }),
  giveBolus: ({ figure: mg, text: reason, isDecided }) => ({
    type: 'giveBolus',
    mg,
    reason,
    ...(isDecided ? { override: { reason } } : {}),
  }),
  pauseInfusion: ({ text: reason }) => ({ type: 'pauseInfusion', reason }),
  resumeInfusion: ({ text: reason }) => ({ type: 'resumeInfusion', override: { reason } }),
  endInfusion: ({ yes, text: reason }) =>
    yes ? { type: 'endInfusion', outcome: 'completed' } : { type: 'endInfusion', outcome: 'stoppedEarly', reason },
  recordVitals: ({ whole, figure: hr }) => ({
    type: 'recordVitals',
    values: { sbp: 60 + 15 * whole, dbp: 50 + 5 * whole, hr },
  }),
  recordAssessment: ({ whole: score }) => ({ type: 'recordAssessment', scale: 'aldrete', score }),
  recordSymptom: ({ text: symptom }) => ({ type: 'recordSymptom', symptom, grade: 'mild' }),
  recordIntervention: ({ text: intervention }) => ({ type: 'recordIntervention', intervention }),
  addNote: ({ text }) => ({ type: 'addNote', text }),
  setLimits: ({ figure: threshold, text: reason }) => ({
    type: 'setLimits',
    limits: [{ ...LIMIT, threshold }],
    reason,
  }),
  acknowledgeAlarm: ({ whole }) => ({ type: 'acknowledgeAlarm', alarmId: alarmId(`s_1.a${whole}`) }),
  markAlarm: ({ whole, yes }) => ({
    type: 'markAlarm',
    alarmId: alarmId(`s_1.a${whole}`),
    mark: yes ? 'real' : 'nuisance',
  }),
  pauseAudio: ({ figure: seconds }) => ({ type: 'pauseAudio', seconds }),
  setPressureInterval: ({ yes }) => ({ type: 'setPressureInterval', everyMin: yes ? 5 : null }),
  completeCheck: () => ({ type: 'completeCheck' }),
  extendRecovery: ({ figure: minutes, text: reason }) => ({ type: 'extendRecovery', minutes, reason }),
  assessCriterion: ({ text: criterion, yes: met }) => ({ type: 'assessCriterion', criterion, met }),
  discharge: ({ text: escort, yes, isDecided }) => ({
    type: 'discharge',
    escort,
    ivRemoved: yes,
    instructionsGiven: true,
    ...(isDecided ? { override: { reason: 'decided' } } : {}),
  }),
  transfer: ({ text: reason }) => ({ type: 'transfer', to: 'ward', reason }),
  cancel: ({ text: reason }) => ({ type: 'cancel', reason }),
  moveBay: ({ whole, yes: devices }) => ({ type: 'moveBay', bay: bayId(`bay_${whole}`), devices }),
  attachDevice: () => ({ type: 'attachDevice', device: MONITOR }),
  detachDevice: () => ({ type: 'detachDevice', device: MONITOR }),
  takeOverReadings: ({ whole }) => ({ type: 'takeOverReadings', device: MONITOR, from: at(0), to: at(whole) }),
  markArtefact: ({ whole, text: reason }) => ({
    type: 'markArtefact',
    metric: 'hr',
    from: at(0),
    to: at(whole),
    reason,
  }),
  judgeArtefacts: ({ whole, isDecided }) => ({
    type: 'judgeArtefacts',
    judgement: isDecided ? 'accept' : 'dismiss',
    suggestions: [{ kind: 'spike', metrics: ['hr'], from: at(0), to: at(whole), why: 'up and down' }],
  }),
  amend: ({ whole, figure: other, text: reason }) => ({
    type: 'amend',
    seq: whole,
    correction: CORRECTIONS[Math.abs(Math.trunc(other)) % CORRECTIONS.length] ?? {},
    reason,
  }),
  signOff: ({ text: statement }) => ({ type: 'signOff', statement }),
}

const EVERY_TYPE = Object.keys(COMMANDS) as readonly StaffCommandType[]

/** What the next step of a run makes of where the visit stands. */
type Step = (visit: Visit, now: Instant) => Command

const sometimes = (value: fc.Arbitrary<number>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })

const order = fc
  .record({
    said: words,
    pick: fc.nat(),
    /** Mostly what leads the visit on or what its phase allows, so that every phase is reached. */
    from: fc.constantFrom('next', 'allowed', 'allowed', 'any'),
    staff: fc.constantFrom<Staff>(nurse, nurse, clinician, clinician, clinician, otherNurse, admin),
    lateMs: sometimes(fc.integer({ min: -1_000, max: 300_000 })),
    key: sometimes(fc.integer({ min: 0, max: 9 })),
  })
  .map(({ said, pick, from, staff, lateMs, key }): Step => (visit, now) => {
    const view = visit.view(now)
    const types = from === 'any' ? EVERY_TYPE : (view.allowed as readonly StaffCommandType[])
    const type = (from === 'next' ? view.nextStep?.command : undefined) ?? types[pick % types.length] ?? 'addNote'
    return {
      type: 'order',
      staff,
      command: COMMANDS[type](said),
      device: { deviceId: MONITOR, name: 'Monitor', intervals: {} },
      held: [sample('hr', 71, at(0))],
      ...(lateMs === undefined ? {} : { occurredAt: plusMs(now, -lateMs) }),
      ...(key === undefined ? {} : { key: { key: `k${key}`, bodyHash: type } }),
    }
  })

const MEASURED: readonly Metric[] = ['hr', 'pr', 'spo2', 'sbp', 'dbp', 'rr']

const readings = fc
  .array(
    fc.record({
      metric: fc.constantFrom(...MEASURED),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      quality: fc.constantFrom('good', 'good', 'good', 'poor', 'invalid'),
      agoMs: fc.constantFrom(0, 0, 0, 4_000),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((values): Step => (_visit, now) => ({
    type: 'takeReadings',
    devices: [{ deviceId: MONITOR, said: 'heard', at: now }],
    readings: values.map(({ metric, share, quality, agoMs }) => {
      const [low, high] = METRIC_INFO[metric].possible
      return sample(metric, low + share * (high - low), plusMs(now, -agoMs), { quality: quality as 'good' })
    }),
  }))

const attach: Step = () => ({
  type: 'attachDevice',
  device: { deviceId: MONITOR, name: 'Monitor', intervals: {} },
  staff: nurse,
})

const step = fc.record({
  // Clocks are set back, too.
  afterMs: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 300_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 4_000_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -60_000, max: 0 }) },
  ),
  step: fc.oneof(
    { weight: 8, arbitrary: order },
    { weight: 4, arbitrary: readings },
    { weight: 1, arbitrary: fc.constant(attach) },
    { weight: 2, arbitrary: fc.constant<Step>(() => ({ type: 'passTime' })) },
  ),
})

const history = fc.record({
  protocol: fc.constantFrom(...PRODUCT_PROTOCOLS),
  admit: fc.boolean(),
  steps: fc.array(step, { minLength: 10, maxLength: 120, size: 'max' }),
})

type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never

const play = ({ protocol, admit, steps }: History, watch: (visit: Visit, now: Instant) => void): Visit => {
  const visit = beginVisit({ protocol, admit })
  let now = at(0)
  for (const { afterMs, step: make } of steps) {
    now = plusMs(now, afterMs)
    const decision = visit.attempt(make(visit, now), now)
    if (decision.ok) visit.write(decision.value)
    watch(visit, now)
  }
  return visit
}

const replay = (entries: readonly SessionEntry[]): SessionState | null =>
  entries.reduce<SessionState | null>(evolve, null)

const RUNS = { numRuns: 40 }

/** Each run is a visit of up to 120 steps, on a machine that may be busy. */
const PATIENCE_MS = 60_000

describe('any list of commands and readings', () => {
  it(
    'gives the same state when its entries are replayed',
    () => {
      fc.assert(
        fc.property(history, (given) => {
          const visit = play(given, () => undefined)
          expect(replay(visit.entries)).toStrictEqual(visit.state)
        }),
        RUNS,
      )
    },
    PATIENCE_MS,
  )

  it(
    'goes on from a checkpoint as if nothing had been',
    () => {
      fc.assert(
        fc.property(history, (given) => {
          const visit = play(given, () => undefined)
          const half = Math.floor(visit.entries.length / 2)
          const checkpoint = JSON.stringify(replay(visit.entries.slice(0, half)))
          const begun = JSON.parse(checkpoint) as SessionState | null
          const restored = visit.entries
            .slice(half)
            .map((entry) => JSON.parse(JSON.stringify(entry)) as SessionEntry)
            .reduce<SessionState | null>(evolve, begun)
          expect(restored).toStrictEqual(visit.state)
        }),
        RUNS,
      )
    },
    PATIENCE_MS,
  )

  it(
    'never writes an entry that is dated before the one before it, nor a late one from the future',
    () => {
      fc.assert(
        fc.property(history, (given) => {
          const { entries } = play(given, () => undefined)
          entries.reduce((before, entry) => {
            expect(entry.at).toBeGreaterThanOrEqual(before)
            if ('occurredAt' in entry) expect(entry.occurredAt).toBeLessThanOrEqual(entry.at)
            return entry.at
          }, Number.NEGATIVE_INFINITY)
        }),
        RUNS,
      )
    },
    PATIENCE_MS,
  )

  it(
    'can be shown at every moment, with a dose that never runs backwards',
    () => {
      fc.assert(
        fc.property(history, (given) => {
          let known = 0
          let delivered = 0
          let shownAt = at(0)
          play(given, (visit, now) => {
            const view = visit.view(now)
            expect(JSON.parse(JSON.stringify(view))).toStrictEqual(view)
            expect(view.allowed.length).toBeGreaterThan(0)
            const shown = view.infusion?.deliveredMg ?? 0
            const news = visit.entries.slice(known)
            // A late entry or an amendment tells what was otherwise before; a clock that was set back shows an earlier moment.
            const isRetold = news.some((entry) => entry.type === 'amended' || 'occurredAt' in entry)
            if (!isRetold && now >= shownAt) expect(shown).toBeGreaterThanOrEqual(delivered - 1e-9)
            expect(shown).toBeLessThanOrEqual((view.infusion?.plannedMg ?? 0) + 1e-9)
            known = visit.entries.length
            delivered = shown
            shownAt = now
          })
        }),
        RUNS,
      )
    },
    PATIENCE_MS,
  )

  it(
    'is asked again only when time has changed something',
    () => {
      fc.assert(
        fc.property(history, (given) => {
          play(given, (visit, given) => {
            let now = given > visit.state.lastAt ? given : visit.state.lastAt
            for (let turn = 0; turn < 4; turn += 1) {
              const deadline = nextDeadline(visit.state, now)
              if (deadline === null) return
              expect(deadline).toBeGreaterThanOrEqual(now)
              // What is due at once is decided at once, and is not due again.
              visit.run({ type: 'passTime' }, deadline)
              const next = nextDeadline(visit.state, deadline)
              if (next !== null) expect(next).toBeGreaterThan(deadline)
              now = deadline
            }
          })
        }),
        RUNS,
      )
    },
    PATIENCE_MS,
  )

  it(
    'reaches every phase, or the properties above would say little',
    () => {
      const phases = new Set<string>()
      for (const given of fc.sample(history, { numRuns: 800, seed: 7 })) play(given, ({ phase }) => phases.add(phase))
      expect([...phases].toSorted()).toEqual([...PHASES].toSorted())
    },
    PATIENCE_MS,
  )
})
