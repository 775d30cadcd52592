import type { ReadingsStored } from '../../../shared/domain/reading.ts'
import { Cadence, SymbolOrder, TimeTrack } from './expectation.ts'
import type { ValueTrack } from './expectation.ts'

/** A batch and the number of the event after which it was applied: its place in the append order. */
export interface PlacedBatch {
  readonly afterSeq: number
  readonly batch: ReadingsStored
}

/** Readings of one metric from one device: what stays the same from reading to reading. */
export interface Series {
  readonly metric: number
  readonly origin: number
  /** Index into the devices named so far; -1: taken by hand. */
  readonly device: number
  /** State, backlog and whether there is a device time, of the newest reading. */
  flags: number
  readonly values: ValueTrack
}

/** Words of one kind from one device. */
export interface Speaker {
  readonly device: number
  readonly said: number
}

export const BACKLOG_FLAG = 8
export const DEVICE_TIME_FLAG = 16
export const STATE_MASK = 7

/** A symbol is the expected one, a new one, or one of those seen before. */
export const EXPECTED = 0
export const NEW = 1
export const FIRST_KNOWN = 2

/** A value is written whole, or changes the decimals of its series, or is a step from the value before. */
export const WHOLE = 0
export const DECIMALS = 1
export const FIRST_STEP = 2

/** In the order in which they are stored. */
export const COLUMNS = [
  'heads',
  'at',
  'series',
  'flags',
  'received',
  'measured',
  'device',
  'values',
  'words',
  'names',
] as const

export type Column = (typeof COLUMNS)[number]

/** All that writer and reader remember between batches. */
export class BatchModel {
  readonly at = new Cadence()
  readonly measured = new TimeTrack()
  readonly deviceTime = new TimeTrack()
  readonly seriesOrder = new SymbolOrder()
  readonly speakerOrder = new SymbolOrder()
  readonly series: Series[] = []
  readonly speakers: Speaker[] = []
  readonly devices: string[] = []
  afterSeq = 0
  readings = 0
  words = 0

  startBatch(): void {
    this.measured.startBatch()
    this.deviceTime.startBatch()
  }
}
