import { describe, expect, it } from 'vitest'
import { alarmLoad, quantile, type Period, type WatchedVisit } from '../../../server/core/statistics-alarm-load.ts'
import type { LoggedAlarm } from '../../../server/core/statistics-alarm-visit.ts'
import { alarmId, sessionId } from '../../../shared/domain/ids.ts'
import { plusSeconds, type Instant } from '../../../shared/domain/time.ts'
import { at, nurse } from '../../support/visit.ts'

const PERIOD: Period = { from: at(0), to: at(600), hourOf: (when) => new Date(when).getUTCHours() }

const alarm = (raisedAt: Instant, more: Partial<LoggedAlarm> = {}): LoggedAlarm => ({
  id: alarmId('s.a1'),
  channel: 'spo2.low',
  kind: 'physiological',
  highest: 'medium',
  raisedAt,
  acknowledged: null,
  overAt: null,
  worst: null,
  limit: null,
  reminders: 0,
  wasUnattended: false,
  isNotConfirmed: false,
  transitions: [],
  marked: null,
  interventionAt: null,
  ...more,
})

const visit = (name: string, alarms: readonly LoggedAlarm[], more: Partial<WatchedVisit> = {}): WatchedVisit => ({
  id: sessionId(name),
  protocol: 'IV',
  alarms,
  watched: [{ from: at(0), to: at(120) }],
  ...more,
})

const acknowledgedAfter = (seconds: number, raisedAt = at(1)) =>
  alarm(raisedAt, { acknowledged: { at: plusSeconds(raisedAt, seconds), by: 'Nora' } })

describe('the load of alarms', () => {
  it('is per hour of one monitored bay, by channel, priority and protocol', () => {
    const load = alarmLoad(
      [
        visit('a', [alarm(at(1)), alarm(at(2), { highest: 'high' }), alarm(at(3), { channel: 'hr.noData' })]),
        visit('b', [], { protocol: 'IM', watched: [{ from: at(0), to: at(60) }] }),
      ],
      PERIOD,
    )
    expect(load).toMatchObject({ visits: 2, bayHours: 3, alarms: 3, perBayHour: 1 })
    expect(load.byChannel).toEqual([
      { key: 'spo2.low', count: 2, perBayHour: 2 / 3 },
      { key: 'hr.noData', count: 1, perBayHour: 1 / 3 },
    ])
    expect(load.byPriority[0]).toEqual({ key: 'medium', count: 2, perBayHour: 2 / 3 })
    expect(load.byProtocol).toEqual([
      { key: 'IV', count: 3, perBayHour: 1.5 },
      { key: 'IM', count: 0, perBayHour: 0 },
    ])
  })

  it('counts only what lies in the period; a visit that still runs is watched until its end', () => {
    const period = { ...PERIOD, from: at(30), to: at(90) }
    const running = visit('a', [alarm(at(10)), alarm(at(40)), alarm(at(91))], { watched: [{ from: at(0), to: null }] })
    expect(alarmLoad([running], period)).toMatchObject({ bayHours: 1, alarms: 1, perBayHour: 1 })
    expect(alarmLoad([visit('b', [], { watched: [{ from: at(0), to: at(20) }] })], period)).toMatchObject({
      visits: 0,
      perBayHour: null,
    })
  })

  it('by hour of the day is over the hours that were watched in it', () => {
    const load = alarmLoad([visit('a', [alarm(at(5)), alarm(at(70))], { watched: [{ from: at(-30), to: at(90) }] })], {
      ...PERIOD,
      from: at(-60),
    })
    const hours = load.byHour.filter(({ perBayHour }) => perBayHour !== null)
    expect(load.byHour).toHaveLength(24)
    expect(hours).toEqual([
      { key: '8', count: 0, perBayHour: 0 },
      { key: '9', count: 1, perBayHour: 1 },
      { key: '10', count: 1, perBayHour: 2 },
    ])
  })

  it('tells how soon somebody came', () => {
    const load = alarmLoad([visit('a', [...[10, 20, 30, 40].map((it) => acknowledgedAfter(it)), alarm(at(9))])], PERIOD)
    expect(load).toMatchObject({ acknowledged: 4, timeToAcknowledgeS: { median: 20, p90: 40 } })
    expect(alarmLoad([visit('a', [alarm(at(1))])], PERIOD).timeToAcknowledgeS).toBeNull()
  })

  it('knows what ended by itself within 15 s, before anybody came', () => {
    const over = (seconds: number, acknowledgedS: number | null = null) =>
      alarm(at(1), {
        overAt: plusSeconds(at(1), seconds),
        acknowledged: acknowledgedS === null ? null : { at: plusSeconds(at(1), acknowledgedS), by: 'Nora' },
      })
    const load = alarmLoad([visit('a', [over(15), over(16), over(10, 5), over(10, 30), alarm(at(1))])], PERIOD)
    expect(load.endedByItself).toBe(2)
  })

  it('counts pressures that a repeat did not confirm, and what staff marked', () => {
    const marked = (mark: 'real' | 'nuisance') => alarm(at(1), { marked: { mark, note: null, by: nurse, at: at(2) } })
    const alarms = [alarm(at(1), { isNotConfirmed: true }), marked('real'), marked('nuisance'), marked('nuisance')]
    expect(alarmLoad([visit('a', alarms)], PERIOD)).toMatchObject({ notConfirmed: 1, real: 1, nuisance: 2 })
  })

  it('names the ten visits with the most alarms', () => {
    const visits = Array.from({ length: 12 }, (_, index) =>
      visit(
        `v${index}`,
        Array.from({ length: index }, () => alarm(at(1))),
      ),
    )
    const { noisiest } = alarmLoad(visits, PERIOD)
    expect(noisiest).toHaveLength(10)
    expect(noisiest[0]).toEqual({ id: 'v11', count: 11, perHour: 5.5 })
    expect(noisiest.at(-1)).toMatchObject({ id: 'v2' })
  })

  it('has quantiles by nearest rank', () => {
    expect(quantile([], 0.5)).toBeNull()
    expect(quantile([7], 0.9)).toBe(7)
    expect(quantile([3, 1, 2], 0)).toBe(1)
  })
})
