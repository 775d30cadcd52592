import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { RecordStore } from '../../../server/ports/record-store.ts'
import { openOutbox, type Outbox } from '../../../server/reports/hl7/outbox.ts'
import { controlIdOf, oruMessage } from '../../../server/reports/hl7/oru-message.ts'
import { createMemoryRecords } from '../../../server/store/memory-records.ts'
import { createMemoryStore } from '../../../server/store/memory-store.ts'
import { parseMessage, splitMessages } from '../../../server/sources/hl7/hl7-message.ts'
import { instant, toIso } from '../../../shared/domain/time.ts'
import { deliveriesAnswerSchema } from '../../../shared/wire/delivery.ts'
import { newVisit, startApp } from '../../support/running-app.ts'
import { silentLog } from '../../support/silent-log.ts'
import { keepVisit } from '../../support/stored-visit.ts'
import { signedVisit, toldVisit } from '../../support/told-visit.ts'
import { partsOf, recordOf } from '../../support/visit-record.ts'
import { at, beginVisit, clinician, infusing, sample, type Visit } from '../../support/visit.ts'
import { readRecord } from '../../../server/reports/visit-record.ts'

const segmentsOf = (text: string) => parseMessage(splitMessages(text)[0] ?? []).segments

const fieldsOf = (text: string, name: string): readonly (readonly string[])[] =>
  segmentsOf(text).flatMap((segment) => (segment.name === name ? [segment.fields] : []))

describe('a record as ORU^R01', () => {
  test('names patient, visit and last hash, and is final once it is signed', async () => {
    const record = await recordOf(signedVisit(), at(80))
    const text = oruMessage(record)
    const [header] = fieldsOf(text, 'MSH')
    expect([header?.[9], header?.[10], header?.[11], header?.[12]]).toEqual([
      'ORU^R01^ORU_R01',
      controlIdOf(record.view.id, record.lastHash),
      'P',
      '2.6',
    ])
    expect(fieldsOf(text, 'PID')[0]?.[3]).toBe('R-1^^^^MR')
    expect(fieldsOf(text, 'PV1')[0]?.[19]).toBe('s_1')
    expect(fieldsOf(text, 'OBR')[0]?.[25]).toBe('F')
    const values = fieldsOf(text, 'OBX')
    expect(values.map(([, number]) => Number(number))).toEqual(values.map((_, index) => index + 1))
    expect(values.every((fields) => fields[11] === 'F')).toBe(true)
    expect(values.at(-1)?.[5]).toBe(record.lastHash)
    expect(fieldsOf(text, 'NTE')).toEqual([])
  })

  test('has each blood pressure as one group, with codes, unit and time, and of the rest one median a minute', async () => {
    const text = oruMessage(await recordOf(signedVisit(), at(80)))
    const values = fieldsOf(text, 'OBX')
    const [systolic] = values.filter((fields) => fields[3]?.startsWith('150021'))
    expect(systolic?.slice(2, 7)).toEqual([
      'NM',
      '150021^MDC_PRESS_BLD_NONINV_SYS^MDC^8480-6^Systolic blood pressure^LN',
      systolic?.[4],
      '145',
      'mm[Hg]^mmHg^UCUM',
    ])
    expect(systolic?.[14]).toBe('20260302090700.000+0000')
    const group = values.filter((fields) => fields[4] === systolic?.[4]).map((fields) => fields[5])
    expect(group).toEqual(expect.arrayContaining(['145', '90', '107']))
    const spo2 = values.filter((fields) => fields[3]?.startsWith('150456'))
    // 40 minutes, two of them silent, one and a half without a probe.
    expect(spo2).toHaveLength(37)
    expect(new Set(spo2.map((fields) => fields[17]))).toEqual(new Set(['MEDIAN^Median of one minute^99VIGIL']))
    // Taken by hand, as it was corrected.
    const byHand = values.filter((fields) => fields[17]?.startsWith('MANUAL')).map((fields) => fields[5])
    expect(byHand).toEqual(expect.arrayContaining(['131', '88', '36.6']))
    expect(values.find((fields) => fields[3]?.startsWith('phq9'))?.[5]).toBe('14')
  })

  test('is preliminary before the signature and a correction after an amendment of it', async () => {
    const statusOf = async (visit: Visit) => fieldsOf(oruMessage(await recordOf(visit, at(90))), 'OBR')[0]?.[25]
    expect(await statusOf(toldVisit())).toBe('P')
    const visit = signedVisit()
    const seq = (await recordOf(visit, at(71))).written.find(({ type }) => type === 'symptomRecorded')?.seq ?? 0
    const amend = { type: 'amend', seq, correction: { grade: 'severe' }, reason: 'asked again' } as const
    visit.order(amend, at(72), { staff: clinician })
    expect(await statusOf(visit)).toBe('C')
  })

  test('of a simulated visit is test data and says so', async () => {
    const visit = infusing()
    visit.read([sample('hr', 70, at(3), { origin: 'simulated' })], at(3))
    const text = oruMessage(await recordOf(visit, at(5)))
    expect(fieldsOf(text, 'MSH')[0]?.[11]).toBe('T')
    expect(fieldsOf(text, 'NTE')[0]?.[3]).toContain('SIMULATED')
  })

  test('keeps the separators of the message out of what people wrote', async () => {
    const visit = beginVisit()
    const correction = { patient: { displayName: 'A|B^C&D~E\\F' } }
    visit.order({ type: 'amend', seq: 1, correction, reason: 'name' }, at(1), { staff: clinician })
    const [pid] = fieldsOf(oruMessage(await recordOf(visit, at(2))), 'PID')
    expect(pid?.[5]).toBe('A\\F\\B\\S\\C\\T\\D\\R\\E\\E\\F^^^^^^D')
  })
})

