import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StaffCommand } from '../../../shared/domain/command.ts'
import type { Protocol, Ramp } from '../../../shared/domain/protocol.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import { plusSeconds } from '../../../shared/domain/time.ts'
import { at, nurse, prepared, type Visit } from '../../support/visit.ts'

/**
 * The dose by hand: a pump of an exact clock, which counts in thousandths of a second and knows nothing of plans. Written
 * apart from the product's arithmetic, to be compared with it.
 */
class HandPump {
  plannedMg: number
  givenMg = 0
  bolusMg = 0
  isPaused = false
  /** mg/h and what is left of it in seconds, in order. */
  #queue: { rate: number; leftS: number }[]

  constructor(doseMg: number, durationMin: number, ramp: readonly Ramp[]) {
    this.plannedMg = doseMg
    const rampS = ramp.reduce((sum, { minutes }) => sum + minutes * 60, 0)
    // As much as the full rate would have given in that time, were it run for `fullS` seconds.
    const fullS = ramp.reduce((sum, part) => sum + part.minutes * 60 * part.shareOfRate, durationMin * 60 - rampS)
    const full = (doseMg / fullS) * 3600
    this.#queue = [
      ...ramp.map(({ minutes, shareOfRate }) => ({ rate: full * shareOfRate, leftS: minutes * 60 })),
      { rate: full, leftS: durationMin * 60 - rampS },
    ]
  }

  run(seconds: number): void {
    if (this.isPaused) return
    let left = seconds
    for (const step of this.#queue) {
      const ran = Math.min(left, step.leftS)
      step.leftS -= ran
      left -= ran
      this.givenMg += (step.rate * ran) / 3600
    }
  }

  changeRate(rate: number): void {
    this.#queue = [{ rate, leftS: ((this.plannedMg - this.givenMg) / rate) * 3600 }]
  }

  get leftS(): number {
    return this.#queue.reduce((sum, { leftS }) => sum + leftS, 0)
  }

  get isOver(): boolean {
    return this.leftS < 1e-6
  }
}

const OVERRIDE = { reason: 'decided' }
const WEIGHT_KG = 73.5

const act = fc.record({
  waitS: fc.integer({ min: 1, max: 1_500 }),
  command: fc.oneof(
    fc.constant<StaffCommand>({ type: 'pauseInfusion', reason: 'r' }),
    fc.constant<StaffCommand>({ type: 'resumeInfusion', override: OVERRIDE }),
    fc
      .double({ min: 5, max: 200, noNaN: true })
      .map((rate): StaffCommand => ({ type: 'changeRate', rateMgPerHour: rate, reason: 'r', override: OVERRIDE })),
    fc
      .double({ min: 0.1, max: 20, noNaN: true })
      .map((mg): StaffCommand => ({ type: 'giveBolus', mg, reason: 'r', override: OVERRIDE })),
  ),
})

const plan = fc.record({
  doseMg: fc.double({ min: 5, max: 120, noNaN: true }),
  durationMin: fc.integer({ min: 31, max: 240 }),
  ramp: fc.array(
    fc.record({
      minutes: fc.integer({ min: 1, max: 10 }),
      shareOfRate: fc.double({ min: 0.1, max: 1.5, noNaN: true }),
    }),
    { maxLength: 3 },
  ),
  concentrationMgPerMl: fc.double({ min: 0.1, max: 50, noNaN: true }),
})

const turnByHand = (pump: HandPump, command: StaffCommand): void => {
  if (command.type === 'pauseInfusion') pump.isPaused = true
  if (command.type === 'resumeInfusion') pump.isPaused = false
  if (command.type === 'changeRate') pump.changeRate(command.rateMgPerHour)
  if (command.type === 'giveBolus') pump.bolusMg += command.mg
}

const START = at(2)

const compare = (visit: Visit, pump: HandPump, second: number, concentration: number): void => {
  const now = plusSeconds(START, second)
  const view = visit.view(now).infusion
  if (view === undefined) throw new Error('no infusion')
  const given = pump.givenMg + pump.bolusMg
  const planned = pump.plannedMg + pump.bolusMg
  const isNear = (shown: number | undefined, byHand: number, within: number) =>
    expect(Math.abs((shown ?? NaN) - byHand)).toBeLessThan(within)
  isNear(view.deliveredMg, given, 0.01)
  isNear(view.plannedMg, planned, 0.01)
  isNear(view.plannedMg - view.deliveredMg, pump.plannedMg - pump.givenMg, 0.01)
  isNear(view.percent, (given / planned) * 100, 0.1)
  isNear(view.mgPerKg, given / WEIGHT_KG, 0.01 / WEIGHT_KG)
  isNear(view.volumeMl, planned / concentration, 0.01 / concentration)
  isNear(view.remainingMl, (planned - given) / concentration, 0.01 / concentration)
  // Milliseconds are whole: the shown end lies within one of the exact one.
  if (!pump.isOver) isNear(Date.parse(view.projectedEnd), now + pump.leftS * 1_000, 20)
}

