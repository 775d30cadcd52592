import { describe, expect, it } from 'vitest'
import { chunkFaults, eventFaults } from '../../../server/store/chain-check.ts'
import type { ChainedChunk, ChainedEvent } from '../../../server/store/chain-check.ts'
import { CHAIN_START, chunkDigest, eventHash } from '../../../server/store/event-chain.ts'
import { sessionId } from '../../../shared/domain/ids.ts'

const ID = sessionId('s_1')

const chained = (seq: number, previousHash: string, body: string): ChainedEvent => {
  const place = { sessionId: ID, seq, position: seq, previousHash }
  return { ...place, body, hash: eventHash(place, body) }
}

const chain = (...bodies: readonly string[]): readonly ChainedEvent[] => {
  const events: ChainedEvent[] = []
  for (const body of bodies) events.push(chained(events.length + 1, events.at(-1)?.hash ?? CHAIN_START, body))
  return events
}

const endOf = (events: readonly ChainedEvent[]) => ({ length: events.length, hash: events.at(-1)?.hash ?? CHAIN_START })

const places = (events: readonly ChainedEvent[], end = endOf(chain('{"a":1}', '{"b":2}', '{"c":3}'))) =>
  eventFaults(ID, events, end).map(({ where, message }) => `${where}: ${message}`)

describe('the check of a chain of events', () => {
  const whole = chain('{"a":1}', '{"b":2}', '{"c":3}')
  const [first, second, third] = whole as readonly [ChainedEvent, ChainedEvent, ChainedEvent]

  it('finds nothing in a whole one', () => {
    expect(places(whole)).toEqual([])
    expect(eventFaults(ID, [], endOf([]))).toEqual([])
  })

  it('finds an event that was written anew with a hash of its own', () => {
    const forged = chained(2, first.hash, '{"b":"forged"}')
    expect(places([first, forged, third])).toEqual(['event 3: It does not follow the one before it.'])
  })

  it('finds an end that was written anew from one event on', () => {
    const forged = chain('{"a":1}', '{"b":"forged"}', '{"c":3}')
    expect(places(forged)).toEqual(['event 3: It is not the one that the session knew as its newest.'])
  })

  it('finds two events that changed places', () => {
    expect(places([first, { ...third, seq: 2, position: 2 }, { ...second, seq: 3, position: 3 }])).toContain(
      'event 2: It was changed: its hash does not fit what it holds.',
    )
  })

  it('says once how many are missing', () => {
    expect(places([third])).toEqual(['event 1: It is missing, and so is every one up to 2.'])
    expect(places([first])).toEqual(['event 2: It is missing, and so is every one up to 3.'])
    expect(places([])).toEqual(['event 1: It is missing, and so is every one up to 3.'])
    expect(places([first, third])).toEqual(['event 2: It is missing.'])
  })

  it('finds one that was added', () => {
    expect(places([...whole, chained(4, third.hash, '{}')])).toEqual(['event 4: It was added beside the store.'])
  })
})

describe('the check of a chain of readings', () => {
  const bytes = Uint8Array.of(1, 2, 3)
  const chunk = (number: number, previous: string): ChainedChunk => {
    const place = {
      sessionId: ID,
      number,
      firstBatch: number,
      lastBatch: number,
      lastPosition: number,
      measuredFrom: null,
      measuredTo: null,
    }
    return { ...place, data: bytes, digest: chunkDigest(previous, place, bytes) }
  }
  const first = chunk(1, CHAIN_START)
  const second = chunk(2, first.digest)
  const end = { length: 2, hash: second.digest }

  it('finds one that follows another one than it was written after', () => {
    expect(chunkFaults(ID, [first, second], end)).toEqual([])
    expect(chunkFaults(ID, [chunk(1, 'f'.repeat(64)), second], end).map(({ where }) => where)).toEqual([
      'readings chunk 1',
      'readings chunk 2',
    ])
  })

  it('finds a last one that was written anew', () => {
    const forged = { ...second, lastBatch: 9 }
    const anew = { ...forged, digest: chunkDigest(first.digest, forged, bytes) }
    expect(chunkFaults(ID, [first, anew], end).map(({ message }) => message)).toEqual([
      'It is not the one that the session knew as its newest.',
    ])
  })
})
