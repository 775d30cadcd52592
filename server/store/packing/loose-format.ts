import { deviceId as toDeviceId } from '../../../shared/domain/ids.ts'
import type { DeviceId } from '../../../shared/domain/ids.ts'
import type { DeviceWord, NoValue, Reading, ReadingsStored } from '../../../shared/domain/reading.ts'
import { instant } from '../../../shared/domain/time.ts'
import type { Quality } from '../../../shared/domain/vital.ts'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import {
  METRIC_CODE,
  ORIGIN_CODE,
  SAID_CODE,
  STATE_CODE,
  metricOf,
  originOf,
  saidOf,
  stateOf,
} from './reading-codes.ts'

/**
 * One batch by itself, reading after reading: for the minute until it is folded into a chunk. It is written on the server's
 * own thread, so it is made to be quick; what a reading shares with the one before it is not written again.
 */

/** First byte of a reading: origin, then how it differs from the reading before. */
const ORIGIN_MASK = 3
const NEW_DEVICE = 4
const NEW_TIMES = 8
const BACKLOG = 16
const HAS_DEVICE_TIME = 32
const WHOLE_VALUE = 64
/** Second byte: metric, then state. */
const STATE_SHIFT = 4
const METRIC_MASK = 15

const LARGEST_WHOLE = 2 ** 40

type Times = Pick<Reading, 'measuredAt' | 'receivedAt' | 'deviceTime'>

const isWhole = (value: number): boolean =>
  Number.isInteger(value) && Math.abs(value) < LARGEST_WHOLE && !Object.is(value, -0)

export const writeLoose = ({ at, readings, devices }: ReadingsStored, out: ByteWriter): void => {
  out.near(at, 0)
  out.varint(readings.length)
  out.varint(devices.length)
  let before: Reading | null = null
  for (const reading of readings) {
    writeReading(reading, before, { at, out })
    before = reading
  }
  let device = before?.deviceId ?? null
  for (const word of devices) {
    writeWord(word, device, { at, out })
    device = word.deviceId
  }
}

interface Target {
  readonly at: number
  readonly out: ByteWriter
}

const writeReading = (reading: Reading, before: Reading | null, { at, out }: Target): void => {
  const changes = before === null ? NEW_DEVICE | NEW_TIMES : changesOf(before, reading)
  out.byte(changes | marksOf(reading))
  const state = STATE_CODE[reading.kind === 'sample' ? reading.quality : reading.status]
  out.byte(METRIC_CODE[reading.metric] | (state << STATE_SHIFT))
  if ((changes & NEW_DEVICE) !== 0) writeDevice(reading.deviceId, out)
  if ((changes & NEW_TIMES) !== 0) writeTimes(reading, before?.receivedAt ?? at, out)
  if (reading.kind === 'noValue') return
  if (isWhole(reading.value)) out.signed(reading.value)
  else out.float64(reading.value)
}

const changesOf = (before: Reading, reading: Reading): number =>
  (before.deviceId === reading.deviceId ? 0 : NEW_DEVICE) | (isSameTimes(before, reading) ? 0 : NEW_TIMES)

const marksOf = (reading: Reading): number =>
  ORIGIN_CODE[reading.origin] |
  (reading.isBacklog ? BACKLOG : 0) |
  (reading.deviceTime === null ? 0 : HAS_DEVICE_TIME) |
  (reading.kind === 'sample' && isWhole(reading.value) ? WHOLE_VALUE : 0)

const isSameTimes = (one: Times, other: Times): boolean =>
  one.receivedAt === other.receivedAt && one.measuredAt === other.measuredAt && one.deviceTime === other.deviceTime

const writeTimes = ({ receivedAt, measuredAt, deviceTime }: Times, expected: number, out: ByteWriter): void => {
  out.near(receivedAt, expected)
  out.near(measuredAt, receivedAt)
  if (deviceTime !== null) out.near(deviceTime, measuredAt)
}

const writeDevice = (device: DeviceId | null, out: ByteWriter): void => {
  out.byte(device === null ? 0 : 1)
  if (device !== null) out.text(device)
}

const writeWord = (word: DeviceWord, before: DeviceId | null, { at, out }: Target): void => {
  const isNewDevice = word.deviceId !== before
  out.byte(SAID_CODE[word.said] | (isNewDevice ? NEW_DEVICE : 0))
  if (isNewDevice) out.text(word.deviceId)
  out.near(word.at, at)
}

/** @throws PackingError */
export const readLoose = (reader: ByteReader): ReadingsStored => {
  const at = instant(reader.near(0))
  const readingCount = reader.varint()
  const wordCount = reader.varint()
  const readings: Reading[] = []
  let before: Reading | null = null
  for (let index = 0; index < readingCount; index++) {
    before = readReading(reader, before, at)
    readings.push(before)
  }
  const devices: DeviceWord[] = []
  let device = before?.deviceId ?? null
  for (let index = 0; index < wordCount; index++) {
    const word = readWord(reader, device, at)
    device = word.deviceId
    devices.push(word)
  }
  return { type: 'readingsStored', at, readings, devices }
}

const readReading = (reader: ByteReader, before: Reading | null, at: number): Reading => {
  const head = reader.byte()
  const what = reader.byte()
  const deviceId = (head & NEW_DEVICE) !== 0 ? readDevice(reader) : (before?.deviceId ?? null)
  const times = (head & NEW_TIMES) !== 0 || before === null ? readTimes(reader, head, before?.receivedAt ?? at) : before
  const state: Quality | NoValue['status'] = stateOf(what >> STATE_SHIFT)
  const base = {
    metric: metricOf(what & METRIC_MASK),
    measuredAt: times.measuredAt,
    receivedAt: times.receivedAt,
    deviceTime: times.deviceTime,
    origin: originOf(head & ORIGIN_MASK),
    deviceId,
    isBacklog: (head & BACKLOG) !== 0,
  }
  if (state !== 'good' && state !== 'poor' && state !== 'invalid') return { kind: 'noValue', ...base, status: state }
  const value = (head & WHOLE_VALUE) !== 0 ? reader.signed() : reader.float64()
  return { kind: 'sample', ...base, value, quality: state }
}

const readTimes = (reader: ByteReader, head: number, expected: number): Times => {
  const receivedAt = instant(reader.near(expected))
  const measuredAt = instant(reader.near(receivedAt))
  const deviceTime = (head & HAS_DEVICE_TIME) !== 0 ? instant(reader.near(measuredAt)) : null
  return { receivedAt, measuredAt, deviceTime }
}

const readDevice = (reader: ByteReader): DeviceId | null => (reader.byte() === 0 ? null : toDeviceId(reader.text()))

const readWord = (reader: ByteReader, before: DeviceId | null, at: number): DeviceWord => {
  const head = reader.byte()
  const deviceId = (head & NEW_DEVICE) !== 0 || before === null ? toDeviceId(reader.text()) : before
  return { deviceId, said: saidOf(head & ~NEW_DEVICE), at: instant(reader.near(at)) }
}
