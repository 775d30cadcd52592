import type { Staff } from '../../shared/domain/actor.ts'
import type { BayId, DeviceId } from '../../shared/domain/ids.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import { MS_PER_SECOND, toIso } from '../../shared/domain/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { DeviceAttention, DeviceChange, DeviceListing, Devices } from '../ports/devices.ts'
import type { Sessions } from '../ports/sessions.ts'
import type { RefusalList } from './device-log.ts'
import type { Device, DeviceRegistry } from './device-registry.ts'
import type { DeviceStates } from './device-states.ts'
import { CLOCK_TOLERANCE_MS } from './placement.ts'

export interface DevicesParts {
  readonly registry: DeviceRegistry
  readonly states: DeviceStates
  readonly sessions: Pick<Sessions, 'inBay' | 'attach' | 'detach'>
  readonly clock: Clock
  readonly stray: RefusalList
}

const CONFIRM_MESSAGES = {
  location: 'It speaks from two places. Nothing goes to a session until its bay is assigned again.',
  patient: 'It speaks of two patients. Nothing goes to a session until its bay is assigned again.',
}

const attentionOf = ({ unconfirmed }: Device, offsetMs: number | null): readonly DeviceAttention[] => {
  const confirm: DeviceAttention[] =
    unconfirmed === null ? [] : [{ code: 'confirm', message: CONFIRM_MESSAGES[unconfirmed] }]
  if (offsetMs === null || Math.abs(offsetMs) <= CLOCK_TOLERANCE_MS) return confirm
  const seconds = Math.round(Math.abs(offsetMs) / MS_PER_SECOND)
  const message = `Its clock is ${seconds} s ${offsetMs > 0 ? 'behind' : 'ahead'}; the server's time is used.`
  return [...confirm, { code: 'clockOff', message }]
}

const listingOf = (device: Device, { states, clock }: DevicesParts): DeviceListing => {
  const { log, clock: offset, rate } = states.of(device.id)
  const { id, name, kind, identity, bay, intervals } = device
  return {
    id,
    name,
    kind,
    identity,
    ...(bay === null ? {} : { bay }),
    lastHeardAt: log.lastHeardAt === null ? null : toIso(log.lastHeardAt),
    metrics: log.metrics,
    intervals,
    attention: attentionOf(device, offset.ms),
    clockOffsetS: offset.ms === null ? null : Math.round(offset.ms / 100) / 10,
    messagesPerSecond: rate.perSecond(clock.now()),
    counters: log.counters,
  }
}

/** Tells the sessions of both bays; a session that knows the device as it is now is told nothing new. */
const tellSessions = async (
  sessions: DevicesParts['sessions'],
  before: BayId | null,
  device: Device,
  staff: Staff,
): Promise<void> => {
  const left = before === null || before === device.bay ? null : sessions.inBay(before)
  const entered = device.bay === null ? null : sessions.inBay(device.bay)
  const { id, name, intervals } = device
  if (left !== null) await sessions.detach(left, id, staff)
  if (entered !== null) await sessions.attach(entered, { deviceId: id, name, intervals }, staff)
}

const noDevice = (id: DeviceId): Refusal => ({ code: 'notFound', message: `There is no device ${id}.` })

const changeDevice = async (
  id: DeviceId,
  change: DeviceChange,
  staff: Staff,
  parts: DevicesParts,
): Promise<Result<DeviceListing, Refusal>> => {
  const before = parts.registry.get(id)
  if (before === null) return err(noDevice(id))
  const device = await parts.registry.update(id, {
    ...change,
    // Whoever says where it stands has looked.
    ...(change.bay === undefined ? {} : { unconfirmed: null }),
  })
  if (device === null) return err(noDevice(id))
  await tellSessions(parts.sessions, before.bay, device, staff)
  return ok(listingOf(device, parts))
}

/** The Devices page: every source that spoke, and what may be changed of it. */
export const createDevices = (parts: DevicesParts): Devices => {
  const { registry, states, stray } = parts
  return {
    list: () => registry.all().map((device) => listingOf(device, parts)),
    detail: (id) => {
      const device = registry.get(id)
      if (device === null) return null
      const { log } = states.of(id)
      return {
        ...listingOf(device, parts),
        latest: log.latest,
        unknown: log.unknown,
        recentMessages: log.recentMessages(),
        refusals: log.refusals.newestFirst(),
      }
    },
    change: (id, change, staff) => states.of(id).inTurn(() => changeDevice(id, change, staff, parts)),
    register: async (wanted) => {
      const device = await registry.ensure(wanted)
      if (device === null) throw new Error('there are too many devices')
      return device.id
    },
    strayRefusals: () => stray.newestFirst(),
  }
}
