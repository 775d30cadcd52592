import { expect, test } from 'vitest'
import { amendFields, correctionOf } from '../../../client/review/amend-form.ts'
import { isoOfLocal, localTimeText } from '../../../client/review/amend-words.ts'
import type { WireEvent } from '../../../shared/wire/stored-event.ts'

const AT = '2026-03-02T09:20:00.000Z'
const event = (type: string, data: Readonly<Record<string, unknown>>): WireEvent => ({ seq: 7, type, at: AT, data })

const pressure = event('vitalsRecorded', { values: { sbp: 210, dbp: 88 }, measuredAt: AT })

test('an entry shows what of it can be set right, as it reads now', () => {
  const fields = amendFields(pressure)
  expect(fields.find(({ path }) => path === 'values.sbp')).toEqual({
    path: 'values.sbp',
    label: 'Systolic, mmHg',
    kind: 'figure',
    text: '210',
  })
  expect(fields.find(({ path }) => path === 'values.hr')?.text).toBe('')
  expect(fields.at(-1)).toMatchObject({ path: 'occurredAt', label: 'Happened at', text: localTimeText(AT) })
})

test('a correction carries what was changed, where it stands, and nothing else', () => {
  const fields = amendFields(pressure)
  expect(correctionOf(fields, { 'values.sbp': '131', 'values.dbp': '88' })).toEqual({ values: { sbp: 131 } })
  expect(correctionOf(fields, { 'values.sbp': '131', occurredAt: localTimeText('2026-03-02T09:10:00.000Z') })).toEqual({
    values: { sbp: 131 },
    occurredAt: '2026-03-02T09:10:00.000Z',
  })
})

test('nothing changed, and a figure that was only emptied, are no correction', () => {
  const fields = amendFields(pressure)
  expect(correctionOf(fields, {})).toBeNull()
  expect(correctionOf(fields, { 'values.sbp': '210' })).toBeNull()
  expect(correctionOf(fields, { 'values.sbp': '' })).toBeNull()
})

test('yes and no are told as such', () => {
  const fields = amendFields(event('criterionAssessed', { criterion: 'gait', met: true, note: '' }))
  expect(correctionOf(fields, { met: 'false', note: 'unsteady' })).toEqual({ met: false, note: 'unsteady' })
})

test('a time is of this place, and loses neither its seconds nor their fraction', () => {
  for (const iso of ['2026-03-02T09:20:05.000Z', '2026-03-02T09:20:05.040Z', '2026-07-02T23:59:59.999Z'])
    expect(isoOfLocal(localTimeText(iso))).toBe(iso)
  expect(localTimeText('2026-03-02T09:20:05.000Z')).toMatch(/^2026-03-0\dT\d\d:\d\d:05$/)
  expect(correctionOf(amendFields(pressure), { occurredAt: '' })).toBeNull()
  expect([isoOfLocal(''), localTimeText('')]).toEqual([null, ''])
})

test('every field that can be set right has a name in plain words', () => {
  const types = [
    'sessionScheduled',
    'baselineRecorded',
    'infusionStarted',
    'rateChanged',
    'bolusGiven',
    'infusionEnded',
  ]
  const more = ['vitalsRecorded', 'assessmentRecorded', 'symptomRecorded', 'interventionRecorded', 'noteAdded']
  const last = ['checkCompleted', 'recoveryExtended', 'criterionAssessed', 'sessionDischarged', 'artefactMarked']
  for (const { label } of [...types, ...more, ...last].flatMap((type) => amendFields(event(type, {}))))
    expect(label).toMatch(/^[A-Z]/)
})
