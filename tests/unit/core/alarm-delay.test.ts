import { describe, expect, it } from 'vitest'
import { trialEvents } from '../../../server/core/alarm-trial.ts'
import { limitsTried } from '../../../shared/domain/limit-change.ts'
import { oximetryVisit } from '../../support/oximetry-visits.ts'

const VISITS = 200

const alarmsWith = (onDelay: number, entries: ReturnType<typeof oximetryVisit>): number => {
  const tried = trialEvents(entries, (limits) => limitsTried(limits, [{ metric: 'spo2', direction: 'low', onDelay }]))
  return tried.filter(({ type, data }) => type === 'alarmRaised' && data.channel === 'spo2.low').length
}

/** Rheineck-Leyssius and Kalkman: a delay of 15 s took about 60 % of the alarms of pulse oximetry away in recovery rooms. */
describe('the published effect of a delay', () => {
  it(`is found again by a trial on ${VISITS} simulated visits`, { timeout: 300_000 }, () => {
    let atOnce = 0
    let after15 = 0
    for (let visit = 0; visit < VISITS; visit += 1) {
      const entries = oximetryVisit(`delay/${visit}`)
      atOnce += alarmsWith(0, entries)
      after15 += alarmsWith(15, entries)
    }
    const fewer = 1 - after15 / atOnce
    expect(atOnce).toBeGreaterThan(300)
    expect(fewer).toBeGreaterThan(0.5)
    expect(fewer).toBeLessThan(0.7)
  })
})
