import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../server/store/memory-store.ts'
import { bayId, deviceId } from '../../../shared/domain/ids.ts'
import { createCountingIdentify } from '../../support/counting-identify.ts'
import { accepted, createHandMadeBindings, newSession, refusalOf, startEngine } from '../../support/engine.ts'
import { clinician, nurse, sample, at } from '../../support/visit.ts'

const names = (view: { readonly devices: readonly { readonly id: string }[] } | null): readonly string[] =>
  (view?.devices ?? []).map(({ id }) => id)

describe('a bay', () => {
  it('holds one session at a time, whoever asks first', async () => {
    const { sessions } = await startEngine()
    const both = await Promise.all([
      sessions.create(newSession('bay-1'), nurse),
      sessions.create(newSession('bay-1'), nurse),
    ])
    expect(both.map(({ ok }) => ok)).toEqual([true, false])
    expect(both[1]).toMatchObject({ error: { code: 'bayTaken' } })
    expect(sessions.inBay(bayId('bay-1'))).toBe(accepted(both[0]).id)
  })

  it('may be planned for several, and is taken by the one who is admitted', async () => {
    const { sessions, order } = await startEngine()
    const first = accepted(await sessions.create(newSession('bay-1', { admit: false }), nurse))
    const second = accepted(await sessions.create(newSession('bay-1', { admit: false }), nurse))
    expect(sessions.inBay(bayId('bay-1'))).toBeNull()
    const admitted = await Promise.all([order(second.id, { type: 'admit' }), order(first.id, { type: 'admit' })])
    expect(admitted.map(({ ok }) => ok)).toEqual([true, false])
    expect(sessions.inBay(bayId('bay-1'))).toBe(second.id)
    accepted(await order(second.id, { type: 'cancel', reason: 'unwell' }))
    accepted(await order(first.id, { type: 'admit' }))
    expect(sessions.inBay(bayId('bay-1'))).toBe(first.id)
  })

  it('cannot be moved to where another sits, or to where none is', async () => {
    const { sessions, order } = await startEngine()
    const first = accepted(await sessions.create(newSession('bay-1'), nurse))
    const second = accepted(await sessions.create(newSession('bay-2'), nurse))
    const move = (bay: string) => order(first.id, { type: 'moveBay', bay: bayId(bay) })
    expect(refusalOf(await move('bay-2')).code).toBe('bayTaken')
    expect(refusalOf(await move('bay-9')).code).toBe('notFound')
    accepted(await move('bay-3'))
    expect(sessions.inBay(bayId('bay-1'))).toBeNull()
    expect(sessions.inBay(bayId('bay-3'))).toBe(first.id)
    expect(sessions.inBay(bayId('bay-2'))).toBe(second.id)
    expect(refusalOf(await sessions.create(newSession('bay-9'), nurse)).code).toBe('notFound')
  })

  it('is not held by an order that was refused', async () => {
    const { sessions, order } = await startEngine()
    const planned = accepted(await sessions.create(newSession('bay-1', { admit: false }), nurse))
    const admin = { ...nurse, role: 'admin' } as const
    expect(refusalOf(await order(planned.id, { type: 'admit' }, { staff: admin })).code).toBe('notAllowed')
    accepted(await sessions.create(newSession('bay-1'), nurse))
  })
})

