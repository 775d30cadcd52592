import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proposeDose } from '../../../server/core/dose-plan.ts'
import type { StaffCommand } from '../../../shared/domain/command.ts'
import type { DoseStep } from '../../../shared/domain/protocol.ts'
import { ESKETAMINE } from '../../../shared/domain/protocols/esketamine.ts'
import { IM } from '../../../shared/domain/protocols/im.ts'
import { IV_DEPRESSION_TITRATED } from '../../../shared/domain/protocols/iv-depression-titrated.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import { IV_PAIN } from '../../../shared/domain/protocols/iv-pain.ts'
import { plusMs, plusSeconds, toIso } from '../../../shared/domain/time.ts'
import { at, infusing, inPhase, nurse, prepared, type Visit } from '../../support/visit.ts'

const OVERRIDE = { reason: 'decided' }
const given = (visit: Visit, minute: number) => visit.view(at(minute)).infusion?.deliveredMg ?? -1

describe('a plan that runs as it was programmed', () => {
  it('gives the integral of its rate, and says when it will have ended', () => {
    const visit = infusing()
    expect(given(visit, 2)).toBe(0)
    expect(given(visit, 12)).toBeCloseTo(10, 9)
    const view = visit.view(at(12)).infusion
    expect(view).toMatchObject({ plannedMg: 40, route: 'iv', projectedEnd: toIso(at(42)) })
    expect(view?.rateMgPerHour).toBeCloseTo(60, 9)
    expect(view?.percent).toBeCloseTo(25, 9)
    expect(view?.mgPerKg).toBeCloseTo(0.125, 9)
  })

  it('ends by itself: the rate is 0, delivered stays at planned, and the phase waits for a person', () => {
    const visit = infusing()
    expect(visit.view(at(41.99)).infusion?.rateMgPerHour).toBeCloseTo(60, 9)
    const after = visit.view(at(50))
    expect(after.infusion).toMatchObject({ deliveredMg: 40, rateMgPerHour: 0, percent: 100 })
    expect(after.phase).toBe('infusing')
    expect(after.nextStep).toMatchObject({ command: 'endInfusion' })
  })

  it('runs a ramp as the steps that it is: the first 10 min at half rate', () => {
    const visit = prepared({ protocol: IV_DEPRESSION_TITRATED })
    visit.order({ type: 'startInfusion', doseMg: 40, durationMin: 40 }, at(2))
    // 10 min at r/2 and 30 min at r give 35 r/60 = 40 mg: r = 68.57 mg/h.
    expect(visit.view(at(2)).infusion?.rateMgPerHour).toBeCloseTo(34.2857, 4)
    expect(given(visit, 12)).toBeCloseTo(5.7143, 4)
    expect(visit.view(at(12)).infusion?.rateMgPerHour).toBeCloseTo(68.5714, 4)
    expect(given(visit, 27)).toBeCloseTo(22.8571, 4)
    expect(given(visit, 42)).toBe(40)
  })

  it('cuts the ramp to a duration that is shorter', () => {
    const visit = prepared({ protocol: IV_DEPRESSION_TITRATED })
    visit.order({ type: 'startInfusion', doseMg: 10, durationMin: 5 }, at(2))
    expect(visit.view(at(3)).infusion?.rateMgPerHour).toBeCloseTo(120, 9)
  })

  it('takes steps of its own, rounded as a pump is', () => {
    const steps: readonly DoseStep[] = [
      { rateMgPerHour: 30, minutes: 10 },
      { rateMgPerHour: 70.01, minutes: 30 },
    ]
    const visit = prepared()
    visit.order({ type: 'startInfusion', doseMg: 40, durationMin: 40, steps }, at(2))
    expect(given(visit, 12)).toBeCloseTo(5, 9)
    // 30 min of 70.01 mg/h are 0.005 mg too much: delivered never passes what was planned.
    expect(given(visit, 41.9999)).toBeLessThanOrEqual(40)
    expect(given(visit, 42)).toBe(40)
  })

  it('tells volumes where the concentration is known', () => {
    const visit = prepared()
    visit.order({ type: 'startInfusion', doseMg: 40, durationMin: 40, concentrationMgPerMl: 0.8 }, at(2))
    const { volumeMl, remainingMl } = visit.view(at(12)).infusion ?? {}
    expect(volumeMl).toBeCloseTo(50, 9)
    expect(remainingMl).toBeCloseTo(37.5, 9)
    expect(infusing().view(at(12)).infusion).not.toHaveProperty('volumeMl')
  })
})

