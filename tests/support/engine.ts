// The engine on a store in memory, with time, disk and devices in the hands of a test.
import { createSessions, type SessionsParts, type SessionsRuntime } from '../../server/engine/session-registry.ts'
import type { Bindings } from '../../server/ports/bindings.ts'
import type { SessionChange } from '../../server/ports/publisher.ts'
import { StoreError, type SessionAppend, type SessionStore } from '../../server/ports/session-store.ts'
import type { AttachedDevice, NewSession, OrderAnswer } from '../../server/ports/sessions.ts'
import type { SiteChannel } from '../../server/ports/site-conditions.ts'
import { createMemoryStore } from '../../server/store/memory-store.ts'
import type { Staff } from '../../shared/domain/actor.ts'
import type { StaffCommand } from '../../shared/domain/command.ts'
import { bayId, deviceId, siteId, type BayId, type DeviceId, type SessionId } from '../../shared/domain/ids.ts'
import { IV_DEPRESSION } from '../../shared/domain/protocols/iv-depression.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import type { Result } from '../../shared/domain/result.ts'
import { createCountingIdentify } from './counting-identify.ts'
import { createHeldTime } from './held-time.ts'
import { silentLog } from './silent-log.ts'
import { at, nurse } from './visit.ts'

export const SITE = siteId('site-1')
export const BAYS = ['bay-1', 'bay-2', 'bay-3'].map((id) => ({ id, name: id, site: SITE }))

/** A store whose disk obeys: it waits, fails or is full when it is told to. */
export const createObedientStore = (inner: SessionStore = createMemoryStore()) => {
  const appends: (readonly SessionAppend[])[] = []
  let failure: 'full' | 'failed' | null = null
  let gate: Promise<void> = Promise.resolve()
  let open: () => void = () => undefined
  const store: SessionStore = {
    ...inner,
    append: async (asked) => {
      await gate
      if (failure !== null) throw new StoreError(failure, 'As the test wishes.')
      await inner.append(asked)
      appends.push(asked)
    },
  }
  return {
    store,
    appends,
    fail: (code: 'full' | 'failed' | null) => {
      failure = code
    },
    hold: () => {
      gate = new Promise((resolve) => {
        open = resolve
      })
    },
    release: () => {
      open()
    },
  }
}

export const createHandMadeBindings = () => {
  const devices = new Map<DeviceId, AttachedDevice>()
  const bays = new Map<DeviceId, BayId | null>()
  const bindings: Bindings = {
    devicesIn: (bay) => [...devices.values()].filter((device) => bays.get(device.deviceId) === bay),
    find: (device) => devices.get(device) ?? null,
    bayOf: (device) => bays.get(device) ?? null,
    move: (moved, bay) => {
      for (const device of moved) if (devices.has(device)) bays.set(device, bay)
      return Promise.resolve()
    },
  }
  return {
    bindings,
    put: (id: string, bay: string | null) => {
      devices.set(deviceId(id), { deviceId: deviceId(id), name: `Monitor ${id}`, intervals: {} })
      bays.set(deviceId(id), bay === null ? null : bayId(bay))
    },
  }
}

export const newSession = (bay: string, more: Partial<NewSession> = {}): NewSession => ({
  site: SITE,
  bay: bayId(bay),
  patient: { displayName: 'Ada Example', initials: 'AE', recordNumber: 'R-1', weightKg: 80 },
  protocol: IV_DEPRESSION,
  admit: true,
  simulated: false,
  ...more,
})

/** @throws where it was refused */
export const accepted = <T>(result: Result<T, Refusal>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

export const refusalOf = <T>(result: Result<T, Refusal>): Refusal => {
  if (result.ok) throw new Error('It was accepted.')
  return result.error
}

/** A restarted engine knows the keys of the one before it. */
const keys = { given: 0 }

export interface EngineSetup extends Partial<Pick<SessionsParts, 'store' | 'identify'>> {
  readonly time?: ReturnType<typeof createHeldTime>
  readonly devices?: ReturnType<typeof createHandMadeBindings>
}

export const startEngine = async (setup: EngineSetup = {}) => {
  const time = setup.time ?? createHeldTime(at(0))
  const devices = setup.devices ?? createHandMadeBindings()
  const changes: SessionChange[] = []
  const standing = new Map<SiteChannel, string>()
  const sessions: SessionsRuntime = await createSessions({
    store: setup.store ?? createMemoryStore(),
    clock: time.clock,
    log: silentLog,
    identify: setup.identify ?? createCountingIdentify(),
    publisher: { committed: (change) => changes.push(change) },
    conditions: {
      stands: (channel, text) => standing.set(channel, text),
      isOver: (channel) => standing.delete(channel),
    },
    bindings: () => devices.bindings,
    bays: () => BAYS,
    timer: time.timer,
    steady: time.steady,
  })
  const order = (
    sessionId: SessionId,
    command: StaffCommand,
    more: { staff?: Staff; idempotencyKey?: string; expectedSeq?: number } = {},
  ): Promise<Result<OrderAnswer, Refusal>> => {
    keys.given += 1
    return sessions.order({ sessionId, command, staff: nurse, idempotencyKey: `key-${keys.given}`, ...more })
  }
  return { sessions, time, devices, changes, standing, order }
}
