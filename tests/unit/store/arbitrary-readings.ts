import fc from 'fast-check'
import { deviceId } from '../../../shared/domain/ids.ts'
import type { DeviceWord, Reading, ReadingsStored } from '../../../shared/domain/reading.ts'
import { instant } from '../../../shared/domain/time.ts'
import { METRICS } from '../../../shared/domain/vital.ts'

const PLAIN = { noNullPrototype: true } as const

/** Every time a Date can name, most of them near one second of 2026 and often the same: readings of a message share theirs. */
const time = fc
  .oneof(
    { weight: 8, arbitrary: fc.constantFrom(1_790_000_000_000, 1_790_000_001_000) },
    { weight: 4, arbitrary: fc.integer({ min: 1_790_000_000_000, max: 1_790_000_060_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -8.64e15, max: 8.64e15 }) },
  )
  .map(instant)

const device = fc.oneof(fc.constantFrom('monitor-1', 'monitor-2', ''), fc.string({ unit: 'binary' })).map(deviceId)

const value = fc.oneof(
  fc.integer({ min: 0, max: 350 }),
  fc.integer({ min: 200, max: 450 }).map((tenths) => tenths / 10),
  fc.double(),
  fc.constantFrom(-0, 0.1 + 0.2, 1e300, Number.MIN_VALUE, 36.123456789),
)

const base = {
  metric: fc.constantFrom(...METRICS),
  measuredAt: time,
  receivedAt: time,
  deviceTime: fc.option(time),
  origin: fc.constantFrom('device', 'manual', 'simulated', 'replay'),
  deviceId: fc.option(device),
  isBacklog: fc.boolean(),
} as const

const reading: fc.Arbitrary<Reading> = fc.oneof(
  fc.record(
    { kind: fc.constant('sample'), ...base, value, quality: fc.constantFrom('good', 'poor', 'invalid') },
    PLAIN,
  ),
  fc.record(
    { kind: fc.constant('noValue'), ...base, status: fc.constantFrom('sensorOff', 'noSignal', 'sensorOn') },
    PLAIN,
  ),
)

const word: fc.Arbitrary<DeviceWord> = fc.record(
  { deviceId: device, said: fc.constantFrom('heard', 'left'), at: time },
  PLAIN,
)

/** Batches of any content that the types allow. */
export const anyBatch: fc.Arbitrary<ReadingsStored> = fc.record(
  {
    type: fc.constant('readingsStored'),
    at: time,
    readings: fc.array(reading, { maxLength: 8 }),
    devices: fc.array(word, { maxLength: 3 }),
  },
  PLAIN,
)