describe('a dose as a pump of one’s own adds it up', () => {
  it('agrees to 0.01 mg over ramps, rates, boluses, pauses and the end of the plan', () => {
    fc.assert(
      fc.property(plan, fc.array(act, { maxLength: 10 }), (given, acts) => {
        const { doseMg, durationMin, ramp, concentrationMgPerMl } = given
        const protocol: Protocol = { ...IV_DEPRESSION, ramp }
        const visit = prepared({ protocol, weightKg: WEIGHT_KG })
        const start = { doseMg, durationMin, concentrationMgPerMl, override: OVERRIDE }
        visit.order({ type: 'startInfusion', ...start }, START)
        const pump = new HandPump(doseMg, durationMin, ramp)
        let second = 0
        for (const { waitS, command } of acts) {
          second += waitS
          pump.run(waitS)
          compare(visit, pump, second, concentrationMgPerMl)
          const decision = visit.attempt({ type: 'order', staff: nurse, command }, plusSeconds(START, second))
          if (!decision.ok) continue
          visit.write(decision.value)
          turnByHand(pump, command)
          compare(visit, pump, second, concentrationMgPerMl)
        }
        // Whatever happened, an infusion that runs to its end has given what was planned, and no more.
        if (pump.isPaused) return
        const endS = second + Math.ceil(pump.leftS) + 1
        pump.run(endS - second)
        compare(visit, pump, endS, concentrationMgPerMl)
        expect(visit.view(plusSeconds(START, endS)).infusion).toMatchObject({ rateMgPerHour: 0 })
      }),
      { numRuns: 300 },
    )
  })
})

describe('the maximum', () => {
  const figure = (min: number, max: number) => fc.double({ min, max, noNaN: true })

  it('refuses what is above any of its figures, and only that; an override names the gate', () => {
    fc.assert(
      fc.property(
        figure(40, 150),
        figure(1, 300),
        fc.integer({ min: 5, max: 240 }),
        (weightKg, doseMg, durationMin) => {
          const visit = prepared({ weightKg })
          const isOver =
            doseMg > weightKg + 1e-6 || doseMg > 100 + 1e-6 || (doseMg * 60) / durationMin > 2 * weightKg + 1e-6
          const command = { type: 'startInfusion', doseMg, durationMin } as const
          const decision = visit.attempt({ type: 'order', staff: nurse, command }, START)
          expect(decision.ok ? 'started' : decision.error.code).toBe(isOver ? 'doseOverMaximum' : 'started')
          if (!isOver) return
          const other = { ...command, override: { reason: 'decided', gates: ['checklistOpen'] } }
          expect(visit.attempt({ type: 'order', staff: nurse, command: other }, START).ok).toBe(false)
          const named = { ...command, override: { reason: 'decided', gates: ['doseOverMaximum'] } }
          const [started] = visit.order(named, START)
          expect(started?.data).toMatchObject({ override: { reason: 'decided', gates: [{ gate: 'doseOverMaximum' }] } })
        },
      ),
      { numRuns: 300 },
    )
  })

  it('counts boluses and what is still planned, and is asked again by a rate and by going on', () => {
    const visit = prepared({ weightKg: 80 })
    visit.order({ type: 'startInfusion', doseMg: 75, durationMin: 60 }, START)
    expect(visit.refused({ type: 'giveBolus', mg: 5.01, reason: 'pain' }, at(10))).toMatchObject({
      code: 'doseOverMaximum',
      message: expect.stringContaining('80.01 mg in total is above the maximum of 80 mg') as string,
    })
    visit.order({ type: 'giveBolus', mg: 5, reason: 'pain' }, at(10))
    visit.order({ type: 'giveBolus', mg: 1, reason: 'pain', override: OVERRIDE }, at(11))
    const rate = { type: 'changeRate', rateMgPerHour: 50, reason: 'slower' } as const
    expect(visit.refused(rate, at(12)).code).toBe('doseOverMaximum')
    visit.order({ type: 'pauseInfusion', reason: 'nausea' }, at(13))
    expect(visit.refused({ type: 'resumeInfusion' }, at(14)).code).toBe('doseOverMaximum')
    visit.order({ type: 'resumeInfusion', override: OVERRIDE }, at(14))
    const over = { type: 'changeRate', rateMgPerHour: 161, reason: 'faster', override: OVERRIDE } as const
    const [changed] = visit.order(over, at(15))
    expect(changed?.data).toMatchObject({
      override: { gates: [{ label: expect.stringContaining('161 mg/h is above the maximum of 160 mg/h') as string }] },
    })
  })
})