describe('what people change of it', () => {
  it('counts nothing while paused, and moves the end', () => {
    const visit = infusing()
    visit.order({ type: 'pauseInfusion', reason: 'nausea' }, at(12))
    expect(given(visit, 20)).toBeCloseTo(10, 9)
    expect(visit.view(at(20)).infusion).toMatchObject({
      rateMgPerHour: 0,
      projectedEnd: toIso(at(50)),
      pausedSince: toIso(at(12)),
    })
    visit.order({ type: 'resumeInfusion' }, at(22))
    expect(given(visit, 32)).toBeCloseTo(20, 9)
    expect(visit.view(at(32)).infusion?.projectedEnd).toBe(toIso(at(52)))
  })

  it('puts one step at the new rate in the place of the rest, until the planned total is reached', () => {
    const visit = infusing()
    visit.order({ type: 'changeRate', rateMgPerHour: 30, reason: 'dissociation' }, at(22))
    expect(given(visit, 32)).toBeCloseTo(25, 9)
    expect(visit.view(at(32)).infusion?.projectedEnd).toBe(toIso(at(62)))
    expect(given(visit, 62)).toBe(40)
    expect(visit.entries.findLast((entry) => entry.type === 'rateChanged')?.data).toMatchObject({
      rateMgPerHour: 30,
      steps: [{ rateMgPerHour: 30, minutes: 40 }],
    })
  })

  it('adds a bolus to delivered and to planned, and leaves the plan to run', () => {
    const visit = infusing()
    visit.order({ type: 'giveBolus', mg: 5, reason: 'pain' }, at(12))
    expect(visit.view(at(12)).infusion).toMatchObject({ plannedMg: 45, deliveredMg: 15 })
    expect(visit.view(at(42)).infusion).toMatchObject({ plannedMg: 45, deliveredMg: 45 })
  })

  it('keeps what had been given when it is stopped', () => {
    const visit = infusing()
    visit.order({ type: 'endInfusion', outcome: 'stoppedEarly', reason: 'headache' }, at(12))
    expect(visit.entries.find((entry) => entry.type === 'infusionEnded')?.data).toEqual({
      outcome: 'stoppedEarly',
      reason: 'headache',
      deliveredMg: 10,
    })
    expect(visit.view(at(60)).infusion).toMatchObject({
      deliveredMg: 10,
      plannedMg: 40,
      rateMgPerHour: 0,
      endedAt: toIso(at(12)),
      outcome: 'stoppedEarly',
    })
  })

  it('ends a paused infusion with what had been given before the pause', () => {
    const visit = inPhase.paused()
    visit.order({ type: 'endInfusion', outcome: 'completed' }, at(30))
    expect(given(visit, 30)).toBeCloseTo(8, 9)
  })

  it('keeps what had been given by a transfer, from a running and from a paused infusion', () => {
    for (const phase of ['infusing', 'paused'] as const) {
      const visit = inPhase[phase]()
      visit.order({ type: 'transfer', to: 'ward', reason: 'observation' }, at(17))
      expect(given(visit, 60)).toBeCloseTo(phase === 'infusing' ? 15 : 8, 9)
      expect(visit.view(at(60)).infusion).toMatchObject({ rateMgPerHour: 0, endedAt: toIso(at(17)) })
      expect(visit.view(at(60))).not.toHaveProperty('recovery')
    }
  })

  it('refuses a rate where nothing of the plan is left', () => {
    const refusal = infusing().refused({ type: 'changeRate', rateMgPerHour: 30, reason: 'more' }, at(45))
    expect(refusal).toMatchObject({
      code: 'wrongPhase',
      message: expect.stringContaining('40 mg has been given') as string,
    })
  })

  it('refuses a rate at which the rest would take for ever', () => {
    const refusal = infusing().refused({ type: 'changeRate', rateMgPerHour: 0.1, reason: 'slow' }, at(12))
    expect(refusal).toMatchObject({ code: 'outOfRange', message: expect.stringContaining('up to 24 h') as string })
  })
})

/** What is left to happen to a running plan, second by second: an independent hand that adds up. */
interface Turn {
  readonly second: number
  readonly command: StaffCommand
}

const turn = fc.record({
  waitS: fc.integer({ min: 1, max: 900 }),
  act: fc.oneof(
    fc.constant<StaffCommand>({ type: 'pauseInfusion', reason: 'r' }),
    fc.constant<StaffCommand>({ type: 'resumeInfusion', override: OVERRIDE }),
    fc
      .double({ min: 5, max: 150, noNaN: true })
      .map((rate): StaffCommand => ({ type: 'changeRate', rateMgPerHour: rate, reason: 'r', override: OVERRIDE })),
    fc
      .double({ min: 0.1, max: 20, noNaN: true })
      .map((mg): StaffCommand => ({ type: 'giveBolus', mg, reason: 'r', override: OVERRIDE })),
  ),
})

