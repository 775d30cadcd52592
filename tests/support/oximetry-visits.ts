// Infusions with a simulated oximeter: noise, motion, a probe that slips, short dips of the saturation.
import type { KeptEntry } from '../../server/core/alarm-rerun.ts'
import { createMonitor } from '../../server/sources/simulator/monitor.ts'
import type { RawReading } from '../../server/ports/source.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import { plusSeconds, type Instant } from '../../shared/domain/time.ts'
import { numbered } from './simulated-visit.ts'
import { at, infusing, MONITOR } from './visit.ts'

const MINUTES = 40
const MG_PER_KG_PER_HOUR = 0.75
const DIPS_PER_HOUR = 6

const readingOf = (raw: RawReading, when: Instant): Reading => {
  const base = { metric: raw.metric, measuredAt: when, receivedAt: when, deviceTime: when } as const
  const from = { ...base, origin: 'simulated', deviceId: MONITOR, isBacklog: false } as const
  return raw.value === null
    ? { ...from, kind: 'noValue', status: raw.status === 'sensorOff' ? 'sensorOff' : 'noSignal' }
    : { ...from, kind: 'sample', value: raw.value, quality: raw.quality ?? 'good' }
}

/** The entries of one infusion; the same seed gives the same. */
export const oximetryVisit = (seed: string): readonly KeptEntry[] => {
  const visit = infusing()
  const monitor = createMonitor({
    ...{ seed, scenario: null, cuffEveryS: 600, isProbeOnCuffedArm: false },
    dipsPerHour: DIPS_PER_HOUR,
  })
  const begun = numbered(visit.entries)
  const seconds = Array.from({ length: MINUTES * 60 }, (_, second): KeptEntry => {
    const when = plusSeconds(at(2), second + 1)
    const raw = monitor.second({ at: when, mgPerKgPerHour: MG_PER_KG_PER_HOUR, scenarioSinceS: null }) ?? []
    const readings = raw.map((it) => readingOf(it, when))
    return { type: 'readingsStored', at: when, readings, devices: [] }
  })
  return [...begun, ...seconds]
}
