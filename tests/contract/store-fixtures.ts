import { bayId, deviceId, protocolId, sessionId, siteId, userId } from '../../shared/domain/ids.ts'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { Reading, ReadingsStored, Sample } from '../../shared/domain/reading.ts'
import type { SessionEvent } from '../../shared/domain/session-event.ts'
import { instant, plusMs } from '../../shared/domain/time.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { SessionRow } from '../../server/ports/session-store.ts'

/** 2026-09-21T14:13:20Z */
export const T0 = instant(1_790_000_000_000)

export const after = (ms: number): Instant => plusMs(T0, ms)

export const S1 = sessionId('s_1')
export const S2 = sessionId('s_2')
export const MONITOR = deviceId('d_1')

export const rowOf = (id: SessionId, changes: Partial<SessionRow> = {}): SessionRow => ({
  id,
  site: siteId('main'),
  bay: bayId('bay-1'),
  phase: 'infusing',
  patientName: 'Ana Ruiz',
  patientInitials: 'AR',
  recordNumber: 'R-100',
  protocolId: protocolId('iv-depression'),
  protocolName: 'IV ketamine, depression',
  createdAt: T0,
  startedAt: null,
  endedAt: null,
  hadHighAlarm: false,
  isSigned: false,
  isSimulated: false,
  ...changes,
})

export const note = (text: string, at: Instant = T0): SessionEvent => ({ type: 'noteAdded', at, data: { text } })

/** An event with everything that an event may have. */
export const lateEntry: SessionEvent = {
  type: 'symptomRecorded',
  at: after(5_000),
  occurredAt: after(1_000),
  by: { id: userId('u_1'), name: 'Zoë Núñez “RN”', role: 'nurse' },
  command: { key: 'k-1', bodyHash: 'ab12' },
  data: { symptom: 'nausea', grade: 'mild' },
}

export const sample = (changes: Partial<Sample> = {}): Sample => ({
  kind: 'sample',
  metric: 'hr',
  value: 72,
  quality: 'good',
  measuredAt: T0,
  receivedAt: T0,
  deviceTime: null,
  origin: 'device',
  deviceId: MONITOR,
  isBacklog: false,
  ...changes,
})

export const batch = (at: Instant, ...readings: readonly Reading[]): ReadingsStored => ({
  type: 'readingsStored',
  at,
  readings,
  devices: [],
})

/** The `index`-th second of a monitor of four values. */
export const second = (index: number): ReadingsStored => {
  const at = after(index * 1_000)
  const common = { measuredAt: at, receivedAt: plusMs(at, index % 7), deviceTime: at }
  return {
    type: 'readingsStored',
    at: plusMs(at, 8),
    readings: [
      sample({ ...common, metric: 'hr', value: 70 + (index % 9) }),
      sample({ ...common, metric: 'spo2', value: 95 + (index % 4) }),
      sample({ ...common, metric: 'temp', value: 36 + (index % 5) / 10 }),
      { ...noSignal, ...common },
    ],
    devices: [{ deviceId: MONITOR, said: 'heard', at }],
  }
}

const noSignal: Reading = {
  kind: 'noValue',
  metric: 'etco2',
  status: 'noSignal',
  measuredAt: T0,
  receivedAt: T0,
  deviceTime: null,
  origin: 'device',
  deviceId: MONITOR,
  isBacklog: false,
}
