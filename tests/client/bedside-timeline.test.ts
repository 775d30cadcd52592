import { describe, expect, it } from 'vitest'
import { chartLines, cuffPoints, linePath } from '../../client/bedside/chart/lines.ts'
import { scaleFor } from '../../client/bedside/chart/scale.ts'
import { timelineRows } from '../../client/bedside/timeline-rows.ts'
import { makeOrder, type KeptCommand, type Order } from '../../client/live/outbox-order.ts'
import { sessionId, userId } from '../../shared/domain/ids.ts'
import type { WireEvent } from '../../shared/wire/stored-event.ts'

const NAMES = { items: { consent: 'Consent' }, criteria: {}, bays: {} }
const BASE = Date.parse('2026-03-01T09:00:00.000Z')
const at = (minute: number): string => new Date(BASE + minute * 60_000).toISOString()
const NURSE = { id: userId('n'), name: 'Nurse 1', role: 'nurse' } as const

const event = (seq: number, minute: number, type: string, data: WireEvent['data'] = {}): WireEvent => ({
  seq,
  type,
  at: at(minute),
  by: NURSE,
  data,
})

const order = (command: KeptCommand, minute: number, more: Partial<Order> = {}): Order => ({
  ...makeOrder({
    key: `key-${minute}`,
    userId: NURSE.id,
    sessionId: sessionId('s'),
    command,
    madeAt: at(minute),
    number: minute,
    expectedSeq: null,
  }),
  ...more,
})

const rows = (log: readonly WireEvent[], orders: readonly Order[] = []) => timelineRows(log, orders, NAMES)

describe('the timeline', () => {
  it('stands newest first, what is on its way among it', () => {
    const log = [event(1, 0, 'sessionAdmitted'), event(2, 5, 'symptomRecorded', { symptom: 'nausea', grade: 'mild' })]
    const waiting = order({ type: 'recordSymptom', symptom: 'vomiting', grade: 'severe' }, 6)
    expect(rows(log, [waiting]).map(({ text, state }) => [text, state])).toEqual([
      ['Vomiting, severe', 'waiting'],
      ['Nausea, mild', 'saved'],
      ['Admitted', 'saved'],
    ])
  })

  it('shows what was entered late with both times, on its way as well as saved', () => {
    const late = { ...event(1, 12, 'symptomRecorded', { symptom: 'nausea', grade: 'mild' }), occurredAt: at(2) }
    const command = { type: 'recordSymptom', symptom: 'dizziness', grade: 'mild' } as const
    const made = makeOrder({
      key: 'late',
      userId: NURSE.id,
      sessionId: sessionId('s'),
      command,
      madeAt: at(14),
      occurredAt: at(4),
      number: 1,
      expectedSeq: null,
    })
    const [waiting, saved] = rows([late], [made])
    expect(made.body).toEqual({ ...command, occurredAt: at(4) })
    expect(waiting).toMatchObject({ at: Date.parse(at(4)), writtenAt: Date.parse(at(14)) })
    expect(saved).toMatchObject({ at: Date.parse(at(2)), writtenAt: Date.parse(at(12)) })
  })

  it('says why an order was refused', () => {
    const refusal = { code: 'wrongPhase', message: 'The session is preparing.' }
    const [row] = rows([], [order({ type: 'pauseInfusion', reason: 'Patient asked' }, 1, { refusal })])
    expect(row).toMatchObject({ state: 'refused', text: 'Infusion paused', refusal: 'The session is preparing.' })
  })

  it.each<[KeptCommand, string]>([
    [{ type: 'checkOff', item: 'consent' }, 'Consent: done'],
    [{ type: 'uncheck', item: 'consent' }, 'Consent: open again'],
    [{ type: 'recordBaseline', from: 'monitor' }, 'Baseline'],
    [{ type: 'recordBaseline', sbp: 120, dbp: 80, hr: 70, spo2: 98 }, 'Baseline 120/80, HR 70, SpO2 98'],
    [{ type: 'startInfusion', doseMg: 40, durationMin: 40 }, 'Infusion started: 40 mg in 40 min'],
    [{ type: 'endInfusion', outcome: 'completed' }, 'Infusion ended'],
    [{ type: 'discharge', escort: 'Partner', ivRemoved: true, instructionsGiven: true }, 'Discharged'],
  ])('puts %o in the words of what it will be', (command, text) => {
    expect(rows([], [order(command, 1)])[0]?.text).toBe(text)
  })

  it('strikes an amended entry through and keeps it, with what holds instead', () => {
    const log = [
      event(1, 0, 'symptomRecorded', { symptom: 'nausea', grade: 'mild' }),
      event(2, 5, 'amended', { seq: 1, correction: { grade: 'moderate' }, reason: 'misread', afterSignature: false }),
    ]
    const [amended, first] = rows(log)
    expect(amended?.text).toBe('Entry 1 amended')
    expect(first).toMatchObject({ text: 'Nausea, mild', amendment: 'Nurse 1: grade moderate (misread)' })
  })

  it('stands where it happened, and says when it was written', () => {
    const late = { ...event(2, 30, 'noteAdded', { text: 'late' }), occurredAt: at(10) }
    const [newest, note] = rows([event(1, 20, 'checkCompleted'), late])
    expect(newest?.text).toBe('Check done')
    expect(note).toMatchObject({ at: Date.parse(at(10)), writtenAt: Date.parse(at(30)) })
  })

  it('numbers the entries that the chart marks', () => {
    const log = [
      event(1, 0, 'sessionAdmitted'),
      event(2, 1, 'noteAdded', { text: 'a' }),
      event(3, 2, 'checkCompleted'),
      event(4, 3, 'noteAdded', { text: 'b' }),
    ]
    expect(rows(log).map(({ entry }) => entry)).toEqual([2, null, 1, null])
  })
})

