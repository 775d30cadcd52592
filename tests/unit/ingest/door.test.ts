import { describe, expect, test } from 'vitest'
import { bayId, deviceId, type DeviceId } from '../../../shared/domain/ids.ts'
import { StoreError } from '../../../server/ports/session-store.ts'
import { createMemoryRecords } from '../../../server/store/memory-records.ts'
import { nurse } from '../../support/visit.ts'
import { afterNoon, createNotingSessions, NOON, openDoor, reading, report, stored } from '../../support/door.ts'

type Opened = Awaited<ReturnType<typeof openDoor>>

const idOf = (opened: Opened, identity = 'MON-1'): DeviceId => {
  const found = opened.devices.list().find((device) => device.identity === identity)
  if (found === undefined) throw new Error(`No device ${identity}`)
  return found.id
}

/** A device that has spoken once and stands in bay 1, where session 1 runs. */
const openAssigned = async (): Promise<Opened> => {
  const noting = createNotingSessions()
  noting.start('bay-1', 's-1')
  const opened = await openDoor({ noting })
  await opened.devices.register({ kind: 'hl7', identity: 'MON-1', name: 'Monitor 1', bay: bayId('bay-1') })
  return opened
}

describe('binding', () => {
  test('a device that nobody knows appears without a bay, and what it says is kept for a day', async () => {
    const opened = await openDoor()
    const answer = stored(await opened.door.accept(report([reading('hr', 72)], { name: 'VS900' })))
    expect(answer).toMatchObject({ accepted: 1, duplicates: 0, rejected: [], held: 1 })
    const [device] = opened.devices.list()
    expect(device).toMatchObject({ name: 'VS900', kind: 'hl7', identity: 'MON-1', metrics: ['hr'] })
    expect(device).not.toHaveProperty('bay')
    const held = await opened.store.readHeld(idOf(opened), NOON, NOON)
    expect(held.flatMap((batch) => batch.readings)).toMatchObject([{ metric: 'hr', value: 72, origin: 'device' }])
  })

  test('what is kept is thrown away after a day, at a start and while the server runs', async () => {
    const DAY_S = 24 * 3_600
    const opened = await openDoor()
    const say = (second: number) => opened.door.accept(report([reading('hr', 72)], { receivedAt: afterNoon(second) }))
    const held = async () => {
      const batches = await opened.store.readHeld(idOf(opened), NOON, afterNoon(3 * DAY_S))
      return batches.map(({ at }) => (at - NOON) / 1_000)
    }
    await say(0)
    await say(60)
    await say(DAY_S + 30)
    expect(await held()).toEqual([60, DAY_S + 30])
    await openDoor({ records: opened.records, store: opened.store, start: afterNoon(DAY_S + 61) })
    expect(await held()).toEqual([DAY_S + 30])
  })

  test('readings of a device in a bay go to the session that runs there, with the word that it was heard', async () => {
    const { door, noting, devices } = await openAssigned()
    expect(stored(await door.accept(report([reading('hr', 72)])))).toMatchObject({ accepted: 1, held: 0 })
    const id = devices.list()[0]?.id
    expect(noting.taken).toMatchObject([
      {
        session: 's-1',
        readings: [{ kind: 'sample', metric: 'hr', value: 72, quality: 'good', measuredAt: NOON, deviceId: id }],
        words: [{ deviceId: id, said: 'heard', at: NOON }],
      },
    ])
  })

  test('a message without readings says that the device is there', async () => {
    const { door, noting } = await openAssigned()
    await door.accept(report([]))
    expect(noting.taken).toMatchObject([{ readings: [], words: [{ said: 'heard' }] }])
  })

  test('a device that takes its leave is said to have left', async () => {
    const { door, noting } = await openAssigned()
    await door.accept(report([], { isLeaving: true }))
    expect(noting.taken[0]?.words).toMatchObject([{ said: 'left' }])
  })

  test('where the session has ended meanwhile the readings are kept on the shelf', async () => {
    const opened = await openAssigned()
    const { door, noting } = opened
    noting.end('bay-1')
    expect(stored(await door.accept(report([reading('hr', 72)]))).held).toBe(1)
    expect(await opened.store.readHeld(idOf(opened), NOON, NOON)).toHaveLength(1)
  })

  test('assigning tells the session of the new bay and the one that is left', async () => {
    const opened = await openAssigned()
    opened.noting.start('bay-2', 's-2')
    const id = idOf(opened)
    const changed = await opened.devices.change(id, { bay: bayId('bay-2'), name: 'Left arm' }, nurse)
    expect(changed).toMatchObject({ ok: true, value: { bay: 'bay-2', name: 'Left arm' } })
    expect(opened.noting.told).toEqual([`s-1 detach ${id}`, 's-2 attach Left arm'])
    await opened.devices.change(id, { bay: null }, nurse)
    expect(opened.noting.told.at(-1)).toBe(`s-2 detach ${id}`)
    expect(opened.bindings.bayOf(id)).toBeNull()
  })

  test('a new name and new intervals are told to the session that has the device', async () => {
    const opened = await openAssigned()
    const id = idOf(opened)
    await opened.devices.change(id, { name: 'Left arm', intervals: { sbp: 300 } }, nurse)
    expect(opened.noting.told).toEqual(['s-1 attach Left arm'])
    expect(opened.bindings.find(id)).toEqual({ deviceId: id, name: 'Left arm', intervals: { sbp: 300 } })
    expect(opened.bindings.bayOf(id)).toBe('bay-1')
  })

  test('a device that is not there cannot be changed', async () => {
    const { devices } = await openDoor()
    expect(await devices.change(deviceId('no'), { name: 'x' }, nurse)).toMatchObject({
      ok: false,
      error: { code: 'notFound' },
    })
    expect(devices.detail(deviceId('no'))).toBeNull()
  })

  test('devices, their names and bays are there after a restart', async () => {
    const first = await openAssigned()
    await first.door.accept(report([reading('hr', 72)]))
    const second = await openDoor({ records: first.records, store: first.store })
    expect(second.devices.list()).toMatchObject([{ identity: 'MON-1', name: 'Monitor 1', bay: 'bay-1' }])
    expect(second.devices.list()[0]?.lastHeardAt).toBeNull()
    expect(second.bindings.devicesIn(bayId('bay-1'))).toHaveLength(1)
  })

  test('two changes at once both hold', async () => {
    const opened = await openAssigned()
    const id = idOf(opened)
    await Promise.all([
      opened.devices.change(id, { name: 'Left arm' }, nurse),
      opened.bindings.move([id], bayId('bay-3')),
    ])
    expect(opened.devices.list()).toMatchObject([{ name: 'Left arm', bay: 'bay-3' }])
    const restarted = await openDoor({ records: opened.records })
    expect(restarted.devices.list()).toMatchObject([{ name: 'Left arm', bay: 'bay-3' }])
  })

  test('a device that cannot be written is not there, and comes with the next message', async () => {
    const records = createMemoryRecords()
    let isFull = true
    const opened = await openDoor({
      records: {
        ...records,
        put: (written) =>
          isFull ? Promise.reject(new StoreError('full', 'As the test wishes.')) : records.put(written),
      },
    })
    expect(await opened.door.accept(report([reading('hr', 70)]))).toEqual({ kind: 'busy', retryAfterS: 30 })
    expect(opened.devices.list()).toEqual([])
    isFull = false
    expect((await opened.door.accept(report([reading('hr', 70)]))).kind).toBe('stored')
    expect(opened.devices.list()).toHaveLength(1)
  })

  test('two first messages at once make one device', async () => {
    const { door, devices } = await openDoor()
    await Promise.all([door.accept(report([reading('hr', 72)])), door.accept(report([reading('spo2', 97)]))])
    expect(devices.list()).toHaveLength(1)
    expect(devices.list()[0]?.counters).toMatchObject({ messages: 2, readings: 2 })
  })

  test('one identity in two feeds is two devices', async () => {
    const { door, devices } = await openDoor()
    await door.accept(report([reading('hr', 72)], { feed: 'hl7' }))
    await door.accept(report([reading('hr', 72)], { feed: 'http' }))
    expect(devices.list().map(({ kind }) => kind)).toEqual(['hl7', 'http'])
  })

  test('a device moved by an order goes with its bay', async () => {
    const opened = await openAssigned()
    const id = idOf(opened)
    await opened.bindings.move([id, deviceId('unknown')], bayId('bay-7'))
    expect(opened.bindings.devicesIn(bayId('bay-7')).map((device) => device.deviceId)).toEqual([id])
    expect(opened.bindings.devicesIn(bayId('bay-1'))).toEqual([])
  })
})

