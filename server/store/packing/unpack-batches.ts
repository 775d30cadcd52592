import { deviceId } from '../../../shared/domain/ids.ts'
import type { DeviceId } from '../../../shared/domain/ids.ts'
import type { DeviceWord, Reading } from '../../../shared/domain/reading.ts'
import { instant } from '../../../shared/domain/time.ts'
import {
  BACKLOG_FLAG,
  BatchModel,
  DECIMALS,
  DEVICE_TIME_FLAG,
  EXPECTED,
  FIRST_KNOWN,
  FIRST_STEP,
  NEW,
  STATE_MASK,
  WHOLE,
} from './batch-model.ts'
import type { Column, PlacedBatch, Series, Speaker } from './batch-model.ts'
import type { ByteReader } from './byte-reader.ts'
import { ValueTrack } from './expectation.ts'
import type { SymbolOrder } from './expectation.ts'
import { PackingError } from './packing-error.ts'
import { metricOf, originOf, saidOf, stateOf } from './reading-codes.ts'

type ColumnReaders = Readonly<Record<Column, ByteReader>>

/** The blocks stand in the order of COLUMNS. */
const columnReaders = (packed: ByteReader): ColumnReaders => ({
  heads: packed.block(),
  at: packed.block(),
  series: packed.block(),
  flags: packed.block(),
  received: packed.block(),
  measured: packed.block(),
  device: packed.block(),
  values: packed.block(),
  words: packed.block(),
  names: packed.block(),
})

/** @throws PackingError for bytes that BatchPacker did not write. */
export const unpackBatches = (packed: ByteReader): PlacedBatch[] => {
  const count = packed.varint()
  const unpacker = new Unpacker(columnReaders(packed))
  const batches: PlacedBatch[] = []
  for (let index = 0; index < count; index++) batches.push(unpacker.next())
  return batches
}

class Unpacker {
  readonly #columns: ColumnReaders
  readonly #model = new BatchModel()

  constructor(columns: ColumnReaders) {
    this.#columns = columns
  }

  next(): PlacedBatch {
    const model = this.#model
    const { heads } = this.#columns
    model.afterSeq += heads.signed()
    model.readings += heads.signed()
    model.words += heads.signed()
    const at = this.#columns.at.near(model.at.expected)
    model.at.learn(at)
    model.startBatch()
    const readings: Reading[] = []
    let received = at
    for (let index = 0; index < model.readings; index++) {
      const reading = this.#readReading(received)
      received = reading.receivedAt
      readings.push(reading)
    }
    const devices: DeviceWord[] = []
    let spoken = received
    for (let index = 0; index < model.words; index++) {
      const word = this.#readWord(spoken)
      spoken = word.at
      devices.push(word)
    }
    return { afterSeq: model.afterSeq, batch: { type: 'readingsStored', at: instant(at), readings, devices } }
  }

  #readReading(expectedReceipt: number): Reading {
    const { measured, deviceTime } = this.#model
    const columns = this.#columns
    const series = this.#readSeries()
    series.flags ^= columns.flags.byte()
    const receivedAt = columns.received.near(expectedReceipt)
    const measuredAt = columns.measured.near(measured.expected(receivedAt))
    measured.learn(measuredAt, receivedAt)
    let ownTime: number | null = null
    if ((series.flags & DEVICE_TIME_FLAG) !== 0) {
      ownTime = columns.device.near(deviceTime.expected(measuredAt))
      deviceTime.learn(ownTime, measuredAt)
    }
    const metric = metricOf(series.metric)
    const origin = originOf(series.origin)
    const device = series.device < 0 ? null : this.#device(series.device)
    const isBacklog = (series.flags & BACKLOG_FLAG) !== 0
    const state = stateOf(series.flags & STATE_MASK)
    // Written out twice: a month is tens of millions of these, and each is one object.
    if (state === 'good' || state === 'poor' || state === 'invalid')
      return {
        kind: 'sample',
        metric,
        measuredAt: instant(measuredAt),
        receivedAt: instant(receivedAt),
        deviceTime: ownTime === null ? null : instant(ownTime),
        origin,
        deviceId: device,
        isBacklog,
        value: this.#readValue(series),
        quality: state,
      }
    return {
      kind: 'noValue',
      metric,
      measuredAt: instant(measuredAt),
      receivedAt: instant(receivedAt),
      deviceTime: ownTime === null ? null : instant(ownTime),
      origin,
      deviceId: device,
      isBacklog,
      status: state,
    }
  }

  #readValue({ values }: Series): number {
    const column = this.#columns.values
    let coded = column.varint()
    if (coded === WHOLE) return column.float64()
    if (coded === DECIMALS) {
      values.useDecimals(column.byte())
      coded = column.varint()
    }
    const zigzag = coded - FIRST_STEP
    return values.valueAfter(zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2)
  }

  #readWord(expectedAt: number): DeviceWord {
    const { words, names } = this.#columns
    const { speakers, speakerOrder } = this.#model
    const known = readSymbol(words, speakerOrder, speakers.length)
    let speaker: Speaker | undefined = speakers[known]
    if (speaker === undefined) {
      speaker = { said: names.byte(), device: this.#readDevice() }
      speakers.push(speaker)
    }
    return {
      deviceId: this.#device(speaker.device),
      said: saidOf(speaker.said),
      at: instant(words.near(expectedAt)),
    }
  }

  #readSeries(): Series {
    const { series, seriesOrder } = this.#model
    const known = series[readSymbol(this.#columns.series, seriesOrder, series.length)]
    if (known !== undefined) return known
    const { names } = this.#columns
    const metric = names.byte()
    const origin = names.byte()
    const added: Series = { metric, origin, device: this.#readDevice(), flags: 0, values: new ValueTrack() }
    series.push(added)
    return added
  }

  /** @returns -1 for nobody's. */
  #readDevice(): number {
    const { names } = this.#columns
    const { devices } = this.#model
    const index = names.varint() - 1
    if (index === devices.length) devices.push(names.text())
    return index
  }

  #device(index: number): DeviceId {
    const id = this.#model.devices[index]
    if (id === undefined) throw new PackingError('a device has no name')
    return deviceId(id)
  }
}

/** @returns the index of the symbol, the count of those known where it is new. */
const readSymbol = (column: ByteReader, order: SymbolOrder, count: number): number => {
  const coded = column.varint()
  const index = coded === EXPECTED ? order.expected : coded === NEW ? count : coded - FIRST_KNOWN
  if (index < 0 || index > count) throw new PackingError('a series is not known')
  order.learn(index)
  return index
}
