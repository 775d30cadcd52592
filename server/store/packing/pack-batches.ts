import type { DeviceId } from '../../../shared/domain/ids.ts'
import type { DeviceWord, Reading, Sample } from '../../../shared/domain/reading.ts'
import {
  BACKLOG_FLAG,
  BatchModel,
  COLUMNS,
  DECIMALS,
  DEVICE_TIME_FLAG,
  EXPECTED,
  FIRST_KNOWN,
  FIRST_STEP,
  NEW,
  WHOLE,
} from './batch-model.ts'
import type { Column, PlacedBatch, Series } from './batch-model.ts'
import { ByteWriter } from './byte-writer.ts'
import { ValueTrack } from './expectation.ts'
import type { SymbolOrder } from './expectation.ts'
import { METRIC_CODE, ORIGIN_CODE, SAID_CODE, STATE_CODE } from './reading-codes.ts'

type ColumnWriters = Readonly<Record<Column, ByteWriter>>

const columnWriters = (): ColumnWriters => ({
  heads: new ByteWriter(),
  at: new ByteWriter(),
  series: new ByteWriter(),
  flags: new ByteWriter(),
  received: new ByteWriter(),
  measured: new ByteWriter(),
  device: new ByteWriter(),
  values: new ByteWriter(),
  words: new ByteWriter(),
  names: new ByteWriter(),
})

/** Turns batches into columns of surprises (see expectation.ts). Keeps its buffers, so make one and use it again. */
export class BatchPacker {
  readonly #columns = columnWriters()
  #model = new BatchModel()

  /** Appends the packed form, not compressed, to `out`. */
  pack(batches: readonly PlacedBatch[], out: ByteWriter): void {
    this.#model = new BatchModel()
    for (const column of COLUMNS) this.#columns[column].rewind(0)
    for (const batch of batches) this.#packBatch(batch)
    out.varint(batches.length)
    for (const column of COLUMNS) out.block(this.#columns[column])
  }

  #packBatch({ afterSeq, batch }: PlacedBatch): void {
    const model = this.#model
    const { heads, at } = this.#columns
    heads.signed(afterSeq - model.afterSeq)
    heads.signed(batch.readings.length - model.readings)
    heads.signed(batch.devices.length - model.words)
    model.afterSeq = afterSeq
    model.readings = batch.readings.length
    model.words = batch.devices.length
    at.near(batch.at, model.at.expected)
    model.at.learn(batch.at)
    model.startBatch()
    let received: number = batch.at
    for (const reading of batch.readings) {
      this.#packReading(reading, received)
      received = reading.receivedAt
    }
    let spoken = received
    for (const word of batch.devices) {
      this.#packWord(word, spoken)
      spoken = word.at
    }
  }

  #packReading(reading: Reading, expectedReceipt: number): void {
    const { measured, deviceTime } = this.#model
    const columns = this.#columns
    const series = this.#seriesOf(reading)
    const flags = flagsOf(reading)
    columns.flags.byte(flags ^ series.flags)
    series.flags = flags
    columns.received.near(reading.receivedAt, expectedReceipt)
    columns.measured.near(reading.measuredAt, measured.expected(reading.receivedAt))
    measured.learn(reading.measuredAt, reading.receivedAt)
    if (reading.deviceTime !== null) {
      columns.device.near(reading.deviceTime, deviceTime.expected(reading.measuredAt))
      deviceTime.learn(reading.deviceTime, reading.measuredAt)
    }
    if (reading.kind === 'sample') this.#packValue(reading, series)
  }

  #packValue({ value }: Sample, { values }: Series): void {
    const column = this.#columns.values
    const decimals = values.decimalsFor(value)
    if (decimals === null) {
      column.byte(WHOLE)
      column.float64(value)
      return
    }
    if (decimals !== values.decimals) {
      column.byte(DECIMALS)
      column.byte(decimals)
      values.useDecimals(decimals)
    }
    const step = values.stepTo(value)
    column.varint((step >= 0 ? step * 2 : -step * 2 - 1) + FIRST_STEP)
  }

  #packWord(word: DeviceWord, expectedAt: number): void {
    const { words, names } = this.#columns
    const { speakers, speakerOrder } = this.#model
    const said = SAID_CODE[word.said]
    const isHis = (index: number): boolean => {
      const speaker = speakers[index]
      return speaker?.said === said && this.#model.devices[speaker.device] === word.deviceId
    }
    const known = writeSymbol(words, speakerOrder, speakers.length, isHis)
    if (known === null) {
      names.byte(said)
      speakers.push({ said, device: this.#nameDevice(word.deviceId) })
    }
    words.near(word.at, expectedAt)
  }

  #seriesOf(reading: Reading): Series {
    const { series, seriesOrder, devices } = this.#model
    const metric = METRIC_CODE[reading.metric]
    const origin = ORIGIN_CODE[reading.origin]
    const isIts = (index: number): boolean => {
      const one = series[index]
      if (one?.metric !== metric || one.origin !== origin) return false
      return one.device < 0 ? reading.deviceId === null : devices[one.device] === reading.deviceId
    }
    const known = writeSymbol(this.#columns.series, seriesOrder, series.length, isIts)
    const found = known === null ? undefined : series[known]
    if (found !== undefined) return found
    this.#columns.names.byte(metric)
    this.#columns.names.byte(origin)
    const device = reading.deviceId === null ? this.#nameNobody() : this.#nameDevice(reading.deviceId)
    const added: Series = { metric, origin, device, flags: 0, values: new ValueTrack() }
    series.push(added)
    return added
  }

  #nameNobody(): number {
    this.#columns.names.varint(0)
    return -1
  }

  /** Writes the device's index + 1, and its name where it is new. */
  #nameDevice(id: DeviceId): number {
    const { names } = this.#columns
    const { devices } = this.#model
    const known = devices.indexOf(id)
    const index = known >= 0 ? known : devices.push(id) - 1
    names.varint(index + 1)
    if (known < 0) names.text(id)
    return index
  }
}

/** @returns the index of the symbol; null for a new one, which the caller adds at the end. */
const writeSymbol = (
  column: ByteWriter,
  order: SymbolOrder,
  count: number,
  isIt: (index: number) => boolean,
): number | null => {
  const { expected } = order
  if (expected >= 0 && isIt(expected)) {
    column.byte(EXPECTED)
    order.learn(expected)
    return expected
  }
  for (let index = 0; index < count; index++) {
    if (!isIt(index)) continue
    column.varint(index + FIRST_KNOWN)
    order.learn(index)
    return index
  }
  column.byte(NEW)
  order.learn(count)
  return null
}

const flagsOf = (reading: Reading): number =>
  STATE_CODE[reading.kind === 'sample' ? reading.quality : reading.status] |
  (reading.isBacklog ? BACKLOG_FLAG : 0) |
  (reading.deviceTime === null ? 0 : DEVICE_TIME_FLAG)