describe('two under one identity', () => {
  const patient = (patientRef: string, second: number) =>
    report([reading('hr', 60 + second)], { patientRef, receivedAt: afterNoon(second) })

  test('stops everything that goes to a session until somebody confirms where the device stands', async () => {
    const opened = await openAssigned()
    const { door, noting, devices } = opened
    await door.accept(patient('A', 0))
    await door.accept(patient('B', 1))
    await door.accept(patient('A', 2))
    expect(noting.readings()).toHaveLength(1)
    expect(devices.list()[0]?.attention).toMatchObject([{ code: 'confirm' }])
    expect(await opened.store.readHeld(idOf(opened), NOON, afterNoon(10))).toHaveLength(2)

    await devices.change(idOf(opened), { bay: bayId('bay-1') }, nurse)
    await door.accept(patient('B', 3))
    await door.accept(patient('B', 4))
    expect(noting.readings().map((one) => one.kind === 'sample' && one.value)).toEqual([60, 63, 64])
    expect(devices.list()[0]?.attention).toEqual([])
  })

  test('an order that attaches the device confirms as well', async () => {
    const opened = await openAssigned()
    await opened.door.accept(patient('A', 0))
    await opened.door.accept(patient('B', 1))
    await opened.bindings.move([idOf(opened)], bayId('bay-1'))
    await opened.door.accept(patient('B', 2))
    expect(opened.noting.readings()).toHaveLength(2)
  })

  test('still holds after a restart', async () => {
    const first = await openAssigned()
    await first.door.accept(patient('A', 0))
    await first.door.accept(patient('B', 1))
    const second = await openDoor({ records: first.records, store: first.store, noting: first.noting })
    await second.door.accept(patient('B', 2))
    expect(second.noting.readings()).toHaveLength(1)
    expect(second.devices.list()[0]?.attention).toMatchObject([{ code: 'confirm' }])
  })

  test('a patient who is replaced after ten minutes needs nobody', async () => {
    const { door, noting } = await openAssigned()
    await door.accept(patient('A', 0))
    await door.accept(patient('B', 601))
    expect(noting.readings()).toHaveLength(2)
  })
})

