import { deviceId } from '../../shared/domain/ids.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import type { SessionEntry } from '../../server/ports/session-store.ts'
import { simulatedVisit } from '../support/simulated-visit.ts'

const MINUTES = 180
const HOME_AFTER_MIN = 8 + 40

/** The capnograph says what the oximeter's own pulse would have said: a fourth signal that the chart draws. */
const withCarbonDioxide = (reading: Reading, second: number): Reading =>
  reading.metric === 'pr' && reading.kind === 'sample'
    ? {
        ...reading,
        metric: 'etco2',
        value: Math.round(38 + 3 * Math.sin(second / 150) + 2 * Math.sin(second * 2.4)),
        deviceId: deviceId('d_1'),
      }
    : reading

/** Three hours at one reading a second of heart rate, saturation, breathing and carbon dioxide, and a cuff every 10 min. */
export const longVisit = (): readonly SessionEntry[] =>
  simulatedVisit({
    seed: 'three hours',
    monitor: { scenario: 'hypertensive', dipsPerHour: 4 },
    course: { recoveryMin: MINUTES - HOME_AFTER_MIN - 2 },
    minutes: MINUTES,
  }).map((entry, second) =>
    entry.type === 'readingsStored'
      ? { ...entry, readings: entry.readings.map((reading) => withCarbonDioxide(reading, second)) }
      : entry,
  )
