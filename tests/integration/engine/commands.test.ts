import { describe, expect, it } from 'vitest'
import { sessionId } from '../../../shared/domain/ids.ts'
import { accepted, createObedientStore, newSession, refusalOf, startEngine } from '../../support/engine.ts'
import { settle } from '../../support/held-time.ts'
import { at, BASELINE, clinician, nurse, otherNurse, sample } from '../../support/visit.ts'

const NOTE = { type: 'addNote', text: 'a note' } as const

const withSession = async () => {
  const disk = createObedientStore()
  const engine = await startEngine({ store: disk.store })
  const { id } = accepted(await engine.sessions.create(newSession('bay-1'), nurse))
  engine.changes.length = 0
  disk.appends.length = 0
  return { ...engine, disk, id }
}

describe('an order', () => {
  it('is answered and shown only once it is durable', async () => {
    const { order, disk, changes, sessions, id } = await withSession()
    const before = sessions.view(id)?.seq
    disk.hold()
    const answering = order(id, BASELINE)
    await settle()
    expect(changes).toEqual([])
    expect(sessions.view(id)?.baseline).toBeUndefined()
    disk.release()
    const answer = accepted(await answering)
    expect(answer.events.map(({ type, seq }) => [type, seq])).toEqual([['baselineRecorded', (before ?? 0) + 1]])
    expect(changes.map(({ events }) => events)).toEqual([answer.events])
    expect(changes[0]?.view().baseline).toMatchObject({ sbp: 126 })
    expect(sessions.view(id)?.seq).toBe(answer.seq)
  })

  it('waits for the one before it, in the order in which they came', async () => {
    const { order, disk, id } = await withSession()
    disk.hold()
    const texts = ['one', 'two', 'three', 'four']
    const answering = texts.map((text) => order(id, { type: 'addNote', text }))
    disk.release()
    const answers = (await Promise.all(answering)).map(accepted)
    expect(answers.map(({ events }) => events[0]?.data)).toEqual(texts.map((text) => ({ text })))
    expect(answers.map(({ seq }) => seq)).toEqual([3, 4, 5, 6])
  })

  it('with a key that was answered gets the first answer, and nothing is written', async () => {
    const { order, disk, sessions, id } = await withSession()
    const first = accepted(await order(id, NOTE, { idempotencyKey: 'same' }))
    accepted(await order(id, { type: 'addNote', text: 'another' }))
    const written = disk.appends.length
    const again = accepted(await order(id, NOTE, { idempotencyKey: 'same' }))
    expect(again).toEqual(first)
    expect(disk.appends).toHaveLength(written)
    expect(sessions.view(id)?.seq).toBe(4)
  })

  it('sent twice at once is written once', async () => {
    const { order, disk, id } = await withSession()
    const both = await Promise.all([
      order(id, NOTE, { idempotencyKey: 'same' }),
      order(id, NOTE, { idempotencyKey: 'same' }),
    ])
    expect(accepted(both[1])).toEqual(accepted(both[0]))
    expect(disk.appends).toHaveLength(1)
  })

  it('with a used key and another body, or by another person, is refused', async () => {
    const { order, disk, id } = await withSession()
    accepted(await order(id, NOTE, { idempotencyKey: 'same' }))
    const other = [
      await order(id, { type: 'addNote', text: 'else' }, { idempotencyKey: 'same' }),
      await order(id, NOTE, { idempotencyKey: 'same', staff: otherNurse }),
      await order(id, NOTE, { idempotencyKey: 'same', expectedSeq: 2 }),
    ]
    expect(other.map((result) => refusalOf(result).code)).toEqual(['keyReused', 'keyReused', 'keyReused'])
    expect(disk.appends).toHaveLength(1)
  })

  it('on a state that another person has changed is refused as a conflict', async () => {
    const { order, sessions, id } = await withSession()
    const seen = { expectedSeq: sessions.view(id)?.seq ?? 0 }
    accepted(await order(id, { type: 'checkOff', item: 'identity' }, { ...seen, staff: otherNurse }))
    const refused = refusalOf(await order(id, { type: 'checkOff', item: 'consent' }, seen))
    expect(refused.code).toBe('conflict')
  })

  it('for nobody is refused', async () => {
    const { order } = await withSession()
    expect(refusalOf(await order(sessionId('s_unknown'), NOTE)).code).toBe('notFound')
  })

  it('is refused in words while too many wait, and not lost among them', async () => {
    const { order, disk, id } = await withSession()
    disk.hold()
    const answering = Array.from({ length: 60 }, (_, index) => order(id, { type: 'addNote', text: `note ${index}` }))
    disk.release()
    const answers = await Promise.all(answering)
    expect(answers.filter(({ ok }) => ok)).toHaveLength(50)
    expect(answers.filter(({ ok }) => !ok).map((answer) => refusalOf(answer).code)).toEqual(Array(10).fill('busy'))
  })
})