describe('time', () => {
  const placed = async (...reports: readonly Readonly<Parameters<typeof report>>[]) => {
    const { door, noting } = await openAssigned()
    const answers = []
    for (const one of reports) answers.push(stored(await door.accept(report(...one))))
    const readings = noting.readings().map((one) => ({
      at: (one.measuredAt - NOON) / 1_000,
      value: one.kind === 'sample' ? one.value : one.status,
      backlog: one.isBacklog,
    }))
    return { answers, readings }
  }
  const spo2 = (value: number, deviceSecond: number) => [
    reading('spo2', value, { deviceTime: afterNoon(deviceSecond) }),
  ]
  const received = (second: number, more: object = {}) => ({ receivedAt: afterNoon(second), ...more })

  test('the device is believed within five seconds', async () => {
    const { readings } = await placed([spo2(97, 0), received(5)], [spo2(96, 12), received(7)])
    expect(readings.map(({ at }) => at)).toEqual([0, 12])
  })

  test('beyond, the receipt counts', async () => {
    const { readings } = await placed([spo2(97, 0), received(5.001)], [spo2(96, 20), received(14.999)])
    expect(readings.map(({ at }) => at)).toEqual([5.001, 14.999])
  })

  test('a time that is not later than the last is not believed', async () => {
    const { readings } = await placed([spo2(97, 3), received(3)], [spo2(96, 2), received(4)])
    expect(readings.map(({ at }) => at)).toEqual([3, 4])
  })

  test('the same time and the same value is one reading; another value is kept at its receipt', async () => {
    const { answers, readings } = await placed(
      [spo2(97, 1), received(1)],
      [spo2(97, 1), received(2)],
      [spo2(95, 1), received(3)],
    )
    expect(answers.map(({ duplicates }) => duplicates)).toEqual([0, 1, 0])
    expect(readings).toMatchObject([
      { at: 1, value: 97 },
      { at: 3, value: 95 },
    ])
  })

  test('a later message with an unchanged stamp measured again', async () => {
    const { readings } = await placed(
      [spo2(97, 0), received(1, { messageId: 'm1' })],
      [spo2(97, 0), received(2, { messageId: 'm2' })],
      [spo2(97, 0), received(3, { messageId: 'm3' })],
    )
    expect(readings.map(({ at }) => at)).toEqual([0, 2, 3])
  })

  test('a message that comes again is stored once', async () => {
    const same = [[reading('hr', 60), ...spo2(97, 0)], received(1, { messageId: 'm1' })] as const
    const { answers, readings } = await placed(same, same)
    expect(answers[1]).toMatchObject({ accepted: 0, duplicates: 2 })
    expect(readings).toHaveLength(2)
  })

  test('a cuff pressure repeated with its old time is the same one, its age corrected by the clock', async () => {
    const wrongBy = 3_600
    const cuff = (second: number) =>
      [
        [
          reading('sbp', 117, { deviceTime: afterNoon(-120 - wrongBy), isAperiodic: true }),
          reading('dbp', 88, { deviceTime: afterNoon(-120 - wrongBy), isAperiodic: true }),
        ],
        received(second, { messageTime: afterNoon(second - wrongBy), messageId: `m${second}` }),
      ] as const
    const { answers, readings } = await placed(cuff(0), cuff(60), cuff(300))
    expect(answers.map(({ duplicates }) => duplicates)).toEqual([0, 2, 2])
    expect(readings).toEqual([
      { at: -120, value: 117, backlog: false },
      { at: -120, value: 88, backlog: false },
    ])
  })

  test('a cuff pressure from the future is from now', async () => {
    const { readings } = await placed([
      [reading('sbp', 142, { deviceTime: afterNoon(1_500), isAperiodic: true })],
      received(0, { messageTime: NOON }),
    ])
    expect(readings.map(({ at }) => at)).toEqual([0])
  })

  test('a pressure that stands in every message without a time of its own was measured when it was first seen', async () => {
    const screen = (sbp: number, dbp: number, second: number) =>
      [
        [
          reading('sbp', sbp, { deviceTime: afterNoon(second), isTimeOfMessage: true }),
          reading('dbp', dbp, { deviceTime: afterNoon(second), isTimeOfMessage: true }),
        ],
        received(second, { messageId: `m${second}` }),
      ] as const
    const { readings } = await placed(
      ...[0, 60, 120, 180].map((second) => screen(120, 80, second)),
      screen(120, 82, 240),
      screen(120, 82, 361),
    )
    expect(readings.map(({ at, value }) => [at, value])).toEqual([
      [0, 120],
      [0, 80],
      [240, 120],
      [240, 82],
      [361, 120],
      [361, 82],
    ])
  })

  test('a spot value from long ago is kept at its time and moves nothing', async () => {
    const { readings } = await placed([
      [reading('spo2', 100, { deviceTime: afterNoon(-3_600), isAperiodic: true })],
      received(0, { messageTime: NOON }),
    ])
    expect(readings).toEqual([{ at: -3_600, value: 100, backlog: true }])
  })

  test('what a device only sends late it measures all the same, and has no newest word of', async () => {
    const { door, devices } = await openAssigned()
    await door.accept(report([reading('spo2', 90, { deviceTime: afterNoon(-300), isBacklog: true })]))
    const [device] = devices.list()
    expect(device?.metrics).toEqual(['spo2'])
    expect(device && devices.detail(device.id)?.latest).toEqual([])
  })

  test('a spot value of a minute ago counts', async () => {
    const { readings } = await placed([
      [reading('spo2', 84, { deviceTime: afterNoon(-60), isAperiodic: true })],
      received(0, { messageTime: NOON }),
    ])
    expect(readings).toEqual([{ at: -60, value: 84, backlog: false }])
  })

  test('a backlog keeps its own times, in any order, once', async () => {
    const late = (second: number) => reading('spo2', 90, { deviceTime: afterNoon(second), isBacklog: true })
    const { answers, readings } = await placed(
      [spo2(97, 0), received(0)],
      [[late(-300), late(-400)], received(1)],
      [[late(-300)], received(2)],
      [spo2(96, 3), received(3)],
    )
    expect(answers.map(({ duplicates }) => duplicates)).toEqual([0, 0, 1, 0])
    expect(readings.map(({ at, backlog }) => [at, backlog])).toEqual([
      [0, false],
      [-300, true],
      [-400, true],
      [3, false],
    ])
  })

  test('a backlog without a time, or from the future, is refused reading by reading', async () => {
    const { door } = await openAssigned()
    const answer = stored(
      await door.accept(
        report([
          reading('hr', 70, { isBacklog: true }),
          reading('hr', 70, { isBacklog: true, deviceTime: afterNoon(6) }),
          reading('hr', 70),
        ]),
      ),
    )
    expect(answer.accepted).toBe(1)
    expect(answer.rejected).toMatchObject([
      { index: 0, code: 'timeMissing' },
      { index: 1, code: 'timeInFuture' },
    ])
  })

  test('staff are told of a clock that is off', async () => {
    const { door, devices } = await openAssigned()
    await door.accept(report([reading('hr', 70)], { messageTime: afterNoon(-6) }))
    expect(devices.list()[0]).toMatchObject({ clockOffsetS: 6, attention: [{ code: 'clockOff' }] })
    const { door: other, devices: theirs } = await openAssigned()
    await other.accept(report([reading('hr', 70)], { messageTime: afterNoon(-5) }))
    expect(theirs.list()[0]).toMatchObject({ clockOffsetS: 5, attention: [] })
  })
})

