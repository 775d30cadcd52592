import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ProtocolHistory } from '../../../shared/wire/protocol-version.ts'
import { newVisit, startApp, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
beforeAll(async () => {
  running = await startApp()
})
afterAll(() => running.stop())

interface File {
  readonly format: string
  readonly version: number
  readonly protocol: Readonly<Record<string, unknown>>
}

const fileOf = async (id: string, version: number): Promise<File> =>
  (await running.as.nurse('GET', `/protocols/${id}/versions/${version}/file`)).json as File

const historyOf = async (id: string): Promise<ProtocolHistory | undefined> => {
  const { json } = await running.as.nurse('GET', '/protocol-versions')
  return (json as { histories: ProtocolHistory[] }).histories.find((it) => it.id === id)
}

const revised = async (id: string, change: Readonly<Record<string, unknown>>, newest = 1) => {
  const { protocol } = await fileOf(id, newest)
  return { protocol: { ...protocol, ...change }, basedOn: newest, newest, note: 'test' }
}

const codeOf = ({ json }: { readonly json: unknown }) => (json as { error?: { code?: string } }).error?.code

describe('a protocol of the clinic', () => {
  test('is changed as a new version, approved by name, and then begins visits', async () => {
    const body = await revised('iv-depression', { recoveryMinimumMin: 75 })
    const made = await running.as.admin('POST', '/protocols/iv-depression/versions', { body })
    expect([made.status, made.json]).toMatchObject([
      201,
      { protocol: { version: 2, approval: null }, createdBy: 'admin' },
    ])
    expect((await historyOf('iv-depression'))?.inUse).toBe(2)

    const approve = '/protocols/iv-depression/versions/1/approve'
    expect((await running.as.admin('POST', approve)).status).toBe(403)
    expect((await running.as.nurse('POST', approve)).status).toBe(403)
    const approved = await running.as.clinician('POST', approve)
    expect([approved.status, approved.json]).toMatchObject([200, { protocol: { approval: { by: 'clinician' } } }])
    expect(codeOf(await running.as.clinician('POST', approve))).toBe('conflict')
    // The edit is newer, and does not silently take the place of what was approved.
    expect((await historyOf('iv-depression'))?.inUse).toBe(1)

    const [bay] = running.bays
    if (bay === undefined) throw new Error('no bay')
    const visit = (await running.as.nurse('POST', '/sessions', { body: newVisit(bay) })).json as { id: string }
    expect(visit).toMatchObject({ protocol: { id: 'iv-depression', version: 1, approved: true } })
    await running.as.clinician('POST', '/protocols/iv-depression/versions/2/approve')
    expect((await running.as.nurse('GET', '/protocols/iv-depression')).json).toMatchObject({ version: 2 })
    // A visit keeps the copy that it began with.
    expect((await running.as.nurse('GET', `/sessions/${visit.id}`)).json).toMatchObject({ protocol: { version: 1 } })
  })

  test('is compared in words', async () => {
    const { json } = await running.as.nurse('GET', '/protocols/iv-depression/difference?from=1&to=2')
    expect(json).toEqual({
      from: 1,
      to: 2,
      changes: [
        {
          path: 'recoveryMinimumMin',
          label: 'Recovery minimum',
          before: '60 min from the end of the infusion',
          after: '75 min from the end of the infusion',
        },
      ],
    })
    expect((await running.as.nurse('GET', '/protocols/iv-depression/difference?from=1&to=9')).status).toBe(404)
    expect((await running.as.nurse('GET', '/protocols/none/difference?from=1&to=2')).status).toBe(404)
    expect((await running.as.nurse('GET', '/protocols/im/difference?from=1')).status).toBe(400)
  })

  test('goes out as a file and comes back as one', async () => {
    const answer = await running.as.nurse('GET', '/protocols/im/versions/1/file')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="im-v1.json"')
    const file = answer.json as File
    expect(file).not.toHaveProperty('protocol.approval')
    const own = { ...file, protocol: { ...file.protocol, id: 'im-ours', name: 'IM, ours' } }
    const taken = await running.as.clinician('POST', '/protocols/import', { body: own })
    expect([taken.status, taken.json]).toMatchObject([201, { protocol: { id: 'im-ours', version: 1, approval: null } }])
    expect(codeOf(await running.as.clinician('POST', '/protocols/import', { body: own }))).toBe('conflict')
    expect((await running.as.nurse('GET', '/protocols/im/versions/9/file')).status).toBe(404)
  })

  test('is refused where it does not fit, with every place and what is accepted there', async () => {
    const body = await revised('iv-pain', { recoveryMinimumMin: -1, route: 'oral' })
    const refused = await running.as.admin('POST', '/protocols/iv-pain/versions', { body })
    expect(refused.status).toBe(400)
    const { error } = refused.json as { error: { message: string; details: { faults: { where: string }[] } } }
    expect(error.message).toContain('protocol.route: Invalid option: expected one of "iv"|"im"|"nasal"')
    expect(error.details.faults.map(({ where }) => where)).toEqual(['protocol.route', 'protocol.recoveryMinimumMin'])
    const over = await revised('iv-pain', { maximum: { mgPerKg: 0.1 } })
    const message = (await running.as.admin('POST', '/protocols/iv-pain/versions', { body: over })).text
    expect(message).toContain('protocol.maximum.mgPerKg: not below the usual 1.68 mg/kg')
    expect(await historyOf('iv-pain')).toMatchObject({ versions: [{ protocol: { version: 1 } }] })
  })

  test('keeps its id', async () => {
    const body = await revised('iv-pain', { id: 'other', recoveryMinimumMin: 70 })
    expect((await running.as.admin('POST', '/protocols/iv-pain/versions', { body })).status).toBe(400)
    const same = await revised('iv-pain', {})
    expect(codeOf(await running.as.admin('POST', '/protocols/iv-pain/versions', { body: same }))).toBe('conflict')
  })

  test('is copied under another id', async () => {
    const { protocol } = await fileOf('esketamine', 1)
    const body = {
      protocol: { ...protocol, id: 'esketamine-own', name: 'Esketamine, ours' },
      basedOn: { id: 'esketamine', version: 1 },
      note: 'a copy',
    }
    const made = await running.as.clinician('POST', '/protocols', { body })
    expect([made.status, made.json]).toMatchObject([
      201,
      { basedOn: { id: 'esketamine', version: 1 }, origin: 'clinic' },
    ])
    expect(codeOf(await running.as.clinician('POST', '/protocols', { body }))).toBe('conflict')
  })

  test('is retired: an approved version by a clinician alone', async () => {
    const retire = '/protocols/iv-depression/versions/2/retire'
    const body = { reason: 'too long for our rooms' }
    expect(codeOf(await running.as.admin('POST', retire, { body }))).toBe('notAllowed')
    const retired = await running.as.clinician('POST', retire, { body })
    expect(retired.json).toMatchObject({ retired: { by: 'clinician', reason: body.reason } })
    expect((await historyOf('iv-depression'))?.inUse).toBe(1)
    const own = '/protocols/im-ours/versions/1/retire'
    expect((await running.as.admin('POST', own, { body })).status).toBe(200)
    expect((await running.as.admin('POST', own, { body })).status).toBe(409)
    const { protocols } = (await running.as.nurse('GET', '/protocols')).json as { protocols: { id: string }[] }
    expect(protocols.map(({ id }) => id)).not.toContain('im-ours')
    expect((await running.as.admin('POST', '/protocols/im/versions/9/retire', { body })).status).toBe(404)
  })

  test('leaves who did what in the audit book', async () => {
    const { json } = await running.as.admin('GET', '/audit?limit=1000')
    const { entries } = json as { entries: { action: string; detail?: string; by?: { name: string } }[] }
    const written = entries.filter(({ action }) => action.startsWith('protocol'))
    expect(written.map(({ action, by, detail }) => [action, by?.name, detail])).toEqual([
      ['protocolRetired', 'admin', 'IM, ours version 1 (im-ours): too long for our rooms'],
      ['protocolRetired', 'clinician', 'IV depression version 2 (iv-depression): too long for our rooms'],
      ['protocolVersionAdded', 'clinician', 'Esketamine, ours version 1 (esketamine-own)'],
      ['protocolVersionAdded', 'clinician', 'IM, ours version 1 (im-ours)'],
      ['protocolApproved', 'clinician', 'IV depression version 2 (iv-depression)'],
      ['protocolApproved', 'clinician', 'IV depression version 1 (iv-depression)'],
      ['protocolVersionAdded', 'admin', 'IV depression version 2 (iv-depression)'],
    ])
  })
})
