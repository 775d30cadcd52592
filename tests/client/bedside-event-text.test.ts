import { describe, expect, it } from 'vitest'
import { eventText, type KnownNames } from '../../client/ui/event-text.ts'
import { rateBars, type DoseEvent } from '../../client/ui/rate-bars.ts'

const NAMES: KnownNames = {
  items: { consent: 'Consent' },
  criteria: { gait: 'Steady gait' },
  bays: { 'bay-2': 'Bay 2' },
}

const said = (type: string, data: Readonly<Record<string, unknown>>) => eventText({ type, data }, NAMES)

const spo2 = (more: Readonly<Record<string, unknown>>) => ({
  channel: 'spo2.low',
  kind: 'physiological',
  priority: 'medium',
  limit: { metric: 'spo2', direction: 'low', value: 90 },
  ...more,
})

describe('an event in words', () => {
  it.each([
    ['checklistChanged', { item: 'consent', done: true }, 'Consent: done', ''],
    ['checklistChanged', { item: 'consent', done: true, checkedBy: 'Otto' }, 'Consent: done', 'checked by Otto'],
    ['checklistChanged', { item: 'consent', done: false }, 'Consent: open again', ''],
    [
      'baselineRecorded',
      { from: 'monitor', values: { sbp: 128, dbp: 80, hr: 74, spo2: 98 } },
      'Baseline 128/80, HR 74, SpO2 98',
      'from the monitor',
    ],
    [
      'infusionStarted',
      { doseMg: 40, durationMin: 40, route: 'iv', steps: [] },
      'Infusion started: 40 mg in 40 min',
      '',
    ],
    ['infusionStarted', { doseMg: 56, durationMin: 0, route: 'nasal', steps: [] }, 'Dose given: 56 mg', 'nasal'],
    ['infusionEnded', { outcome: 'completed', deliveredMg: 38.4 }, 'Infusion ended, 38.4 mg given', ''],
    [
      'infusionEnded',
      { outcome: 'stoppedEarly', reason: 'Vomiting', deliveredMg: 12 },
      'Infusion stopped early, 12 mg given',
      'Vomiting',
    ],
    ['symptomRecorded', { symptom: 'nausea', grade: 'mild' }, 'Nausea, mild', ''],
    ['interventionRecorded', { intervention: 'ondansetron', detail: '4 mg IV' }, 'Ondansetron 4 mg IV', ''],
    ['interventionRecorded', { intervention: 'reassurance' }, 'Reassurance', ''],
    ['assessmentRecorded', { scale: 'moaas', score: 4 }, 'Sedation (MOAA/S) 4', ''],
    ['assessmentRecorded', { scale: 'dissociation', score: 5 }, 'Dissociation 5 of 10', ''],
    ['criterionAssessed', { criterion: 'gait', met: false, note: 'sways' }, 'Steady gait: not met', 'sways'],
    ['bayChanged', { from: 'bay-1', to: 'bay-2', devices: true }, 'Moved to Bay 2', 'with the monitor'],
    ['vitalsRecorded', { values: { sbp: 172, dbp: 98, map: 123, temp: 37.2 } }, '172/98 (123), Temp 37.2', 'by hand'],
  ])('%s', (type, data, text, detail) => {
    expect(said(type, data)).toEqual({ text, detail })
  })

  it('names what an override passed, and why', () => {
    const override = { reason: 'seen by Dr M.', gates: [{ gate: 'checklistOpen', label: 'Checklist open: Consent' }] }
    expect(said('infusionStarted', { doseMg: 40, durationMin: 40, route: 'iv', override }).detail).toBe(
      'Overridden: Checklist open: Consent; “seen by Dr M.”',
    )
  })

  it('shows a value beside its limit only where it passed it', () => {
    expect(said('alarmRaised', spo2({ value: 87 })).text).toBe('SpO2 87 < 90')
    expect(said('alarmCleared', spo2({ value: 95 })).text).toBe('SpO2 low, now 95 · over')
    expect(said('alarmAcknowledged', spo2({})).text).toBe('SpO2 low · ACKNOWLEDGED')
    expect(said('alarmRaised', spo2({})).alarm).toEqual({ kind: 'physiological', priority: 'medium' })
  })

  it('shows no value for a technical alarm', () => {
    const probe = { channel: 'spo2.sensorOff', kind: 'technical', priority: 'medium', value: 97 }
    expect(said('alarmCleared', probe).text).toBe('SpO2 probe off · over')
  })

  it('says the name of an event that it does not know, and passes over fields that do not fit', () => {
    expect(said('somethingNew', {})).toEqual({ text: 'somethingNew', detail: '' })
    expect(said('symptomRecorded', { symptom: 3 }).text).toBe(', ')
    expect(said('rateChanged', { rateMgPerHour: 'fast' }).text).toBe('Rate ? mg/h')
  })
})

const at = (minute: number): string => new Date(Date.parse('2026-03-01T09:00:00.000Z') + minute * 60_000).toISOString()
const ms = (minute: number): number => Date.parse(at(minute))
const event = (minute: number, type: string, data: Readonly<Record<string, unknown>> = {}): DoseEvent => ({
  type,
  at: at(minute),
  data,
})
const START = event(0, 'infusionStarted', {
  steps: [
    { rateMgPerHour: 30, minutes: 10 },
    { rateMgPerHour: 60, minutes: 30 },
  ],
})

describe('the bars of the dose', () => {
  it('draws the plan as far as it has run', () => {
    expect(rateBars([START], ms(25))).toEqual([
      { from: ms(0), to: ms(10), rateMgPerHour: 30 },
      { from: ms(10), to: ms(25), rateMgPerHour: 60 },
    ])
  })

  it('ends with the plan', () => {
    expect(rateBars([START], ms(90)).at(-1)).toEqual({ from: ms(10), to: ms(40), rateMgPerHour: 60 })
  })

  it('leaves a hole where it was paused, and goes on with the rest', () => {
    const events = [START, event(15, 'infusionPaused'), event(20, 'infusionResumed')]
    expect(rateBars(events, ms(60))).toEqual([
      { from: ms(0), to: ms(10), rateMgPerHour: 30 },
      { from: ms(10), to: ms(15), rateMgPerHour: 60 },
      { from: ms(20), to: ms(45), rateMgPerHour: 60 },
    ])
  })

  it('draws a changed rate from its moment, and nothing after the end', () => {
    const events = [
      START,
      event(20, 'rateChanged', { steps: [{ rateMgPerHour: 40, minutes: 60 }] }),
      event(30, 'infusionEnded'),
    ]
    expect(rateBars(events, ms(60)).slice(1)).toEqual([
      { from: ms(10), to: ms(20), rateMgPerHour: 60 },
      { from: ms(20), to: ms(30), rateMgPerHour: 40 },
    ])
  })

  it('goes by when it happened, not by when it was written', () => {
    const late = { ...event(30, 'infusionEnded'), occurredAt: at(25) }
    expect(rateBars([START, late], ms(60)).at(-1)?.to).toBe(ms(25))
  })

  it('has nothing to draw before the start', () => {
    expect(rateBars([event(0, 'sessionAdmitted')], ms(10))).toEqual([])
  })
})
