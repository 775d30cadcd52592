import type { BayId, DeviceId } from '../shared/domain/ids.ts'
import { IV_DEPRESSION } from '../shared/domain/protocols/iv-depression.ts'
import { parseIso } from '../shared/domain/time.ts'
import { createBayBook } from './bay-book.ts'
import { CannotStart } from './cannot-start.ts'
import { holdsDatabase, placeDatabase } from './data-folder.ts'
import { ensureDemoAccounts, type DemoAccounts } from './demo-accounts.ts'
import { isDemo, markAsDemo } from './demo-mark.ts'
import { DEMO_SITE, seedDemo, type DemoMonitor } from './demo-seed.ts'
import { createDeviceRegistry } from './ingest/device-registry.ts'
import { openGround, openServer, type Ground, type Server, type ServerOptions } from './main.ts'
import { openAccounts } from './offline-accounts.ts'
import type { NewDevice } from './ports/devices.ts'
import { randomIdentify } from './random-identify.ts'
import { isScenario, SCENARIOS, type ScenarioName } from './sources/simulator/scenarios.ts'
import { startSimulator, type Infusing, type Simulator } from './sources/simulator/simulator.ts'

export const DEMO_SCENARIOS: readonly string[] = SCENARIOS

/** @returns null: there is no such scenario */
export const demoScenario = (name: string): ScenarioName | null => (isScenario(name) ? name : null)

export interface DemoOptions extends ServerOptions {
  readonly bays: number
  readonly seed: string
  /** Played by every monitor instead of the usual mix. */
  readonly scenario: ScenarioName | null
}

export interface Demo extends Server {
  readonly demoAccounts: DemoAccounts
  /** Lets the simulated monitors speak, from now on. */
  startMonitors(): void
}

interface Prepared {
  readonly demoAccounts: DemoAccounts
  readonly monitors: readonly DemoMonitor[]
  readonly deviceOf: ReadonlyMap<string, DeviceId>
}

/** A folder that holds bays already keeps them: a demo that goes on is not built anew. */
const ensureBays = async ({ store }: Ground, wanted: number): Promise<readonly BayId[]> => {
  const bays = await createBayBook(store.records, randomIdentify)
  if (bays.list().length === 0) {
    for (let number = 1; number <= wanted; number += 1) await bays.add({ name: `Bay ${number}`, site: DEMO_SITE })
  }
  return bays.list().map(({ id }) => id)
}

const NO_DEMO =
  'This data folder holds a clinic that is no demo, and nothing simulated may come among its patients: name another folder in VIGIL_DATA_DIR.'

const prepare = async (ground: Ground, { config, bays, seed, scenario }: DemoOptions): Promise<Prepared> => {
  const { store, clock } = ground
  const isNew = (await store.records.all('user')).length === 0
  if (!isNew && !(await isDemo(store.records))) throw new CannotStart(NO_DEMO)
  const { accounts } = await openAccounts(store.records, false)
  const demoAccounts = await ensureDemoAccounts({ accounts, dataDir: config.dataDir, site: DEMO_SITE })
  const registry = await createDeviceRegistry({ records: store.records, identify: randomIdentify })
  const deviceOf = new Map<string, DeviceId>()
  const register = async (wanted: NewDevice): Promise<DeviceId> => {
    const device = await registry.ensure(wanted)
    if (device === null) throw new Error('the demo has more devices than a clinic may have')
    deviceOf.set(wanted.identity, device.id)
    return device.id
  }
  const { nurse, clinician } = demoAccounts.users
  const { monitors } = await seedDemo(
    { store: store.sessions, identify: randomIdentify, register },
    {
      site: DEMO_SITE,
      bays: await ensureBays(ground, bays),
      protocol: IV_DEPRESSION,
      seed,
      scenario,
      nurse: nurse.staff,
      clinician: clinician.staff,
      now: () => clock.now(),
    },
  )
  if (isNew) await markAsDemo(store.records, seed)
  return { demoAccounts, monitors, deviceOf }
}

const NOTHING: Infusing = { mgPerKgPerHour: 0, infusionStartedAt: null }

/** What runs into the patient on whom a monitor hangs: the simulated body answers to the infusion as it is given. */
const infusingAt = ({ ingest, sessions }: Server, device: DeviceId | undefined): Infusing => {
  const bay = device === undefined ? null : ingest.bindings.bayOf(device)
  const session = bay === null ? null : sessions.inBay(bay)
  const view = session === null ? null : sessions.view(session)
  const { infusion, patient } = view ?? {}
  if (infusion === undefined || patient?.weightKg === undefined) return NOTHING
  return {
    mgPerKgPerHour: infusion.rateMgPerHour / patient.weightKg,
    infusionStartedAt: parseIso(infusion.startedAt),
  }
}

/** Prepares over a store of its own, and closes it: the server opens it again. */
const prepareIn = async (dataDir: string, options: DemoOptions): Promise<Prepared> => {
  const ground = await openGround({ ...options, config: { ...options.config, dataDir } })
  try {
    return await prepare(ground, options)
  } finally {
    await ground.store.sessions.close()
  }
}

/** A first start that is cut off leaves nothing: half a clinic would stay half for ever. */
const prepareFolder = (options: DemoOptions): Promise<Prepared> => {
  const { dataDir } = options.config
  return holdsDatabase(dataDir)
    ? prepareIn(dataDir, options)
    : placeDatabase(dataDir, (beside) => prepareIn(beside, options))
}

/** A server with a clinic in it: people, bays, patients with their histories, a week of finished visits, monitors. */
export const openDemo = async (options: DemoOptions): Promise<Demo> => {
  const { demoAccounts, monitors, deviceOf } = await prepareFolder(options)
  const ground = await openGround(options)
  const server = await openServer(ground, options)
  let simulator: Simulator | null = null
  return {
    ...server,
    demoAccounts,
    startMonitors: () => {
      simulator ??= startSimulator({
        door: server.ingest.door,
        clock: ground.clock,
        log: options.log,
        monitors,
        infusing: (identity) => infusingAt(server, deviceOf.get(identity)),
      })
    },
    close: async () => {
      await simulator?.close()
      await server.close()
    },
  }
}