describe('readings', () => {
  it('that wait behind a commit are taken together', async () => {
    const { sessions, disk, changes, id } = await withSession()
    disk.hold()
    const first = sessions.take(id, [sample('hr', 70, at(0))], [])
    await settle()
    const rest = [1, 2, 3, 4].map((minute) => sessions.take(id, [sample('hr', 70 + minute, at(minute))], []))
    disk.release()
    expect(await Promise.all([first, ...rest])).toEqual([true, true, true, true, true])
    expect(disk.appends).toHaveLength(2)
    expect(changes.map(({ readings }) => readings.length)).toEqual([1, 4])
  })

  it('are refused as busy where the store is too far behind, and only those', async () => {
    const { sessions, disk, id } = await withSession()
    disk.hold()
    const first = sessions.take(id, [sample('hr', 70, at(0))], [])
    await settle()
    const many = Array.from({ length: 1_500 }, (_, index) => sample('hr', 70, at(index / 60)))
    const second = sessions.take(id, many, [])
    await expect(sessions.take(id, many, [])).rejects.toMatchObject({ name: 'StoreError', code: 'busy' })
    disk.release()
    expect(await Promise.all([first, second])).toEqual([true, true])
    expect(disk.appends.flat().flatMap(({ entries }) => entries)).toHaveLength(2)
  })

  it('raise their alarms in the same commit', async () => {
    const { order, sessions, disk, changes, id } = await withSession()
    const limit = { metric: 'spo2', direction: 'low', threshold: 90, priority: 'high', hysteresis: 0 } as const
    accepted(await order(id, { type: 'setLimits', reason: 'test', limits: [{ ...limit, onDelay: 0, offDelay: 0 }] }))
    disk.appends.length = changes.length = 0
    expect(await sessions.take(id, [sample('spo2', 80, at(0))], [])).toBe(true)
    expect(disk.appends.flat()).toMatchObject([
      { entries: [{ type: 'readingsStored' }, { type: 'alarmRaised', data: { channel: 'spo2.low' } }] },
    ])
    expect(disk.appends.flat()[0]?.row?.hadHighAlarm).toBe(true)
    expect(changes[0]?.view().alarms).toMatchObject([{ channel: 'spo2.low', priority: 'high' }])
  })

  it('of an ended or unknown session are not taken', async () => {
    const { order, sessions, id } = await withSession()
    accepted(await order(id, { type: 'cancel', reason: 'unwell' }))
    expect(await sessions.take(id, [sample('hr', 70, at(0))], [])).toBe(false)
    expect(await sessions.take(sessionId('s_unknown'), [], [])).toBe(false)
    expect(sessions.running()).toEqual([])
    expect(sessions.inBay(newSession('bay-1').bay)).toBeNull()
  })
})

describe('a store that cannot keep', () => {
  it('has an order refused in words; nothing is shown, and the same order may be given again', async () => {
    const { order, sessions, disk, changes, standing, id } = await withSession()
    const before = sessions.view(id)
    disk.fail('full')
    expect(refusalOf(await order(id, NOTE, { idempotencyKey: 'k' }))).toMatchObject({ code: 'storeFull' })
    expect(changes).toEqual([])
    expect(sessions.view(id)).toEqual(before)
    expect([...standing.keys()]).toEqual(['store.full'])
    disk.fail('failed')
    expect(refusalOf(await order(id, NOTE, { idempotencyKey: 'k' }))).toMatchObject({ code: 'storeFailed' })
    disk.fail(null)
    const answer = accepted(await order(id, NOTE, { idempotencyKey: 'k' }))
    expect(answer.seq).toBe(3)
    expect([...standing.keys()]).toEqual([])
  })

  it('refuses readings, so that their source sends them again', async () => {
    const { sessions, disk, id } = await withSession()
    disk.fail('full')
    await expect(sessions.take(id, [sample('hr', 70, at(0))], [])).rejects.toMatchObject({ code: 'full' })
    disk.fail(null)
    expect(await sessions.take(id, [sample('hr', 70, at(0))], [])).toBe(true)
    expect(sessions.view(id)?.vitals.hr?.value).toBe(70)
  })

  it('refuses a new session, and its bay stays free', async () => {
    const { sessions, disk } = await withSession()
    disk.fail('full')
    expect(refusalOf(await sessions.create(newSession('bay-2'), nurse)).code).toBe('storeFull')
    disk.fail(null)
    expect(sessions.running()).toHaveLength(1)
    accepted(await sessions.create(newSession('bay-2'), nurse))
  })
})

describe('another writer', () => {
  it('is read before anything is decided', async () => {
    const { order, sessions, disk, id } = await withSession()
    const seq = sessions.view(id)?.seq ?? 0
    const event = { type: 'noteAdded', at: at(0), by: clinician, data: { text: 'from elsewhere' } } as const
    await disk.store.append([{ sessionId: id, afterSeq: seq, entries: [event] }])
    const answer = accepted(await order(id, NOTE))
    expect(answer.seq).toBe(seq + 2)
    const events = await disk.store.readEvents(id, seq)
    expect(events.map(({ data }) => data)).toEqual([{ text: 'from elsewhere' }, { text: 'a note' }])
  })
})
