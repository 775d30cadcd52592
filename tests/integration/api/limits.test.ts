import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bayId } from '../../../shared/domain/ids.ts'
import type { Limit } from '../../../shared/domain/limit.ts'
import { limitCheckSchema, limitSheetSchema, type LimitSheetAnswer } from '../../../shared/wire/limit-sheet.ts'
import { newVisit, startApp, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
let bay = bayId('none')
let id = ''
let keys = 0

const admit = async (): Promise<string> => {
  const made = await running.as.nurse('POST', '/sessions', { body: newVisit(bay) })
  return (made.json as { id: string }).id
}

const order = (command: object, visit = id) =>
  running.as.nurse('POST', `/sessions/${visit}/commands`, {
    body: command,
    headers: { 'idempotency-key': `limits-${(keys += 1)}` },
  })

const sheetOf = async (visit = id): Promise<LimitSheetAnswer> => {
  const answer = await running.as.nurse('GET', `/sessions/${visit}/limits`)
  expect(answer.status).toBe(200)
  return limitSheetSchema.parse(answer.json)
}

const withSpo2 = (limits: readonly Limit[], threshold: number): readonly Limit[] =>
  limits.map((limit) => (limit.metric === 'spo2' && limit.priority === 'medium' ? { ...limit, threshold } : limit))

const check = (limits: readonly Limit[], visit = id) =>
  running.as.nurse('POST', `/sessions/${visit}/limits/check`, { body: { limits } })

const spo2Of = (sheet: LimitSheetAnswer) =>
  sheet.limits.find(({ limit }) => limit.metric === 'spo2' && limit.priority === 'medium')

beforeAll(async () => {
  running = await startApp()
  bay = running.bays[0] ?? bay
  id = await admit()
})
afterAll(() => running.stop())

describe('the limits of a visit', () => {
  test('are the protocol’s, and without a value nothing is proposed', async () => {
    const sheet = await sheetOf()
    expect(sheet).toMatchObject({ phase: 'preparing', isProtocol: true, proposal: { basis: [] } })
    expect(sheet.limits.map(({ limit }) => limit)).toEqual(sheet.protocol)
    expect(sheet.proposal.limits).toEqual(sheet.protocol)
  })

  test('are proposed from what the patient has, and nothing is set by it', async () => {
    await order({ type: 'recordVitals', values: { spo2: 96 } })
    const sheet = await sheetOf()
    expect(sheet.proposal.basis).toEqual([{ metric: 'spo2', median: 96, count: 1 }])
    expect(sheet.proposal.limits).toEqual(
      withSpo2(sheet.protocol, 91).map((limit) =>
        limit.metric === 'spo2' && limit.priority === 'low' ? { ...limit, threshold: 93 } : limit,
      ),
    )
    expect(sheet.isProtocol).toBe(true)
  })

  test('wider than the protocol’s are told so beforehand, and refused in words without a reason', async () => {
    const { protocol } = await sheetOf()
    const wider = withSpo2(protocol, 88)
    const told = limitCheckSchema.parse((await check(wider)).json)
    expect(told.wider).toEqual(['SpO2 low 90 %, medium, after 15 s'])
    const refused = await order({ type: 'setLimits', limits: wider, reason: '' })
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('SpO2 low 90 %, medium, after 15 s')
    expect((await sheetOf()).isProtocol).toBe(true)
  })

  test('with a reason are set, with the name of who set them; back to the protocol needs none', async () => {
    const { protocol } = await sheetOf()
    const set = await order({ type: 'setLimits', limits: withSpo2(protocol, 88), reason: 'lung disease' })
    expect(set.status).toBe(200)
    const changed = spo2Of(await sheetOf())
    expect(changed).toMatchObject({ value: 88, protocol: { threshold: 90 } })
    expect(changed?.changedBy).toMatch(/\S/)
    expect((await order({ type: 'setLimits', limits: protocol, reason: '' })).status).toBe(200)
    expect(await sheetOf()).toMatchObject({ isProtocol: true })
  })

  test('narrower need no reason', async () => {
    const { protocol } = await sheetOf()
    expect(limitCheckSchema.parse((await check(withSpo2(protocol, 91))).json).wider).toEqual([])
    expect((await order({ type: 'setLimits', limits: withSpo2(protocol, 91), reason: '' })).status).toBe(200)
  })

  test('of the next patient in the bay are the protocol’s again', async () => {
    expect((await sheetOf()).isProtocol).toBe(false)
    await order({ type: 'cancel', reason: 'went home' })
    const next = await admit()
    expect(await sheetOf(next)).toMatchObject({ isProtocol: true })
    expect(spo2Of(await sheetOf(next))?.value).toBe(90)
  })

  test('that cannot be are refused, and a visit that is not there has none', async () => {
    const { protocol } = await sheetOf()
    const refused = await check(withSpo2(protocol, 120))
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('0 to 100 % is accepted')
    expect((await check(protocol, 'none')).status).toBe(404)
    expect((await running.as.nurse('GET', '/sessions/none/limits')).status).toBe(404)
  })
})