describe('the lines of the last 30 min', () => {
  const now = BASE + 60 * 60_000
  const minutesAgo = (minutes: number): number => now - minutes * 60_000

  it('joins what the server kept with what came in since, and drops what is older', () => {
    const kept = { hr: { time: [minutesAgo(40), minutesAgo(20), minutesAgo(10)], value: [70, 71, 72] } }
    const live = { hr: { time: [minutesAgo(12), minutesAgo(5)], value: [99, 73] } }
    expect(chartLines(['hr'], { kept, live, now }).hr).toEqual({
      time: [minutesAgo(20), minutesAgo(10), minutesAgo(5)],
      value: [71, 72, 73],
    })
  })

  it('keeps the extremes of thinned readings', () => {
    const time = [minutesAgo(20)]
    const kept = { spo2: { time, value: [97], min: [84], max: [97] } }
    expect(chartLines(['spo2'], { kept, live: {}, now }).spo2).toEqual({
      time: [minutesAgo(20), minutesAgo(20)],
      value: [97, 84],
    })
  })

  it('breaks at a gap and at a long silence, and draws a lone point as a dot', () => {
    const path = linePath(
      { time: [0, 1, 2, 3, 50], value: [1, 1, null, 1, 1] },
      (x) => x,
      (y) => y,
      10,
    )
    expect(path).toBe('M0.0 1.0h0.1L1.0 1.0M3.0 1.0h0.1M50.0 1.0h0.1')
  })

  it('takes one blood pressure from values of one time', () => {
    const lines = {
      sbp: { time: [1, 2], value: [120, 130] },
      dbp: { time: [1, 3], value: [80, 85] },
      map: { time: [1], value: [93] },
    }
    expect(cuffPoints(lines)).toEqual([{ at: 1, sbp: 120, dbp: 80, map: 93 }])
  })
})

describe('a scale', () => {
  const request = { usual: [40, 180], top: 10, height: 140, tickEvery: 20 } as const

  it('stays where it is while values stay in it', () => {
    const scale = scaleFor({ ...request, values: [70, 128] })
    expect([scale.low, scale.high, scale.y(180), scale.y(40)]).toEqual([40, 180, 10, 150])
  })

  it('grows by whole ticks where a value asks for it', () => {
    const { low, high } = scaleFor({ ...request, values: [31, 213] })
    expect([low, high]).toEqual([20, 220])
  })
})
