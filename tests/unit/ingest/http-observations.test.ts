import { describe, expect, test } from 'vitest'
import { createObservationIntake } from '../../../server/ingest/http-observations.ts'
import { bayId } from '../../../shared/domain/ids.ts'
import { afterNoon, createNotingSessions, NOON, openDoor } from '../../support/door.ts'

const ANY_DEVICE = { device: null, peer: '10.0.0.1' }
const iso = (seconds: number): string => new Date(afterNoon(seconds)).toISOString()

const post = (observations: unknown, more: object = {}) => ({ device: 'OX-1', observations, ...more })

/** An oximeter in bay 1, where a session runs. */
const openAssigned = async (kind: 'http' | 'replay' = 'http') => {
  const noting = createNotingSessions()
  noting.start('bay-1', 's-1')
  const opened = await openDoor({ noting })
  await opened.devices.register({ kind, identity: 'OX-1', name: 'Oximeter', bay: bayId('bay-1') })
  return opened
}

describe('a post', () => {
  test('is answered with what became of it', async () => {
    const { observations, noting } = await openAssigned()
    const body = post([
      { metric: 'spo2', value: 97, unit: '%', time: iso(0) },
      { metric: 'hr', value: 71 },
    ])
    expect(await observations(body, ANY_DEVICE)).toEqual({
      status: 202,
      body: { accepted: 2, duplicates: 0, rejected: [] },
    })
    expect(noting.readings()).toMatchObject([
      { metric: 'spo2', value: 97, deviceTime: NOON, measuredAt: NOON, origin: 'device' },
      { metric: 'hr', value: 71, deviceTime: null },
    ])
  })

  test('sent again is known by its times and values', async () => {
    const { observations } = await openAssigned()
    const body = post([{ metric: 'spo2', value: 97, time: iso(0) }])
    await observations(body, ANY_DEVICE)
    expect(await observations(body, ANY_DEVICE)).toMatchObject({ body: { accepted: 0, duplicates: 1 } })
  })

  test('a bad observation does not cost the good ones; its index is that of the body', async () => {
    const { observations } = await openAssigned()
    const answer = await observations(
      post([
        { metric: 'mood', value: 3 },
        { metric: 'hr', value: 'fast' },
        { metric: 'hr', value: 71 },
        { metric: 'spo2', value: 97, unit: 'mmHg' },
        { metric: 'spo2', value: 97, time: '2026-03-02 12:00' },
        { metric: 'spo2', value: 97, quality: 'superb' },
        { metric: 'spo2', value: 97, status: 'off' },
        { metric: 'spo2', value: 97, backlog: 'yes' },
        { metric: 'spo2', value: 97, unit: 5 },
        { metric: 'spo2', value: 97, recordedAt: 'once' },
        'nonsense',
        { metric: 'temp', value: 98.6, unit: 'degF' },
      ]),
      ANY_DEVICE,
    )
    expect(answer).toMatchObject({ status: 202, body: { accepted: 2, duplicates: 0 } })
    const rejected = answer.status === 202 ? answer.body.rejected : []
    expect(rejected.map(({ index, code }) => [index, code])).toEqual([
      [0, 'unknownMetric'],
      [1, 'badValue'],
      [3, 'wrongUnit'],
      [4, 'badTime'],
      [5, 'badQuality'],
      [6, 'badStatus'],
      [7, 'badBacklog'],
      [8, 'unknownUnit'],
      [9, 'badTime'],
      [10, 'badObservation'],
    ])
    expect(rejected.every(({ message }) => message.endsWith('.'))).toBe(true)
  })

  test('null without a status is no signal, with one what it says', async () => {
    const { observations, noting } = await openAssigned()
    await observations(
      post([
        { metric: 'spo2', value: null },
        { metric: 'hr', value: null, status: 'sensorOff' },
        { metric: 'rr', value: null, status: 'ok' },
      ]),
      ANY_DEVICE,
    )
    expect(noting.readings().map((one) => one.kind === 'noValue' && one.status)).toEqual([
      'noSignal',
      'sensorOff',
      'sensorOn',
    ])
  })

  test('without observations says that the device is there', async () => {
    const { observations, noting, devices } = await openAssigned()
    expect(await observations(post([]), ANY_DEVICE)).toMatchObject({ status: 202, body: { accepted: 0 } })
    expect(noting.taken).toMatchObject([{ readings: [], words: [{ said: 'heard' }] }])
    expect(devices.list()[0]?.lastHeardAt).toBe(iso(0))
  })

  test('a backlog keeps its times', async () => {
    const { observations, noting } = await openAssigned()
    await observations(post([{ metric: 'spo2', value: 91, time: iso(-600), backlog: true }]), ANY_DEVICE)
    expect(noting.readings()).toMatchObject([{ measuredAt: afterNoon(-600), isBacklog: true }])
  })

  test('a replay says so all the way, and is told what no session took', async () => {
    const { observations, noting, devices } = await openAssigned('replay')
    const body = post([{ metric: 'spo2', value: 91, recordedAt: '2020-01-01T00:00:00Z' }], { source: 'replay' })
    expect(await observations(body, ANY_DEVICE)).toMatchObject({ body: { accepted: 1, held: 0 } })
    expect(noting.readings()).toMatchObject([{ origin: 'replay' }])
    const [device] = devices.list()
    expect(device?.kind).toBe('replay')
    expect(device && devices.detail(device.id)?.latest[0]?.recordedAt).toBe('2020-01-01T00:00:00.000Z')
    noting.end('bay-1')
    const later = post([{ metric: 'spo2', value: 92 }], { source: 'replay' })
    expect(await observations(later, ANY_DEVICE)).toMatchObject({ body: { accepted: 1, held: 1 } })
  })
})

