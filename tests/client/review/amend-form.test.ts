import { expect, test } from 'vitest'
import { amendFields, correctionOf } from '../../../client/review/amend-form.ts'
import type { WireEvent } from '../../../shared/wire/stored-event.ts'

const AT = '2026-03-02T09:20:00.000Z'
const event = (type: string, data: Readonly<Record<string, unknown>>): WireEvent => ({ seq: 7, type, at: AT, data })

const pressure = event('vitalsRecorded', { values: { sbp: 210, dbp: 88 }, measuredAt: AT })

test('an entry shows what of it can be set right, as it reads now', () => {
  const fields = amendFields(pressure)
  expect(fields.find(({ path }) => path === 'values.sbp')).toEqual({
    path: 'values.sbp',
    label: 'values sbp',
    kind: 'figure',
    text: '210',
  })
  expect(fields.find(({ path }) => path === 'values.hr')?.text).toBe('')
  expect(fields.at(-1)).toMatchObject({ path: 'occurredAt', text: AT })
})

test('a correction carries what was changed, where it stands, and nothing else', () => {
  const fields = amendFields(pressure)
  expect(correctionOf(fields, { 'values.sbp': '131', 'values.dbp': '88' })).toEqual({ values: { sbp: 131 } })
  expect(correctionOf(fields, { 'values.sbp': '131', occurredAt: ' 2026-03-02T09:10:00.000Z ' })).toEqual({
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
