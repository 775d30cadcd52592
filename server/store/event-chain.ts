import { createHash, hash } from 'node:crypto'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { SessionEvent } from '../../shared/domain/session-event.ts'
import { canonicalJson } from './canonical-json.ts'

/** Stands before the first event and before the first chunk of a session. Hex, as all hashes here. */
export const CHAIN_START = '0'.repeat(64)

/** What is stored of an event, and hashed: type, at, occurredAt, by, command and data. */
export const eventBody = (event: SessionEvent): string => {
  const { type, at, occurredAt, by, command, data } = event
  return canonicalJson({ type, at, occurredAt, by, command, data })
}

export interface EventPlace {
  readonly sessionId: SessionId
  readonly seq: number
  /** In the session's one append order of events and batches of readings, from 1. */
  readonly position: number
  /** Of the event before; CHAIN_START for the first. */
  readonly previousHash: string
}

/** SHA-256 over the canonical JSON of `{ event, position, previousHash, seq, sessionId }`. @param body the event's canonical JSON. */
export const eventHash = ({ sessionId, seq, position, previousHash }: EventPlace, body: string): string => {
  const chain = `"position":${position},"previousHash":"${previousHash}","seq":${seq},"sessionId":${JSON.stringify(sessionId)}`
  return hash('sha256', `{"event":${body},${chain}}`)
}

/** Where a chunk of readings stands, and what a reader may trust without unpacking it. */
export interface ChunkPlace {
  readonly sessionId: SessionId
  /** Numbered 1, 2, 3 … within the session. */
  readonly number: number
  /** Number of its first batch, 1 for the session's first. */
  readonly firstBatch: number
  /** Number of its last batch. */
  readonly lastBatch: number
  /** Position of its last batch in the append order. */
  readonly lastPosition: number
  /** Earliest and latest `measuredAt`; null where it has no reading. */
  readonly measuredFrom: number | null
  readonly measuredTo: number | null
}

/** SHA-256 over the digest of the chunk before, the canonical JSON of the place, and the packed bytes. */
export const chunkDigest = (previousDigest: string, place: ChunkPlace, packed: Uint8Array): string => {
  const { sessionId, number, firstBatch, lastBatch, lastPosition, measuredFrom, measuredTo } = place
  return createHash('sha256')
    .update(previousDigest)
    .update(canonicalJson({ sessionId, number, firstBatch, lastBatch, lastPosition, measuredFrom, measuredTo }))
    .update(packed)
    .digest('hex')
}
