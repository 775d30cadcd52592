import type { SessionId } from '../../shared/domain/ids.ts'
import type { VerifyFault } from '../ports/session-store.ts'
import { CHAIN_START, chunkDigest, eventHash } from './event-chain.ts'
import type { ChunkPlace, EventPlace } from './event-chain.ts'

export interface ChainedEvent extends EventPlace {
  readonly hash: string
  readonly body: string
}

export interface ChainedChunk extends ChunkPlace {
  readonly digest: string
  readonly data: Uint8Array
}

/** What a session knew of the end of a chain when it was last written. */
export interface ChainEnd {
  readonly length: number
  readonly hash: string
}

const CHANGED = 'It was changed: its hash does not fit what it holds.'
const MOVED = 'It does not follow the one before it.'
const REPLACED = 'It is not the one that the session knew as its newest.'
const ADDED = 'It was added beside the store.'

const missing = (first: number, last: number): string =>
  first === last ? 'It is missing.' : `It is missing, and so is every one up to ${last}.`

/** @param events of one session, by number. */
export const eventFaults = (sessionId: SessionId, events: Iterable<ChainedEvent>, end: ChainEnd): VerifyFault[] => {
  const faults: VerifyFault[] = []
  const add = (seq: number, message: string): number => faults.push({ sessionId, where: `event ${seq}`, message })
  let count = 0
  let previous = CHAIN_START
  for (const { seq, position, previousHash, hash, body } of events) {
    if (seq !== count + 1) add(count + 1, missing(count + 1, seq - 1))
    else if (previousHash !== previous) add(seq, MOVED)
    if (eventHash({ sessionId, seq, position, previousHash }, body) !== hash) add(seq, CHANGED)
    count = seq
    previous = hash
  }
  if (count < end.length) add(count + 1, missing(count + 1, end.length))
  else if (count > end.length) add(end.length + 1, ADDED)
  else if (previous !== end.hash) add(count, REPLACED)
  return faults
}

/** @param chunks of one session, by number. */
export const chunkFaults = (sessionId: SessionId, chunks: Iterable<ChainedChunk>, end: ChainEnd): VerifyFault[] => {
  const faults: VerifyFault[] = []
  const add = (number: number, message: string): number =>
    faults.push({ sessionId, where: `readings chunk ${number}`, message })
  let count = 0
  let previous = CHAIN_START
  for (const chunk of chunks) {
    const { number, digest, data } = chunk
    // A chunk's digest takes in the one before: beside a gap it cannot be told.
    if (number !== count + 1) add(count + 1, missing(count + 1, number - 1))
    else if (chunkDigest(previous, { ...chunk, sessionId }, data) !== digest) add(number, CHANGED)
    count = number
    previous = digest
  }
  if (count < end.length) add(count + 1, missing(count + 1, end.length))
  else if (count > end.length) add(end.length + 1, ADDED)
  else if (previous !== end.hash) add(count, REPLACED)
  return faults
}