type Say = (controlId: string) => string | null

const acknowledge = (code: string, id: string, words = ''): string =>
  `\u000bMSH|^~\\&|EHR||VIGIL||||ACK|1|P|2.6\rMSA|${code}|${id}|${words}\r\u001c\r`

/** A receiver that answers as it is told, one answer after the other; the last one for good. */
const listen = async (...says: readonly Say[]) => {
  const got: string[] = []
  const server: Server = createServer((socket) => {
    let text = ''
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      text += chunk.toString()
      if (!text.endsWith('\u001c\r')) return
      const say = says[Math.min(got.length, says.length - 1)]
      got.push(text.slice(1, -2))
      const answer = say?.(fieldsOf(text.slice(1, -2), 'MSH')[0]?.[10] ?? '') ?? null
      if (answer === null) socket.destroy()
      else socket.write(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { got, server, receiver: { host: '127.0.0.1', port } }
}

describe('the outbox', () => {
  const open: Outbox[] = []
  const servers: Server[] = []
  afterEach(async () => {
    await Promise.all(open.splice(0).map((outbox) => outbox.close()))
    for (const server of servers.splice(0)) server.close()
  })

  const start = async (visit: Visit, receiver: { host: string; port: number }, records: RecordStore) => {
    const parts = await partsOf(visit, at(80))
    const outbox = await openOutbox({
      receiver,
      store: parts.store,
      records,
      recordOf: (id) => readRecord(parts, id),
      now: () => instant(Date.now()),
      log: silentLog,
      firstWaitMs: 10,
      timeoutMs: 200,
    })
    open.push(outbox)
    return outbox
  }

  /** As if a receiver had been named before the visit. */
  const namedBefore = async (): Promise<RecordStore> => {
    const records = createMemoryRecords()
    await records.put([{ kind: 'hl7Out', id: 'since', value: at(0) }])
    return records
  }

  const state = (outbox: Outbox) => outbox.list()[0]

  test('tries until the receiver has taken its own message', async () => {
    const heard = await listen(
      () => null,
      (id) => acknowledge('AE', id, 'no such patient'),
      () => acknowledge('AA', 'of another message'),
      (id) => acknowledge('AA', id),
    )
    servers.push(heard.server)
    const outbox = await start(signedVisit(), heard.receiver, await namedBefore())
    await expect.poll(() => state(outbox)?.state, { timeout: 4_000 }).toBe('delivered')
    expect(heard.got).toHaveLength(4)
    expect(new Set(heard.got.map((text) => fieldsOf(text, 'MSH')[0]?.[10]))).toEqual(
      new Set([state(outbox)?.controlId]),
    )
    expect(state(outbox)).toMatchObject({ attempts: 4, lastError: null, nextAttemptAt: null })
  })

  test('says what the receiver said, and keeps the record through a restart', async () => {
    const refusing = await listen((id) => acknowledge('AR', id, 'closed for the night'))
    servers.push(refusing.server)
    const records = await namedBefore()
    const first = await start(signedVisit(), refusing.receiver, records)
    await expect.poll(() => state(first)?.state, { timeout: 4_000 }).toBe('refused')
    expect(state(first)?.lastError).toBe('AR closed for the night')
    await first.close()
    const taking = await listen((id) => acknowledge('CA', id))
    servers.push(taking.server)
    const second = await start(signedVisit(), taking.receiver, records)
    await expect.poll(() => state(second)?.state, { timeout: 4_000 }).toBe('delivered')
    await second.close()
    // What was delivered is not sent again.
    const third = await start(signedVisit(), taking.receiver, records)
    expect(state(third)?.state).toBe('delivered')
    expect(taking.got).toHaveLength(1)
  })

  test('sends nothing of a visit that ended before a receiver was named', async () => {
    const heard = await listen((id) => acknowledge('AA', id))
    servers.push(heard.server)
    const outbox = await start(signedVisit(), heard.receiver, createMemoryRecords())
    expect(outbox.list()).toEqual([])
  })

  test('sends an older visit when somebody asks for it, once', async () => {
    const heard = await listen((id) => acknowledge('AA', id))
    servers.push(heard.server)
    const records = createMemoryRecords()
    const outbox = await start(signedVisit(), heard.receiver, records)
    const [early, late] = [at(0), at(24 * 60)]
    expect([await outbox.countOlder(early), await outbox.countOlder(late)]).toEqual([1, 0])
    // Another number than was agreed to sends none.
    expect(await outbox.sendOlder({ endedFrom: early, expected: 2 })).toEqual({ ok: false, error: 1 })
    expect(outbox.list()).toEqual([])
    const twice = [early, early].map((endedFrom) => outbox.sendOlder({ endedFrom, expected: 1 }))
    expect(await Promise.all(twice)).toEqual([
      { ok: true, value: 1 },
      { ok: false, error: 0 },
    ])
    await expect.poll(() => state(outbox)?.state, { timeout: 4_000 }).toBe('delivered')
    await outbox.close()
    const again = await start(signedVisit(), heard.receiver, records)
    expect(await again.countOlder(early)).toBe(0)
    expect(heard.got).toHaveLength(1)
  })

  test('keeps the older visits it was asked for while no receiver takes them', async () => {
    const refusing = await listen((id) => acknowledge('AR', id, 'closed for the night'))
    servers.push(refusing.server)
    const records = createMemoryRecords()
    const first = await start(signedVisit(), refusing.receiver, records)
    await first.sendOlder({ endedFrom: at(0), expected: 1 })
    await first.close()
    const taking = await listen((id) => acknowledge('AA', id))
    servers.push(taking.server)
    const second = await start(signedVisit(), taking.receiver, records)
    await expect.poll(() => state(second)?.state, { timeout: 4_000 }).toBe('delivered')
    await expect(first.sendOlder({ endedFrom: at(0), expected: 1 })).rejects.toThrow('closed')
  })
})

describe('a server with a receiver', () => {
  test('sends a visit when it has ended, sends it anew when it was written to, and tells how it stands', async () => {
    const heard = await listen((id) => acknowledge('AA', id))
    const running = await startApp({ config: { tls: null, probes: 'loopback', hl7Send: heard.receiver } })
    try {
      const made = await running.as.nurse('POST', '/sessions', { body: newVisit(running.bays[0] ?? ('' as never)) })
      const { id } = made.json as { id: string }
      const order = (key: string, body: object) =>
        running.as.clinician('POST', `/sessions/${id}/commands`, { body, headers: { 'idempotency-key': key } })
      const deliveries = async () =>
        deliveriesAnswerSchema.parse((await running.as.nurse('GET', '/deliveries')).json).deliveries
      expect(await deliveries()).toEqual([])
      const baseline = { type: 'recordBaseline', sbp: 120, dbp: 78, hr: 70, spo2: 98 }
      expect((await order('a', baseline)).status).toBe(200)
      const start = { type: 'startInfusion', doseMg: 40, durationMin: 40, override: { reason: 'test' } }
      expect((await order('b', start)).status).toBe(200)
      expect(heard.got).toEqual([])
      expect((await order('c', { type: 'transfer', to: 'ward', reason: 'observation' })).status).toBe(200)
      await expect.poll(async () => (await deliveries())[0]?.state, { timeout: 5_000 }).toBe('delivered')
      expect((await order('d', { type: 'addNote', text: 'later' })).status).toBe(200)
      await expect.poll(() => heard.got.length, { timeout: 5_000 }).toBe(2)
    } finally {
      await running.stop()
      heard.server.close()
    }
  })

  test('is given older visits by an administrator who was told how many, and the audit book says so', async () => {
    const heard = await listen((id) => acknowledge('AA', id))
    const store = { sessions: createMemoryStore(), records: createMemoryRecords() }
    await keepVisit(store.sessions, signedVisit().entries)
    const running = await startApp({ store, config: { tls: null, probes: 'loopback', hl7Send: heard.receiver } })
    const endedFrom = toIso(at(0))
    const order = (expected: number) => running.as.admin('POST', '/deliveries/older', { body: { endedFrom, expected } })
    try {
      expect((await running.as.nurse('GET', `/deliveries/older?endedFrom=${endedFrom}`)).json).toEqual({ visits: 1 })
      expect(await order(3)).toMatchObject({ status: 409, json: { error: { details: { visits: 1 } } } })
      expect(await order(1)).toMatchObject({ status: 202, json: { visits: 1 } })
      expect((await order(1)).status).toBe(409)
      await expect.poll(() => heard.got.length, { timeout: 5_000 }).toBe(1)
      expect((await running.as.admin('GET', '/audit')).text).toContain('olderRecordsSent')
    } finally {
      await running.stop()
      heard.server.close()
    }
  })

  test('without one says so', async () => {
    const running = await startApp()
    try {
      const body = { endedFrom: toIso(at(0)), expected: 1 }
      expect((await running.as.admin('POST', '/deliveries/older', { body })).status).toBe(409)
      expect((await running.as.admin('GET', `/deliveries/older?endedFrom=${body.endedFrom}`)).status).toBe(409)
      expect((await running.as.nurse('GET', '/deliveries')).json).toMatchObject({ receiver: null, deliveries: [] })
    } finally {
      await running.stop()
    }
  })
})
