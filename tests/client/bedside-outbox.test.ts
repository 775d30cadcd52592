import { describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createOutbox, type Saved } from '../../client/live/outbox.ts'
import { createShelf, type ShelfStorage } from '../../client/live/outbox-shelf.ts'
import type { LinkState } from '../../client/live/link-monitor.ts'
import { sessionId, userId } from '../../shared/domain/ids.ts'
import { instant } from '../../shared/domain/time.ts'
import type { CommandAnswer, LiveCommand } from '../../shared/wire/live-message.ts'

const NURSE = userId('nurse-1')
const OTHER = userId('nurse-2')
const SESSION = sessionId('s-1')
const NOW = instant(Date.parse('2026-03-01T09:30:00.000Z'))

const NOT_ANSWERED: CommandAnswer = { ok: false, code: 'notAnswered', message: 'The server did not answer.' }
const WRITTEN = {
  ok: true as const,
  seq: 5,
  events: [{ seq: 5, type: 'noteAdded', at: '2026-03-01T09:30:00.000Z', data: { text: 'one' } }],
} satisfies CommandAnswer

const memoryStorage = (): ShelfStorage => {
  const items = new Map<string, string>()
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    key: (index) => [...items.keys()][index] ?? null,
    get length() {
      return items.size
    },
  }
}

const setUp = (storage: ShelfStorage = memoryStorage()) => {
  const sent: LiveCommand[] = []
  const answers: CommandAnswer[] = []
  const waiting: (() => void)[] = []
  const saved: Saved[] = []
  let keys = 0
  const link = createStore<LinkState>(() => ({
    health: 'live',
    silentS: 0,
    sleptS: null,
    beats: 1,
    dropped: 0,
    lastDropped: null,
    refusal: null,
  }))
  const outbox = createOutbox({
    live: {
      link,
      sendCommand: (order) => {
        sent.push(order)
        return Promise.resolve(answers.shift() ?? NOT_ANSWERED)
      },
    },
    now: () => NOW,
    shelf: createShelf(storage),
    newKey: () => `key-${(keys += 1)}-${storage.length}`,
    later: (call) => {
      waiting.push(call)
      return () => void waiting.splice(waiting.indexOf(call), 1)
    },
  })
  outbox.onSaved((it) => saved.push(it))
  return { outbox, sent, answers, waiting, saved, link, orders: () => outbox.store.getState().orders }
}