describe('quality', () => {
  test('a heart rate of zero is a loose electrode while another device of the bay sees a pulse', async () => {
    const opened = await openAssigned()
    await opened.devices.register({ kind: 'http', identity: 'OX', name: 'Oximeter', bay: bayId('bay-1') })
    await opened.door.accept(report([reading('spo2', 97)], { identity: 'OX', feed: 'http' }))
    await opened.door.accept(report([reading('hr', 0)], { receivedAt: afterNoon(10) }))
    await opened.door.accept(report([reading('hr', 0)], { receivedAt: afterNoon(10.001) }))
    expect(opened.noting.readings().slice(1)).toMatchObject([
      { kind: 'noValue', status: 'sensorOff' },
      { kind: 'sample', value: 0, quality: 'good' },
    ])
  })

  test('within one message the pulse counts whatever its place', async () => {
    const { door, noting } = await openAssigned()
    await door.accept(report([reading('hr', 0), reading('spo2', 97)]))
    expect(noting.readings()[0]).toMatchObject({ metric: 'hr', kind: 'noValue', status: 'sensorOff' })
  })

  test('an impossible value is kept as invalid, counted and shown', async () => {
    const { door, noting, devices } = await openAssigned()
    await door.accept(report([reading('temp', 384.5)]))
    expect(noting.readings()).toMatchObject([{ value: 384.5, quality: 'invalid' }])
    expect(devices.list()[0]?.counters.invalid).toBe(1)
  })

  test('a unit that does not fit is refused with what would', async () => {
    const { door, devices } = await openAssigned()
    const answer = stored(await door.accept(report([reading('hr', 72), reading('spo2', 97, { unit: 'mmHg' })])))
    expect(answer).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: 'wrongUnit' }] })
    expect(answer.rejected[0]?.message).toContain('%')
    expect(devices.list()[0]?.counters.refused).toEqual({ wrongUnit: 1 })
  })

  test('a mark of no value is none in any unit', async () => {
    const { door, noting } = await openAssigned()
    const marks = [reading('temp', -999, { unit: '[degF]' }), reading('sbp', -1, { unit: 'kPa' })]
    stored(await door.accept(report(marks)))
    expect(noting.readings()).toMatchObject([
      { metric: 'temp', kind: 'noValue' },
      { metric: 'sbp', kind: 'noValue' },
    ])
  })

  test('where a value comes from goes with it', async () => {
    const { door, noting } = await openAssigned()
    const origins = [{ isSimulated: true }, { isReplay: true }, { feed: 'hl7' as const }]
    for (const [index, more] of origins.entries()) {
      await door.accept(report([reading('hr', 70 + index)], { receivedAt: afterNoon(index), ...more }))
    }
    expect(noting.readings().map(({ origin }) => origin)).toEqual(['simulated', 'replay', 'device'])
  })

  test('codes that nobody knows are kept and shown', async () => {
    const { door, devices } = await openAssigned()
    const unknown = [{ code: '99', name: 'X', value: '5', unit: 'y' }]
    await door.accept(report([], { unknown }))
    expect(devices.detail(devices.list()[0]?.id ?? deviceId(''))?.unknown).toEqual(unknown)
  })
})

