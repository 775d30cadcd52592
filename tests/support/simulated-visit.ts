// A visit with a simulated monitor, played through the core as a live one: numbered as a store would number it.
import { playHistory } from '../../server/demo-history.ts'
import type { KeptEntry } from '../../server/core/alarm-rerun.ts'
import { createMonitor, type MonitorOptions } from '../../server/sources/simulator/monitor.ts'
import type { VisitCourse } from '../../server/sources/simulator/visit-plan.ts'
import { bayId, deviceId, type BayId, sessionId, siteId } from '../../shared/domain/ids.ts'
import { IV_DEPRESSION } from '../../shared/domain/protocols/iv-depression.ts'
import type { SessionEvent } from '../../shared/domain/session-event.ts'
import { plusMinutes, type Instant } from '../../shared/domain/time.ts'
import { at, clinician, nurse } from './visit.ts'

export interface SimulatedVisit {
  readonly seed: string
  readonly monitor?: Partial<MonitorOptions>
  readonly course?: Partial<VisitCourse>
  readonly minutes?: number
  readonly admittedAt?: Instant
  readonly bay?: BayId
}

const COURSE: VisitCourse = {
  doseMgPerKg: 0.5,
  startMin: 8,
  infusionMin: 40,
  pause: null,
  recoveryMin: 66,
  isSigned: true,
  episodeAtMin: 10,
}

/** Events get the numbers 1, 2, 3 …, as a store gives them. */
export const numbered = (entries: readonly (SessionEvent | Extract<KeptEntry, { type: 'readingsStored' }>)[]) => {
  let seq = 0
  return entries.map((entry): KeptEntry => {
    if (entry.type === 'readingsStored') return entry
    seq += 1
    return { ...entry, sessionId: sessionId('s_1'), seq }
  })
}

export const simulatedVisit = ({ seed, monitor, course, minutes = 150, ...place }: SimulatedVisit) => {
  const { admittedAt = at(0), bay = bayId('bay_1') } = place
  return numbered(
    playHistory({
      visit: {
        seed,
        admittedAt,
        patient: { displayName: 'Sim Patient', initials: 'S.P.', recordNumber: 'SIM-1', weightKg: 80 },
        protocol: IV_DEPRESSION,
        course: { ...COURSE, ...course },
        monitor: createMonitor({ seed, scenario: null, cuffEveryS: 600, isProbeOnCuffedArm: false, ...monitor }),
      },
      sessionId: sessionId('s_1'),
      site: siteId('site_1'),
      bay,
      device: { deviceId: deviceId('d_1'), name: 'Simulated monitor' },
      nurse,
      clinician,
      until: plusMinutes(admittedAt, minutes),
    }).entries,
  )
}