describe('who posts', () => {
  test('a token of one device needs no name, and takes no other', async () => {
    const { observations, devices } = await openDoor()
    const bound = { device: 'OX-7', peer: '10.0.0.1' }
    expect((await observations({ observations: [{ metric: 'hr', value: 70 }] }, bound)).status).toBe(202)
    expect((await observations(post([{ metric: 'hr', value: 70 }], { device: 'OX-7' }), bound)).status).toBe(202)
    expect(await observations(post([{ metric: 'hr', value: 70 }]), bound)).toMatchObject({
      status: 403,
      error: { code: 'notAllowed' },
    })
    expect(devices.list().map(({ identity, kind }) => [identity, kind])).toEqual([['OX-7', 'http']])
  })

  test('a token of none has to name one', async () => {
    const { observations } = await openDoor()
    expect(await observations({ observations: [{ metric: 'hr', value: 70 }] }, ANY_DEVICE)).toMatchObject({
      status: 400,
      error: { code: 'badRequest' },
    })
  })
})

describe('what is no post', () => {
  test.each([
    ['nothing', undefined],
    ['a list', []],
    ['no observations', { device: 'OX-1' }],
    ['too many', post(Array.from({ length: 5_001 }, () => ({ metric: 'hr', value: 70 })))],
    ['another source', post([{ metric: 'hr', value: 70 }], { source: 'device' })],
  ])('%s is refused with a sentence', async (_, body) => {
    const { observations } = await openDoor()
    const answer = await observations(body, ANY_DEVICE)
    expect(answer).toMatchObject({ status: 400, error: { code: 'badRequest' } })
    expect('error' in answer && answer.error.message).toContain('observations')
  })
})

describe('when it cannot be taken', () => {
  test.each([
    [{ kind: 'busy', retryAfterS: 7 } as const, { status: 503, retryAfterS: 7 }],
    [
      { kind: 'refused', code: 'tooManyMessages', message: 'Fewer.' } as const,
      { status: 429, error: { code: 'tooManyMessages', message: 'Fewer.' } },
    ],
    [
      { kind: 'refused', code: 'demoSpeed', message: 'Speed.' } as const,
      { status: 409, error: { code: 'demoSpeed', message: 'Speed.' } },
    ],
  ])('%j is answered so', async (said, wanted) => {
    const intake = createObservationIntake(
      { accept: () => Promise.resolve(said), refuse: () => undefined },
      { speed: 1, now: () => NOON },
    )
    expect(await intake(post([{ metric: 'hr', value: 70 }]), ANY_DEVICE)).toMatchObject(wanted)
  })
})
