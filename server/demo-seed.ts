import type { Staff } from '../shared/domain/actor.ts'
import { sessionId, siteId, type BayId, type DeviceId, type SiteId } from '../shared/domain/ids.ts'
import type { Protocol } from '../shared/domain/protocol.ts'
import type { Instant } from '../shared/domain/time.ts'
import { playHistory } from './demo-history.ts'
import { sessionRow } from './engine/session-row.ts'
import type { NewDevice } from './ports/devices.ts'
import type { Identify } from './ports/identify.ts'
import type { SessionStore } from './ports/session-store.ts'
import { planPastVisits, planPresentVisits, spareMonitor, type DemoVisit } from './sources/simulator/demo-clinic.ts'
import type { Monitor } from './sources/simulator/monitor.ts'
import type { ScenarioName } from './sources/simulator/scenarios.ts'

export interface DemoSeedParts {
  readonly store: SessionStore
  readonly identify: Identify
  /** Makes a device before it speaks; one that exists is given back as it is. */
  readonly register: (device: NewDevice) => Promise<DeviceId>
}

export interface DemoSeedRequest {
  readonly site: SiteId
  /** In order; the last one stays free. */
  readonly bays: readonly BayId[]
  readonly protocol: Protocol
  readonly seed: string
  readonly scenario: ScenarioName | null
  readonly nurse: Staff
  readonly clinician: Staff
  readonly now: Instant
}

/** A simulated monitor of the demo, as it goes on from its history. */
export interface DemoMonitor {
  readonly identity: string
  readonly name: string
  readonly monitor: Monitor
  readonly scenarioBegins: 'now' | 'withInfusion'
}

export interface DemoSeed {
  /** false: the folder holds a demo already and nothing was written. */
  readonly isNew: boolean
  readonly monitors: readonly DemoMonitor[]
}

export const DEMO_SITE: SiteId = siteId('main')

const identityOf = (number: number): string => `SIMULATED-MONITOR-${number}`
const nameOf = (number: number): string => `Simulated monitor ${number}`

const device = (number: number, bay: BayId | null): NewDevice => ({
  kind: 'simulator',
  identity: identityOf(number),
  name: nameOf(number),
  ...(bay === null ? {} : { bay }),
})

const keepVisit = async (
  parts: DemoSeedParts,
  request: DemoSeedRequest,
  visit: DemoVisit,
  deviceId: DeviceId,
): Promise<void> => {
  const bay = request.bays[visit.bayIndex]
  if (bay === undefined) return
  const { entries, state } = playHistory({
    visit,
    sessionId: sessionId(parts.identify.newId('s')),
    site: request.site,
    bay,
    device: { deviceId, name: nameOf(visit.bayIndex + 1) },
    nurse: request.nurse,
    clinician: request.clinician,
    until: request.now,
  })
  await parts.store.append([{ sessionId: state.id, afterSeq: 0, entries, row: sessionRow(state) }])
}

const monitorsOf = (visits: readonly DemoVisit[], request: DemoSeedRequest): readonly DemoMonitor[] => [
  ...visits.map(({ bayIndex, monitor }) => ({
    identity: identityOf(bayIndex + 1),
    name: nameOf(bayIndex + 1),
    monitor,
    scenarioBegins: 'now' as const,
  })),
  {
    identity: identityOf(request.bays.length),
    name: nameOf(request.bays.length),
    monitor: spareMonitor(request.seed, request.scenario),
    scenarioBegins: 'withInfusion',
  },
]

/**
 * Fills an empty store with a week of finished visits and the patients of this moment, each with a history; a store that holds any
 * session is left as it is. The spare monitor of the free bay is registered without a bay: it speaks and is not assigned.
 * @throws StoreError
 */
export const seedDemo = async (parts: DemoSeedParts, request: DemoSeedRequest): Promise<DemoSeed> => {
  const present = planPresentVisits({ ...request, bays: request.bays.length })
  const devices = await Promise.all(
    request.bays.map((bay, index) => parts.register(device(index + 1, index === request.bays.length - 1 ? null : bay))),
  )
  const monitors = monitorsOf(present, request)
  const { rows } = await parts.store.findSessions({ limit: 1 })
  if (rows.length > 0) return { isNew: false, monitors }
  for (const visit of [...planPastVisits({ ...request, bays: request.bays.length }), ...present]) {
    const deviceId = devices[visit.bayIndex]
    if (deviceId !== undefined) await keepVisit(parts, request, visit, deviceId)
  }
  return { isNew: true, monitors }
}
