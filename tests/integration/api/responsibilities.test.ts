import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bayAnswerSchema } from '../../../shared/wire/site.ts'
import type { HandoverAnswer, ResponsibilitiesAnswer } from '../../../shared/wire/responsibility.ts'
import { siteMessageSchema, type SiteMessage } from '../../../shared/wire/live-message.ts'
import { connectTo, opened, until, watch, type LiveClient } from '../../support/live-hub.ts'
import { PASSWORD, signInAt, startApp, type Ask, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
let clients: LiveClient[]
beforeEach(async () => {
  running = await startApp()
  clients = []
})
afterEach(async () => {
  for (const client of clients) client.disconnect()
  await running.stop()
})

const idOf = async (name: string): Promise<string> =>
  (await running.app.accounts.users.list()).find((user) => user.name === name)?.id ?? ''

const standing = async (as: Ask): Promise<ResponsibilitiesAnswer> =>
  (await as('GET', '/responsibilities')).json as ResponsibilitiesAnswer

const whoAnswers = async (): Promise<readonly string[]> => {
  const { answering } = await standing(running.as.admin)
  return running.bays.map((bay) => answering.find((it) => it.bay === bay)?.person.name ?? 'nobody')
}

const offered = async (...bays: readonly number[]): Promise<HandoverAnswer> => {
  const body = { bays: bays.map((bay) => running.bays[bay]), to: await idOf('clinician'), note: 'Bay 2 was dizzy.' }
  const { status, json } = await running.as.nurse('POST', '/handovers', { body })
  expect(status).toBe(201)
  return json as HandoverAnswer
}

describe('who answers for which bays', () => {
  test('is nobody at first; taken, handed over and accepted by name; the giver answers until then', async () => {
    const { nurse, clinician } = running.as
    expect(await standing(nurse)).toEqual({ seq: 0, answering: [], handovers: [] })
    await nurse('POST', '/responsibilities/take', { body: { bays: running.bays } })
    const { id } = await offered(0, 1)
    expect(await whoAnswers()).toEqual(['nurse', 'nurse', 'nurse'])

    const accepted = await clinician('POST', `/handovers/${id}/accept`, { body: {} })
    expect(accepted.json).toMatchObject({ state: 'accepted', endedBy: { name: 'clinician' }, note: 'Bay 2 was dizzy.' })
    expect(await whoAnswers()).toEqual(['clinician', 'clinician', 'nurse'])
    expect((await standing(nurse)).answering[1]).toMatchObject({ how: 'accepted', from: { name: 'nurse' } })

    await nurse('POST', '/responsibilities/release', { body: { bays: [running.bays[2]] } })
    expect(await whoAnswers()).toEqual(['clinician', 'clinician', 'nobody'])
    const from = await idOf('clinician')
    await nurse('POST', '/responsibilities/take', { body: { bays: [running.bays[0]], from } })
    expect(await whoAnswers()).toEqual(['nurse', 'clinician', 'nobody'])
  })

  test('declined or withdrawn stays as it is, and whoever is late is told so', async () => {
    const { nurse, clinician } = running.as
    await nurse('POST', '/responsibilities/take', { body: { bays: running.bays } })
    const first = await offered(0)
    const declined = await clinician('POST', `/handovers/${first.id}/decline`, { body: { reason: 'I leave at four.' } })
    expect(declined.json).toMatchObject({ state: 'declined', reason: 'I leave at four.' })
    const second = await offered(0)
    expect((await nurse('POST', `/handovers/${second.id}/withdraw`, { body: {} })).status).toBe(200)
    const late = await clinician('POST', `/handovers/${second.id}/accept`, { body: {} })
    expect([late.status, late.json]).toEqual([
      409,
      { error: { code: 'conflict', message: 'This hand-over was withdrawn already, by nurse.' } },
    ])
    expect(await whoAnswers()).toEqual(['nurse', 'nurse', 'nurse'])
  })

  test('refuses in words what does not fit', async () => {
    const { nurse, clinician } = running.as
    await nurse('POST', '/responsibilities/take', { body: { bays: [running.bays[0]] } })
    const taken = await clinician('POST', '/responsibilities/take', { body: { bays: [running.bays[0]] } })
    expect([taken.status, taken.json]).toEqual([
      409,
      {
        error: {
          code: 'conflict',
          message: 'nurse answers for Bay 1: ask them to hand it over, or take it over from them.',
        },
      },
    ])
    for (const [body, status] of [
      [{ bays: [] }, 400],
      [{ bays: ['nowhere'] }, 404],
      [{ bays: [running.bays[0]], note: 'no field' }, 400],
    ] as const)
      expect((await nurse('POST', '/responsibilities/take', { body })).status).toBe(status)
    const toAdmin = { bays: [running.bays[0]], to: await idOf('admin') }
    expect((await nurse('POST', '/handovers', { body: toAdmin })).status).toBe(404)
    const { id } = await offered(0)
    expect((await nurse('POST', `/handovers/${id}/accept`, { body: {} })).status).toBe(403)
  })

  test('is done once under one key', async () => {
    const asked = { body: { bays: [running.bays[0]] }, headers: { 'idempotency-key': 'k1' } }
    const first = await running.as.nurse('POST', '/responsibilities/take', asked)
    expect(await running.as.nurse('POST', '/responsibilities/take', asked)).toMatchObject({
      status: 200,
      json: first.json,
    })
    const other = { ...asked, body: { bays: [running.bays[1]] } }
    expect((await running.as.nurse('POST', '/responsibilities/take', other)).status).toBe(422)
    const { json } = await running.as.admin('GET', '/audit?limit=1000')
    const { entries } = json as { entries: { action: string }[] }
    expect(entries.filter(({ action }) => action === 'baysTaken')).toHaveLength(1)
  })

  test('stands in the audit book by person and bay, without what was said of patients', async () => {
    await running.as.nurse('POST', '/responsibilities/take', { body: { bays: running.bays } })
    const { id } = await offered(0, 1)
    await running.as.clinician('POST', `/handovers/${id}/accept`, { body: {} })
    const { text, json } = await running.as.admin('GET', '/audit?limit=3')
    expect(text).not.toContain('dizzy')
    expect(json).toMatchObject({
      entries: [
        { action: 'handoverAccepted', by: { name: 'clinician' }, detail: 'Bay 1, Bay 2: from nurse to clinician' },
        { action: 'handoverOffered', by: { name: 'nurse' } },
        { action: 'baysTaken', by: { name: 'nurse' }, detail: 'Bay 1, Bay 2, Bay 3' },
      ],
    })
  })

  test('ends with the right to act: who can no longer sign in answers for nothing', async () => {
    const { nurse, admin } = running.as
    await nurse('POST', '/responsibilities/take', { body: { bays: running.bays } })
    await offered(0)
    await admin('PATCH', `/users/${await idOf('nurse')}`, { body: { role: 'clinician' } })
    expect(await whoAnswers()).toEqual(['nurse', 'nurse', 'nurse'])
    await admin('PATCH', `/users/${await idOf('nurse')}`, { body: { isActive: false } })
    expect(await whoAnswers()).toEqual(['nobody', 'nobody', 'nobody'])
    expect((await standing(admin)).handovers).toMatchObject([{ state: 'withdrawn' }])
  })
})

describe('the live feed', () => {
  const connect = async (who: string, headers = {}) => {
    const client = connectTo(running.url, who, headers)
    clients.push(client)
    const told: SiteMessage[] = []
    const raw: string[] = []
    client.on('site', (message) => {
      raw.push(JSON.stringify(message))
      told.push(siteMessageSchema.parse(message))
    })
    await opened(client)
    return { client, told, raw }
  }

  test('tells every screen of a bay that is named, named otherwise or taken away, also as it catches up', async () => {
    const cookie = await signInAt(running.url, 'clinician', PASSWORD)
    const screens = [await connect('staff', { cookie }), await connect(running.tokens.display)]
    const before = await Promise.all(screens.map(({ client }) => watch(client)))
    const names = () =>
      screens.map(({ told }) => told.findLast(({ bays }) => bays !== undefined)?.bays?.map((it) => it.name))
    const both = (last: string | undefined) => names().every((own) => own !== undefined && own.at(-1) === last)
    const { json } = await running.as.admin('POST', '/bays', { body: { name: 'Window' } })
    const { id } = bayAnswerSchema.parse(json)
    await until('both know the new bay', () => both('Window'))
    await running.as.admin('PATCH', `/bays/${id}`, { body: { name: 'Garden' } })
    await until('both know its new name', () => both('Garden'))
    for (const [index, { client }] of screens.entries()) {
      const answer = before[index]
      if (answer?.ok !== true) throw new Error('not let in')
      const again = await client.emitWithAck('watch', { epoch: answer.epoch, since: answer.seq })
      const bays = again.ok && again.mode === 'catchUp' ? again.bays : undefined
      expect(bays?.find((bay) => bay.id === id)?.name).toBe('Garden')
    }
    expect((await running.as.admin('DELETE', `/bays/${id}`)).status).toBe(204)
    await until('both know that it is gone', () => names().every((own) => own?.includes('Garden') === false))
  })

  test('tells staff at once who answers, and a display neither names nor notes', async () => {
    const cookie = await signInAt(running.url, 'clinician', PASSWORD)
    const staff = await connect('staff', { cookie })
    const wall = await connect(running.tokens.display)
    const [first, wallFirst] = [await watch(staff.client), await watch(wall.client)]
    expect(first).toMatchObject({ ok: true, responsibilities: { seq: 0, answering: [] } })
    await running.as.nurse('POST', '/responsibilities/take', { body: { bays: running.bays } })
    await offered(0)
    const newest = () => staff.told.findLast((it) => it.responsibilities !== undefined)?.responsibilities
    await until('the offer is told', () => newest()?.seq === 2)
    expect(newest()?.handovers).toMatchObject([{ note: 'Bay 2 was dizzy.' }])
    await until('the wall was told what stands', () => wall.raw.length > 1)
    expect(wall.raw.join() + JSON.stringify(wallFirst)).not.toMatch(/responsibilit|dizzy|nurse/)
    expect(await watch(wall.client)).not.toHaveProperty('responsibilities')
    expect(await watch(staff.client)).toMatchObject({ responsibilities: { answering: [{}, {}, {}] } })
  })
})
