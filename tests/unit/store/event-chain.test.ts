import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../server/store/canonical-json.ts'
import { CHAIN_START, chunkDigest, eventBody, eventHash } from '../../../server/store/event-chain.ts'
import { sessionId, userId } from '../../../shared/domain/ids.ts'
import type { SessionEvent } from '../../../shared/domain/session-event.ts'
import { instant } from '../../../shared/domain/time.ts'

const NOTE: SessionEvent = {
  type: 'noteAdded',
  at: instant(1_790_000_000_000),
  by: { id: userId('u1'), name: 'Ana Ruiz', role: 'nurse' },
  command: { key: 'k1', bodyHash: 'ab' },
  data: { text: 'calm' },
}

describe('canonical JSON', () => {
  it('is one text for one value, whatever the order of its keys', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'é"'], c: undefined, B: 0.1 })).toBe(
      '{"B":0.1,"a":[true,null,"é\\""],"b":1}',
    )
    expect(canonicalJson({ b: { y: 1, x: 2 }, a: 1 })).toBe(canonicalJson({ a: 1, b: { x: 2, y: 1 } }))
  })

  it('holds whatever JSON holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it.each([NaN, Infinity, undefined, [undefined], () => 1, new Date(0), 1n])(
    'refuses what JSON would lose: %o',
    (value) => {
      expect(() => canonicalJson({ value: [value] })).toThrow(TypeError)
    },
  )
})

describe('hash of an event', () => {
  it('is SHA-256 over session, number, place, hash before, and all of the event', () => {
    const place = { sessionId: sessionId('s1'), seq: 3, position: 9, previousHash: 'cd'.repeat(32) }
    const text =
      '{"event":{"at":1790000000000,"by":{"id":"u1","name":"Ana Ruiz","role":"nurse"},"command":{"bodyHash":"ab","key":"k1"},' +
      `"data":{"text":"calm"},"type":"noteAdded"},"position":9,"previousHash":"${'cd'.repeat(32)}","seq":3,"sessionId":"s1"}`
    expect(eventHash(place, eventBody(NOTE))).toBe(createHash('sha256').update(text).digest('hex'))
  })

  it('changes with each part', () => {
    const place = { sessionId: sessionId('s1'), seq: 3, position: 9, previousHash: CHAIN_START }
    const body = eventBody(NOTE)
    const hashes = [
      eventHash(place, body),
      eventHash({ ...place, sessionId: sessionId('s2') }, body),
      eventHash({ ...place, seq: 4 }, body),
      eventHash({ ...place, position: 10 }, body),
      eventHash({ ...place, previousHash: 'f'.repeat(64) }, body),
      eventHash(place, eventBody({ ...NOTE, at: instant(NOTE.at + 1) })),
      eventHash(place, eventBody({ ...NOTE, occurredAt: NOTE.at })),
      eventHash(place, eventBody({ ...NOTE, data: { text: 'calm.' } })),
    ]
    expect(new Set(hashes).size).toBe(hashes.length)
  })
})

describe('digest of a chunk', () => {
  it('changes with the chunk before, its place and its bytes', () => {
    const place = {
      sessionId: sessionId('s1'),
      number: 1,
      firstBatch: 1,
      lastBatch: 60,
      lastPosition: 63,
      measuredFrom: 5,
      measuredTo: null,
    }
    const bytes = Uint8Array.of(1, 2, 3)
    const digests = [
      chunkDigest(CHAIN_START, place, bytes),
      chunkDigest('1'.repeat(64), place, bytes),
      chunkDigest(CHAIN_START, { ...place, lastPosition: 64 }, bytes),
      chunkDigest(CHAIN_START, { ...place, measuredFrom: 6 }, bytes),
      chunkDigest(CHAIN_START, place, Uint8Array.of(1, 2, 4)),
    ]
    expect(new Set(digests).size).toBe(digests.length)
  })
})
