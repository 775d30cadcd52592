import type { DeviceId } from '../../shared/domain/ids.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import { err } from '../../shared/domain/result.ts'
import type { EventBody } from '../../shared/domain/session-event.ts'
import { toIso } from '../../shared/domain/time.ts'
import { badRequest, notFound, outOfRange } from './refusals.ts'
import { rule, type Rule } from './ruling.ts'
import type { SessionState } from './session.ts'
import type { KnownDevice } from './session-command.ts'

export const isHere = (state: SessionState, device: DeviceId): boolean => state.devices.some(({ id }) => id === device)

/** By value: the intervals come from a file at every start. */
export const isAsKnown = (state: SessionState, { deviceId, name, intervals }: KnownDevice): boolean =>
  state.devices.some(
    (device) =>
      device.id === deviceId && device.name === name && JSON.stringify(device.intervals) === JSON.stringify(intervals),
  )

export const attached = ({ deviceId, name, intervals }: KnownDevice): EventBody => ({
  type: 'deviceAttached',
  data: { deviceId, name, intervals },
})

export const detached = (deviceId: DeviceId): EventBody => ({ type: 'deviceDetached', data: { deviceId } })

/** Devices stay with their bay, unless they come along. */
export const moveBay: Rule<'moveBay'> = ({ state, command: { bay, devices = false } }) => {
  if (bay === state.bay) return err(badRequest(`The session is in bay ${bay} already.`))
  const left = devices ? [] : state.devices.map(({ id }) => detached(id))
  return rule(null, { type: 'bayChanged', data: { from: state.bay, to: bay, devices } }, ...left)
}

export const attachDevice: Rule<'attachDevice'> = ({ state, order, command }) => {
  const { device } = order
  if (device === undefined)
    return err(notFound(`There is no device ${command.device}; the Devices page lists those that speak.`))
  if (isHere(state, device.deviceId)) return err(badRequest(`${device.name} is attached to this session already.`))
  return rule(null, attached(device))
}

export const detachDevice: Rule<'detachDevice'> = ({ state, command: { device } }) =>
  isHere(state, device)
    ? rule(null, detached(device))
    : err(badRequest(`Device ${device} is not attached to this session.`))

/** Kept readings keep their own times and move no alarm: they are the past. */
const asPast = (reading: Reading): Reading => ({ ...reading, isBacklog: true })

export const takeOverReadings: Rule<'takeOverReadings'> = ({ state, order, command: { device, from, to }, now }) => {
  if (from >= to || from < state.createdAt || to > now)
    return err(
      outOfRange(
        `From ${toIso(from)} to ${toIso(to)} is no stretch of this session; one between ${toIso(state.createdAt)} and ${toIso(now)} is accepted.`,
      ),
    )
  const { held = [] } = order
  if (held.length === 0)
    return err(notFound(`Nothing is kept of device ${device} between ${toIso(from)} and ${toIso(to)}.`))
  return rule(
    null,
    { type: 'readingsStored', at: now, readings: held.map(asPast), devices: [] },
    { type: 'readingsTakenOver', data: { deviceId: device, from, to, count: held.length } },
  )
}
