import type { Staff } from '../shared/domain/actor.ts'
import { sessionId, siteId, type BayId, type DeviceId, type SiteId } from '../shared/domain/ids.ts'
import type { Protocol } from '../shared/domain/protocol.ts'
import type { Instant } from '../shared/domain/time.ts'
import { beginHistory, type History } from './demo-history.ts'
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
  readonly now: () => Instant
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

type PlayOn = (until: Instant) => History

const beginVisit = (
  parts: DemoSeedParts,
  request: DemoSeedRequest,
  visit: DemoVisit,
  device: { readonly deviceId: DeviceId; readonly bay: BayId },
): PlayOn =>
  beginHistory({
    visit,
    sessionId: sessionId(parts.identify.newId('s')),
    site: request.site,
    bay: device.bay,
    device: { deviceId: device.deviceId, name: nameOf(visit.bayIndex + 1) },
    nurse: request.nurse,
    clinician: request.clinician,
  })

/** Plays a visit on and keeps what is new. @returns the number of its newest event */
const keepUntil = async (store: SessionStore, play: PlayOn, until: Instant, afterSeq: number): Promise<number> => {
  const { entries, state } = play(until)
  if (entries.length > 0) await store.append([{ sessionId: state.id, afterSeq, entries, row: sessionRow(state) }])
  return state.seq
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
  const clinic = { ...request, bays: request.bays.length, now: request.now() }
  const present = planPresentVisits(clinic)
  const devices = await Promise.all(
    request.bays.map((bay, index) => parts.register(device(index + 1, index === request.bays.length - 1 ? null : bay))),
  )
  const monitors = monitorsOf(present, request)
  const { rows } = await parts.store.findSessions({ limit: 1 })
  if (rows.length > 0) return { isNew: false, monitors }
  const begin = (visit: DemoVisit): readonly PlayOn[] => {
    const [deviceId, bay] = [devices[visit.bayIndex], request.bays[visit.bayIndex]]
    return deviceId === undefined || bay === undefined ? [] : [beginVisit(parts, request, visit, { deviceId, bay })]
  }
  const past = planPastVisits(clinic).flatMap(begin)
  for (const play of past) await keepUntil(parts.store, play, request.now(), 0)
  const running: { readonly play: PlayOn; readonly seq: number }[] = []
  for (const play of present.flatMap(begin)) {
    running.push({ play, seq: await keepUntil(parts.store, play, request.now(), 0) })
  }
  // All of this took its time: the patients of this moment have a history until this moment.
  for (const { play, seq } of running) await keepUntil(parts.store, play, request.now(), seq)
  return { isNew: true, monitors }
}