describe('nothing is answered before it is kept', () => {
  test('the answer waits for the session', async () => {
    const opened = await openAssigned()
    const open = opened.noting.hold()
    let isAnswered = false
    const answer = opened.door.accept(report([reading('hr', 72)])).then(() => {
      isAnswered = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(isAnswered).toBe(false)
    open()
    await answer
    expect(isAnswered).toBe(true)
  })

  test.each([
    ['full', 30],
    ['failed', 5],
  ] as const)(
    'a store that is %s: nothing is taken, and the same message is taken later',
    async (code, retryAfterS) => {
      const { door, noting } = await openAssigned()
      const message = report([reading('hr', 72, { deviceTime: NOON })], { messageId: 'm1' })
      noting.fail(code)
      expect(await door.accept(message)).toEqual({ kind: 'busy', retryAfterS })
      noting.fail(null)
      expect(stored(await door.accept(message))).toMatchObject({ accepted: 1, duplicates: 0 })
    },
  )

  test('readings of one device are placed one message after another', async () => {
    const opened = await openAssigned()
    const open = opened.noting.hold()
    const same = report([reading('spo2', 97, { deviceTime: NOON })])
    const both = Promise.all([opened.door.accept(same), opened.door.accept(same)])
    open()
    expect((await both).map((answer) => stored(answer).duplicates)).toEqual([0, 1])
  })

  test('beyond what may wait, senders are asked to come again', async () => {
    const opened = await openAssigned()
    const open = opened.noting.hold()
    const waiting = Array.from({ length: 2_000 }, (_, index) =>
      opened.door.accept(report([reading('hr', 72)], { identity: `MON-${index % 40}` })),
    )
    expect(await opened.door.accept(report([reading('hr', 72)]))).toEqual({ kind: 'busy', retryAfterS: 1 })
    open()
    await Promise.all(waiting)
    expect(
      (await opened.door.accept(report([reading('hr', 72)], { identity: 'MON-1', receivedAt: afterNoon(1) }))).kind,
    ).toBe('stored')
  })

  test('more than 200 messages a second of one device are refused', async () => {
    const { door, devices } = await openAssigned()
    const answers = []
    for (let message = 0; message < 201; message += 1) answers.push(await door.accept(report([])))
    expect(answers.at(-2)?.kind).toBe('stored')
    expect(answers.at(-1)).toMatchObject({ kind: 'refused', code: 'tooManyMessages' })
    expect(devices.list()[0]?.counters.refused).toEqual({ tooManyMessages: 1 })
  })
})

describe('a restart', () => {
  const open = async (first: Opened, at = afterNoon(10)): Promise<Opened> =>
    openDoor({ records: first.records, store: first.store, noting: first.noting, start: at })

  test('what was stored and not answered is not stored twice when it is sent again', async () => {
    // Given a device without a session, so that the shelf holds what it said.
    const first = await openDoor()
    const message = report([reading('spo2', 97, { deviceTime: NOON }), reading('hr', 70, { deviceTime: NOON })])
    await first.door.accept(message)
    const second = await open(first)
    expect(stored(await second.door.accept({ ...message, receivedAt: afterNoon(11) }))).toMatchObject({
      accepted: 0,
      duplicates: 2,
    })
  })

  test('a monitor that stamps without seconds is heard again soon after', async () => {
    const first = await openDoor()
    const message = (second: number, messageId: string) =>
      report([reading('spo2', 97, { deviceTime: NOON })], { receivedAt: afterNoon(second), messageId })
    await first.door.accept(message(1, 'a'))
    const second = await open(first)
    const answers = []
    for (const [at, id] of [
      [131, 'b'],
      [132, 'c'],
    ] as const)
      answers.push(stored(await second.door.accept(message(at, id))))
    expect(answers[0]?.duplicates).toBe(0)
    // The first is taken at its receipt: from there on it is known by its own message.
    expect(answers[1]?.accepted).toBe(1)
  })

  test('of messages that share a stamp only the last may be the one that comes again', async () => {
    const first = await openDoor()
    const message = (second: number, value: number, messageId: string) =>
      report([reading('spo2', value, { deviceTime: NOON })], { receivedAt: afterNoon(second), messageId })
    await first.door.accept(message(1, 97, 'a'))
    await first.door.accept(message(2, 96, 'b'))
    const second = await open(first)
    // 'b' had no answer and comes again; 'c' is a new measurement that says what 'a' said.
    expect(stored(await second.door.accept(message(11, 96, 'b'))).duplicates).toBe(1)
    expect(stored(await second.door.accept(message(12, 97, 'c'))).accepted).toBe(1)
  })

  test('a post that comes again is known however late, for nothing else names it', async () => {
    const first = await openDoor()
    const post = report([reading('spo2', 97, { deviceTime: NOON })], { feed: 'http' })
    await first.door.accept(post)
    const second = await open(first)
    expect(stored(await second.door.accept({ ...post, receivedAt: afterNoon(600) })).duplicates).toBe(1)
  })

  test('the cuff on the screen is not measured anew', async () => {
    const first = await openDoor()
    const cuff = (second: number) =>
      report([reading('sbp', 120, { deviceTime: afterNoon(second), isTimeOfMessage: true })], {
        receivedAt: afterNoon(second),
        messageId: `m${second}`,
      })
    await first.door.accept(cuff(0))
    const second = await open(first)
    expect(stored(await second.door.accept(cuff(12)))).toMatchObject({ accepted: 0, duplicates: 1 })
  })

  test('a pressure of another value under the time of the one before was measured since', async () => {
    const first = await openDoor()
    const cuff = (second: number, value: number) =>
      report([reading('sbp', value, { deviceTime: afterNoon(-300), isAperiodic: true })], {
        receivedAt: afterNoon(second),
        messageTime: afterNoon(second),
        messageId: `m${second}`,
      })
    await first.door.accept(cuff(0, 120))
    const second = await open(first)
    await second.door.accept(cuff(12, 131))
    const held = await first.store.readHeld(idOf(second), afterNoon(-900), afterNoon(60))
    const places = held.flatMap(({ readings }) => readings.map(({ measuredAt }) => measuredAt))
    expect(places).toEqual([afterNoon(-300), afterNoon(12)])
  })
})

describe('speed', () => {
  test('real feeds are refused with a sentence where time runs faster; the simulator is not', async () => {
    const { door } = await openDoor({ speed: 60 })
    const answer = await door.accept(report([reading('hr', 72)]))
    expect(answer).toMatchObject({ kind: 'refused', code: 'demoSpeed' })
    expect(answer.kind === 'refused' && answer.message).toContain('60 times')
    expect((await door.accept(report([reading('hr', 72)], { feed: 'simulator' }))).kind).toBe('stored')
  })
})

describe('what was refused', () => {
  const input = (identity: string | null, code = 'unusable') => ({
    feed: 'hl7' as const,
    peer: '10.0.0.1',
    identity,
    code,
    reason: 'It cannot be used.',
    bytes: Buffer.from('PID|||4711||Muster^Eva'),
    at: NOON,
  })

  test('is counted and shown with its device, masked', async () => {
    const { door, devices } = await openAssigned()
    door.refuse(input('MON-1'))
    const id = devices.list()[0]?.id ?? deviceId('')
    expect(devices.detail(id)).toMatchObject({
      counters: { refused: { unusable: 1 } },
      refusals: [{ reason: 'It cannot be used.', peer: '10.0.0.1', text: 'PID|||••••||••••••^•••' }],
    })
    expect(devices.strayRefusals()).toEqual([])
  })

  test('of nobody known is kept apart, the last 50', async () => {
    const { door, devices } = await openDoor()
    for (let index = 0; index < 60; index += 1) door.refuse({ ...input(null), reason: `no ${index}` })
    expect(devices.strayRefusals()).toHaveLength(50)
    expect(devices.strayRefusals()[0]?.reason).toBe('no 59')
  })

  test('the last messages are shown masked', async () => {
    const { door, devices } = await openAssigned()
    for (let index = 0; index < 12; index += 1) {
      const raw = Buffer.from(`MSH|^~\\&|M||||${index}\rPID|||4711`)
      await door.accept(report([], { receivedAt: afterNoon(index), raw }))
    }
    const recent = devices.detail(devices.list()[0]?.id ?? deviceId(''))?.recentMessages ?? []
    expect(recent).toHaveLength(10)
    expect(recent[0]?.text).toBe('MSH|^~\\&|M||||11\nPID|||••••')
  })
})
