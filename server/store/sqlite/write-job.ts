import { deviceId, sessionId } from '../../../shared/domain/ids.ts'
import type { DeviceId, SessionId } from '../../../shared/domain/ids.ts'
import type { ReadingsStored } from '../../../shared/domain/reading.ts'
import { instant } from '../../../shared/domain/time.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { RecordKind } from '../../ports/record-store.ts'
import type { Checkpoint, EndedView, SessionAppend, SessionRow, ShownAlarm } from '../../ports/session-store.ts'
import { eventBody } from '../event-chain.ts'
import { ByteReader } from '../packing/byte-reader.ts'
import type { ByteWriter } from '../packing/byte-writer.ts'
import { packLoose } from '../packing/chunk-format.ts'

/**
 * How a call of the store crosses to the writer's thread: the calls that share a commit are one row of bytes, handed over
 * whole. Cloned as objects they would hold the server's loop longer than the commit takes.
 */

/** A batch of readings, packed by itself. */
export interface PackedBatch {
  readonly at: Instant
  readonly data: Uint8Array
}

export interface PackedAppend {
  readonly sessionId: SessionId
  readonly afterSeq: number
  /** An event's canonical JSON, or a batch. */
  readonly entries: readonly (string | PackedBatch)[]
  readonly row: SessionRow | undefined
}

export interface AppendJob {
  readonly kind: 'append'
  readonly appends: readonly PackedAppend[]
}

export interface HoldJob {
  readonly kind: 'hold'
  readonly device: DeviceId
  readonly batch: PackedBatch
}

/** Rare enough to cross as JSON. */
export type PlainJob =
  | { readonly kind: 'saveCheckpoint'; readonly sessionId: SessionId; readonly checkpoint: Checkpoint }
  | { readonly kind: 'saveEndedView'; readonly sessionId: SessionId; readonly view: EndedView }
  | { readonly kind: 'dropHeld'; readonly before: Instant }
  | { readonly kind: 'noteShown'; readonly shown: readonly ShownAlarm[] }
  | { readonly kind: 'putRecords'; readonly records: readonly RecordPut[] }
  | { readonly kind: 'removeRecord'; readonly record: { readonly kind: RecordKind; readonly id: string } }

export interface RecordPut {
  readonly kind: RecordKind
  readonly id: string
  /** JSON. */
  readonly value: string
}

/** One call: written whole or not at all. */
export type WriteJob = AppendJob | HoldJob | PlainJob

const APPEND = 1
const HOLD = 2
const PLAIN = 3
const EVENT = 1
const BATCH = 2

/** Packs one call into `out`, after those that are there. */
export const packAppend = (appends: readonly SessionAppend[], out: ByteWriter): void => {
  out.byte(APPEND)
  out.varint(appends.length)
  for (const append of appends) packOne(append, out)
}

export const packHold = (device: DeviceId, batch: ReadingsStored, out: ByteWriter): void => {
  out.byte(HOLD)
  out.text(device)
  packBatch(batch, out)
}

export const packPlain = (job: PlainJob, out: ByteWriter): void => {
  out.byte(PLAIN)
  out.text(JSON.stringify(job))
}

const packOne = ({ sessionId: id, afterSeq, entries, row }: SessionAppend, out: ByteWriter): void => {
  out.text(id)
  out.varint(afterSeq)
  out.text(row === undefined ? '' : JSON.stringify(row))
  out.varint(entries.length)
  for (const entry of entries) {
    if (entry.type === 'readingsStored') {
      out.byte(BATCH)
      packBatch(entry, out)
    } else {
      out.byte(EVENT)
      out.text(eventBody(entry))
    }
  }
}

const packBatch = (batch: ReadingsStored, out: ByteWriter): void => {
  out.float64(batch.at)
  const block = out.startBlock()
  packLoose(batch, out)
  out.endBlock(block)
}

/** @throws PackingError */
export const readJobs = (bytes: Uint8Array): readonly WriteJob[] => {
  const reader = new ByteReader(bytes)
  const jobs: WriteJob[] = []
  while (!reader.isAtEnd) jobs.push(readJob(reader))
  return jobs
}

const readJob = (reader: ByteReader): WriteJob => {
  const kind = reader.byte()
  if (kind === HOLD) return { kind: 'hold', device: deviceId(reader.text()), batch: readBatch(reader) }
  // Both sides are one program of one moment: what is written as a job is read as one.
  if (kind === PLAIN) return JSON.parse(reader.text()) as PlainJob
  const appends: PackedAppend[] = []
  for (let left = reader.varint(); left > 0; left--) appends.push(readAppend(reader))
  return { kind: 'append', appends }
}

const readAppend = (reader: ByteReader): PackedAppend => {
  const id = sessionId(reader.text())
  const afterSeq = reader.varint()
  const row = reader.text()
  const entries: (string | PackedBatch)[] = []
  for (let left = reader.varint(); left > 0; left--)
    entries.push(reader.byte() === EVENT ? reader.text() : readBatch(reader))
  return { sessionId: id, afterSeq, entries, row: row === '' ? undefined : (JSON.parse(row) as SessionRow) }
}

const readBatch = (reader: ByteReader): PackedBatch => {
  const at = instant(reader.float64())
  return { at, data: reader.raw(reader.varint()) }
}