describe('devices', () => {
  it('of a bay come to the session that is admitted there', async () => {
    const devices = createHandMadeBindings()
    devices.put('m1', 'bay-1')
    devices.put('m2', 'bay-2')
    const { sessions, order } = await startEngine({ devices })
    const made = accepted(await sessions.create(newSession('bay-1'), nurse))
    expect(names(made)).toEqual(['m1'])
    const planned = accepted(await sessions.create(newSession('bay-2', { admit: false }), nurse))
    expect(names(planned)).toEqual([])
    accepted(await order(planned.id, { type: 'admit' }))
    expect(names(sessions.view(planned.id))).toEqual(['m2'])
  })

  it('stay behind in a move, or come along', async () => {
    const devices = createHandMadeBindings()
    devices.put('m1', 'bay-1')
    devices.put('m3', 'bay-3')
    const { sessions, order } = await startEngine({ devices })
    const { id } = accepted(await sessions.create(newSession('bay-1'), nurse))
    accepted(await order(id, { type: 'moveBay', bay: bayId('bay-2') }))
    expect(names(sessions.view(id))).toEqual([])
    expect(devices.bindings.bayOf(deviceId('m1'))).toBe('bay-1')
    accepted(await order(id, { type: 'moveBay', bay: bayId('bay-1') }))
    expect(names(sessions.view(id))).toEqual(['m1'])
    accepted(await order(id, { type: 'moveBay', bay: bayId('bay-3'), devices: true }))
    expect([...names(sessions.view(id))].sort()).toEqual(['m1', 'm3'])
    expect(devices.bindings.bayOf(deviceId('m1'))).toBe('bay-3')
  })

  it('are fetched from another bay, whose session is told', async () => {
    const devices = createHandMadeBindings()
    devices.put('m1', 'bay-1')
    const { sessions, order } = await startEngine({ devices })
    const first = accepted(await sessions.create(newSession('bay-1'), nurse))
    const second = accepted(await sessions.create(newSession('bay-2'), nurse))
    accepted(await order(second.id, { type: 'attachDevice', device: deviceId('m1') }))
    expect(names(sessions.view(first.id))).toEqual([])
    expect(names(sessions.view(second.id))).toEqual(['m1'])
    expect(devices.bindings.bayOf(deviceId('m1'))).toBe('bay-2')
    accepted(await order(second.id, { type: 'detachDevice', device: deviceId('m1') }))
    expect(devices.bindings.bayOf(deviceId('m1'))).toBeNull()
    expect(refusalOf(await order(second.id, { type: 'attachDevice', device: deviceId('none') })).code).toBe('notFound')
  })

  it('that were moved while the server was down are adopted at its start', async () => {
    const devices = createHandMadeBindings()
    const store = createMemoryStore()
    const before = await startEngine({ devices, store })
    const { id } = accepted(await before.sessions.create(newSession('bay-1'), nurse))
    devices.put('m1', 'bay-1')
    const after = await startEngine({ devices, store })
    await after.sessions.adoptDevices()
    expect(names(after.sessions.view(id))).toEqual(['m1'])
  })

  it('whose readings nobody took are taken over as the past, and move no alarm', async () => {
    const store = createMemoryStore()
    const { sessions, order, time } = await startEngine({ store })
    const { id } = accepted(await sessions.create(newSession('bay-1'), nurse))
    await time.pass(10 * 60_000)
    const held = [sample('spo2', 60, at(3)), sample('spo2', 97, at(9))]
    await store.hold(deviceId('m1'), { type: 'readingsStored', at: at(3), readings: held, devices: [] })
    const asked = { type: 'takeOverReadings', device: deviceId('m1'), from: at(2), to: at(5) } as const
    const answer = accepted(await order(id, asked))
    expect(answer.events).toMatchObject([{ type: 'readingsTakenOver', data: { count: 1 } }])
    const kept = (await store.readReadings(id, {})).flatMap(({ readings }) => readings)
    expect(kept).toMatchObject([{ metric: 'spo2', value: 60, isBacklog: true }])
    expect(sessions.view(id)?.alarms).toEqual([])
  })
})

describe('a session that has ended', () => {
  it('still takes notes, corrections and a signature, also after a restart', async () => {
    const store = createMemoryStore()
    const identify = createCountingIdentify()
    const before = await startEngine({ store, identify })
    const { id } = accepted(await before.sessions.create(newSession('bay-1'), nurse))
    accepted(await before.order(id, { type: 'cancel', reason: 'unwell' }))
    accepted(await before.order(id, { type: 'addNote', text: 'called' }))
    expect(before.sessions.view(id)).toBeNull()
    const after = await startEngine({ store, identify })
    expect(after.sessions.running()).toEqual([])
    const note = accepted(await after.order(id, { type: 'addNote', text: 'later' }, { idempotencyKey: 'later' }))
    expect(note.seq).toBe(5)
    expect(refusalOf(await after.order(id, { type: 'signOff', statement: 'x' }, { staff: clinician })).code).toBe(
      'wrongPhase',
    )
    expect((await store.findRow(id))?.phase).toBe('cancelled')
    accepted(await after.sessions.create(newSession('bay-1'), nurse))
  })
})
