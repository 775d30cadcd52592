import { describe, expect, it } from 'vitest'
import { drawPatient, moveEffect, vitalsAt } from '../../../server/sources/simulator/patient-model.ts'
import { createRandom } from '../../../server/sources/simulator/random.ts'

const STANDARD_MG_PER_KG_PER_HOUR = 0.75

/** Effect by minute of a 40 min infusion that is then stopped. */
const effectByMinute = (): readonly number[] => {
  const byMinute: number[] = []
  let effect = 0
  for (let minute = 0; minute <= 110; minute += 1) {
    byMinute.push(effect)
    effect = moveEffect(effect, minute < 40 ? STANDARD_MG_PER_KG_PER_HOUR : 0, 60)
  }
  return byMinute
}

const peakRises = (patients: number): readonly { readonly sbp: number; readonly dbp: number; readonly hr: number }[] =>
  Array.from({ length: patients }, (_, index) => {
    const model = drawPatient(createRandom(`patient ${index}`))
    const at40 = vitalsAt({ ...model }, effectByMinute()[40] ?? 0, 1)
    return { sbp: at40.sbp - model.sbp, dbp: at40.dbp - model.dbp, hr: at40.hr - model.hr }
  })

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe('the simulated effect of 0.5 mg/kg over 40 min', () => {
  it('rises from the first minute, peaks at the end of the infusion and is nearly gone an hour later', () => {
    const effect = effectByMinute()
    const peakMinute = effect.indexOf(Math.max(...effect))
    expect(peakMinute).toBe(40)
    expect(effect[5]).toBeGreaterThan(0.2)
    expect(effect[30]).toBeGreaterThan(0.8)
    expect(effect[70]).toBeLessThan(0.2)
    expect(effect[100]).toBeLessThan(0.03)
  })

  it('stays within what the published series report: systolic +3 to +20, diastolic two thirds of it, pulse a little', () => {
    const rises = peakRises(400)
    const sbp = mean(rises.map((rise) => rise.sbp))
    expect(sbp).toBeGreaterThan(10)
    expect(sbp).toBeLessThan(18)
    expect(mean(rises.map((rise) => rise.dbp)) / sbp).toBeCloseTo(0.69, 2)
    const hr = mean(rises.map((rise) => rise.hr))
    expect(hr).toBeGreaterThan(2)
    expect(hr).toBeLessThan(6)
  })

  it('leaves some patients without a rise, as in every series', () => {
    const without = peakRises(400).filter((rise) => rise.sbp <= 0).length
    expect(without).toBeGreaterThan(8)
    expect(without).toBeLessThan(80)
  })

  it('halves with half the rate', () => {
    expect(moveEffect(0, STANDARD_MG_PER_KG_PER_HOUR / 2, 600)).toBeCloseTo(
      moveEffect(0, STANDARD_MG_PER_KG_PER_HOUR, 600) / 2,
      10,
    )
  })
})