const steps = fc.array(
  fc.record({
    rateMgPerHour: fc.integer({ min: 5, max: 150 }),
    minutes: fc.integer({ min: 1, max: 60 }).map((thirds) => thirds / 3),
  }),
  { minLength: 1, maxLength: 5 },
)

/** Adds up rate by rate, a second at a time. */
const addUp = (plan: readonly DoseStep[], plannedMg: number, turns: readonly Turn[], untilS: number): number => {
  let rates = plan.flatMap((step) => Array.from({ length: Math.round(step.minutes * 60) }, () => step.rateMgPerHour))
  let infused = 0
  let boluses = 0
  let isRunning = true
  for (let second = 0; second < untilS; second += 1) {
    for (const { command } of turns.filter((it) => it.second === second)) {
      if (command.type === 'pauseInfusion') isRunning = false
      if (command.type === 'resumeInfusion') isRunning = true
      if (command.type === 'giveBolus') boluses += command.mg
      if (command.type === 'changeRate') rates = Array.from({ length: 100_000 }, () => command.rateMgPerHour)
    }
    if (isRunning) infused = Math.min(plannedMg, infused + (rates.shift() ?? 0) / 3600)
  }
  return infused + boluses
}

describe('any dose', () => {
  it('is exact to 0.01 mg', () => {
    fc.assert(
      fc.property(steps, fc.array(turn, { maxLength: 8 }), fc.integer({ min: 1, max: 900 }), (plan, turns, lastS) => {
        const doseMg = plan.reduce((sum, step) => sum + (step.rateMgPerHour * step.minutes) / 60, 0)
        const durationMin = plan.reduce((sum, step) => sum + step.minutes, 0)
        const visit = prepared()
        visit.order({ type: 'startInfusion', doseMg, durationMin, steps: plan, override: OVERRIDE }, at(2))
        let second = 0
        const done: Turn[] = []
        for (const { waitS, act } of turns) {
          second += waitS
          const order = { type: 'order', staff: nurse, command: act } as const
          const decision = visit.attempt(order, plusSeconds(at(2), second))
          if (!decision.ok) continue
          visit.write(decision.value)
          done.push({ second, command: act })
        }
        const end = second + lastS
        const shown = visit.view(plusSeconds(at(2), end)).infusion?.deliveredMg ?? -1
        expect(Math.abs(shown - addUp(plan, doseMg, done, end))).toBeLessThan(0.01)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a dose that is given at once', () => {
  it('starts and ends at one instant, and recovery runs from it', () => {
    const visit = prepared({ protocol: IM })
    const events = visit.order({ type: 'startInfusion', doseMg: 40, durationMin: 0 }, at(2))
    expect(events.slice(0, 2).map(({ type, at: written }) => [type, written])).toEqual([
      ['infusionStarted', at(2)],
      ['infusionEnded', at(2)],
    ])
    expect(visit.phase).toBe('recovering')
    expect(visit.view(at(2))).toMatchObject({
      infusion: { route: 'im', plannedMg: 40, deliveredMg: 40, endedAt: toIso(at(2)) },
      recovery: { minimumUntil: toIso(at(92)) },
    })
  })

  it('takes a second nasal device for 10 min, up to the protocol’s maximum', () => {
    const visit = prepared({ protocol: ESKETAMINE })
    visit.order({ type: 'startInfusion', doseMg: 56, durationMin: 0, route: 'nasal' }, at(2))
    expect(visit.view(at(12)).allowed).toContain('giveBolus')
    expect(visit.view(plusMs(at(12), 1)).allowed).not.toContain('giveBolus')
    expect(visit.refused({ type: 'giveBolus', mg: 28.1, reason: 'second' }, at(7)).code).toBe('doseOverMaximum')
    expect(visit.refused({ type: 'giveBolus', mg: 28, reason: 'second' }, at(12.1)).code).toBe('wrongPhase')
    visit.order({ type: 'giveBolus', mg: 28, reason: 'second device' }, at(12))
    expect(visit.view(at(13))).toMatchObject({
      infusion: { plannedMg: 84, deliveredMg: 84 },
      recovery: { minimumUntil: toIso(at(122)) },
    })
  })

  it('counts a second device that is entered late by when it was given', () => {
    const visit = prepared({ protocol: ESKETAMINE })
    visit.order({ type: 'startInfusion', doseMg: 56, durationMin: 0 }, at(2))
    visit.order({ type: 'giveBolus', mg: 28, reason: 'second' }, at(20), { occurredAt: at(7) })
    expect(given(visit, 20)).toBe(84)
    expect(visit.refused({ type: 'giveBolus', mg: 1, reason: 'r' }, at(20), { occurredAt: at(1) }).message).toContain(
      'when the dose began',
    )
  })

  it('takes no bolus into the muscle once it was given', () => {
    const visit = prepared({ protocol: IM })
    visit.order({ type: 'startInfusion', doseMg: 40, durationMin: 0 }, at(2))
    expect(visit.refused({ type: 'giveBolus', mg: 5, reason: 'pain' }, at(3)).code).toBe('wrongPhase')
  })

  it('refuses a duration or steps', () => {
    const visit = prepared({ protocol: IM })
    const start = { type: 'startInfusion', doseMg: 40, durationMin: 0 } as const
    expect(visit.refused({ ...start, durationMin: 10 }, at(2))).toMatchObject({ code: 'outOfRange' })
    const one = [{ rateMgPerHour: 60, minutes: 40 }]
    expect(visit.refused({ ...start, steps: one }, at(2))).toMatchObject({ code: 'badRequest' })
  })
})

describe('a start that cannot be meant', () => {
  const start = { type: 'startInfusion', doseMg: 40, durationMin: 40 } as const
  const wrong: readonly (readonly [string, Partial<StaffCommand>, string])[] = [
    ['no dose', { doseMg: 0 }, 'outOfRange'],
    ['a negative dose', { doseMg: -1 }, 'outOfRange'],
    ['a dose that is no number', { doseMg: Number.NaN }, 'outOfRange'],
    ['an endless dose', { doseMg: Number.POSITIVE_INFINITY }, 'outOfRange'],
    ['no duration', { durationMin: 0 }, 'outOfRange'],
    ['two days', { durationMin: 2880 }, 'outOfRange'],
    ['no concentration', { concentrationMgPerMl: 0 }, 'outOfRange'],
    ['another route', { route: 'im' }, 'badRequest'],
    ['a step at rate 0', { steps: [{ rateMgPerHour: 0, minutes: 40 }] }, 'outOfRange'],
    ['a step of no length', { steps: [{ rateMgPerHour: 60, minutes: 0 }] }, 'outOfRange'],
    ['steps that give less', { steps: [{ rateMgPerHour: 59, minutes: 40 }] }, 'outOfRange'],
    ['steps that take longer', { steps: [{ rateMgPerHour: 40, minutes: 60 }] }, 'outOfRange'],
  ]

  it.each(wrong)('is refused: %s', (_what, change, code) => {
    expect(prepared().refused({ ...start, ...change } as StaffCommand, at(2)).code).toBe(code)
  })

  it('says what steps would be accepted', () => {
    const { message } = prepared().refused({ ...start, steps: [{ rateMgPerHour: 59, minutes: 40 }] }, at(2))
    expect(message).toContain('39.33 mg')
    expect(message).toContain('one step of 60.00 mg/h')
  })
})

describe('the dose that is proposed', () => {
  it.each([
    ['0.5 mg/kg', IV_DEPRESSION, 80, { doseMg: 40, durationMin: 40, rateMgPerHour: 60, mgPerKg: 0.5 }],
    ['to 0.1 mg', IV_DEPRESSION, 61.3, { doseMg: 30.7 }],
    ['never above the maximum', IV_DEPRESSION, 250, { doseMg: 100 }],
    ['by the hour', IV_PAIN, 80, { doseMg: 112, durationMin: 240, rateMgPerHour: 28 }],
    ['at once', IM, 70, { doseMg: 35, durationMin: 0, rateMgPerHour: 0 }],
    ['the smaller of two devices', ESKETAMINE, 70, { doseMg: 56, durationMin: 0 }],
  ] as const)('%s', (_what, protocol, weightKg, expected) => {
    const proposal = proposeDose(protocol, weightKg)
    for (const [name, value] of Object.entries(expected))
      expect(proposal[name as keyof typeof proposal]).toBeCloseTo(value, 9)
  })

  it('has no ceiling where the protocol sets none', () => {
    expect(proposeDose({ ...IV_DEPRESSION, maximum: {} }, 250).doseMg).toBe(125)
  })

  it('is shown until the infusion starts', () => {
    expect(prepared().view(at(1)).proposal).toMatchObject({ doseMg: 40 })
    expect(infusing().view(at(3))).not.toHaveProperty('proposal')
  })
})