const note = (text: string) => ({ sessionId: SESSION, command: { type: 'addNote', text } as const })
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('the outbox', () => {
  it('shows an order at once, and lets it go when the server has it', async () => {
    const { outbox, answers, saved, orders, sent } = setUp()
    answers.push(WRITTEN)
    outbox.open(NURSE)
    outbox.give(note('one'))
    expect(orders()).toHaveLength(1)
    await settled()
    expect(orders()).toEqual([])
    expect(saved).toEqual([{ sessionId: SESSION, events: WRITTEN.events }])
    expect(sent[0]?.command).toEqual({ type: 'addNote', text: 'one', occurredAt: '2026-03-01T09:30:00.000Z' })
  })

  it('tells of the event before its order goes, so that no entry blinks', async () => {
    const { outbox, answers, orders } = setUp()
    answers.push(WRITTEN)
    const seen: number[] = []
    outbox.onSaved(() => seen.push(orders().length))
    outbox.open(NURSE)
    outbox.give(note('one'))
    await settled()
    expect(seen).toEqual([1])
  })

  it('keeps what was not answered and sends it again with the same key and body, in order', async () => {
    const { outbox, sent, answers, waiting, orders } = setUp()
    outbox.open(NURSE)
    outbox.give(note('one'))
    outbox.give(note('two'))
    await settled()
    expect(sent).toHaveLength(1)
    answers.push(WRITTEN, WRITTEN)
    waiting[0]?.()
    await settled()
    expect(sent.map((order) => order.command.text)).toEqual(['one', 'one', 'two'])
    expect(sent[1]).toEqual(sent[0])
    expect(orders()).toEqual([])
  })

  it('tries at once when the link is back', async () => {
    const { outbox, sent, answers, link } = setUp()
    outbox.open(NURSE)
    outbox.give(note('one'))
    await settled()
    link.setState({ health: 'lost' })
    answers.push(WRITTEN)
    link.setState({ health: 'live' })
    await settled()
    expect(sent).toHaveLength(2)
  })

  it('survives a reload with its key', async () => {
    const storage = memoryStorage()
    const first = setUp(storage)
    first.outbox.open(NURSE)
    first.outbox.give(note('one'))
    await settled()
    const second = setUp(storage)
    second.answers.push(WRITTEN)
    second.outbox.open(NURSE)
    await settled()
    expect(second.sent[0]).toEqual(first.sent[0])
    expect(storage.length).toBe(0)
  })

  it('never sends one person’s order under another’s sign-in', async () => {
    const storage = memoryStorage()
    const first = setUp(storage)
    first.outbox.open(NURSE)
    first.outbox.give(note('one'))
    await settled()
    const second = setUp(storage)
    second.outbox.open(OTHER)
    await settled()
    expect(second.sent).toEqual([])
    expect(second.outbox.store.getState().ofOthers).toBe(1)
    expect(storage.length).toBe(1)
  })

  it('says that an order was refused and why, until it is dismissed, and goes on with the next', async () => {
    const { outbox, answers, orders, sent } = setUp()
    answers.push({ ok: false, code: 'wrongPhase', message: 'The session is preparing.' }, WRITTEN)
    outbox.open(NURSE)
    outbox.give(note('one'))
    outbox.give(note('two'))
    await settled()
    expect(sent).toHaveLength(2)
    expect(orders()).toMatchObject([
      { body: { text: 'one' }, refusal: { code: 'wrongPhase', message: 'The session is preparing.' } },
    ])
    outbox.dismiss(orders()[0]?.key ?? '')
    expect(orders()).toEqual([])
  })

  it.each(['storeFull', 'storeFailed', 'busy'])(
    'gives an order again after %s, and says why it waits',
    async (code) => {
      const { outbox, answers, waiting, orders } = setUp()
      answers.push({ ok: false, code, message: 'There is no room on the disk.' }, WRITTEN)
      outbox.open(NURSE)
      outbox.give(note('one'))
      await settled()
      expect(outbox.store.getState().hindrance).toBe('There is no room on the disk.')
      expect(orders()).toMatchObject([{ refusal: null }])
      waiting[0]?.()
      await settled()
      expect(orders()).toEqual([])
      expect(outbox.store.getState().hindrance).toBeNull()
    },
  )

  it('sends along what its author had seen, where that matters', async () => {
    const { outbox, sent } = setUp()
    outbox.open(NURSE)
    outbox.give({ sessionId: SESSION, command: { type: 'resumeInfusion' }, expectedSeq: 12 })
    await settled()
    expect(sent[0]?.expectedSeq).toBe(12)
  })

  it('passes over what another version left behind', () => {
    const storage = memoryStorage()
    storage.setItem('vigil.order.broken', '{')
    storage.setItem('vigil.order.old', JSON.stringify({ key: 'old', body: { type: 'addNote' } }))
    const { outbox, orders } = setUp(storage)
    outbox.open(NURSE)
    expect(orders()).toEqual([])
  })

  it('says so when the browser has no room to keep an order, and sends it all the same', async () => {
    const storage = memoryStorage()
    const { outbox, answers, orders } = setUp({
      ...storage,
      setItem: () => {
        throw new Error('QuotaExceededError')
      },
    })
    answers.push(WRITTEN)
    outbox.open(NURSE)
    outbox.give(note('one'))
    expect(outbox.store.getState().isUnkept).toBe(true)
    await settled()
    expect(orders()).toEqual([])
  })
})
