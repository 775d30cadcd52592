import type { Staff } from '../../shared/domain/actor.ts'
import type { StaffCommand } from '../../shared/domain/command.ts'
import type { BayId, DeviceId } from '../../shared/domain/ids.ts'
import type { SessionState } from '../core/session.ts'
import type { Bindings } from '../ports/bindings.ts'
import type { Log } from '../ports/log.ts'
import type { SessionBook } from './session-book.ts'
import type { SessionRunner } from './session-runner.ts'

export interface DeviceFollowParts {
  readonly bindings: () => Bindings
  readonly book: SessionBook
  readonly log: Log
}

/** Sees to it that devices stand where staff put them, and that a session has the devices of its bay. */
export interface DeviceFollow {
  /** What an order, once durable, means for the bays of devices. @throws StoreError */
  afterOrder(runner: SessionRunner, command: StaffCommand, staff: Staff): Promise<void>
  /** Attaches what stands in the session's bay. @throws StoreError */
  adopt(runner: SessionRunner, staff?: Staff): Promise<void>
}

export const createDeviceFollow = ({ bindings, book, log }: DeviceFollowParts): DeviceFollow => {
  const adopt = async (runner: SessionRunner, staff?: Staff): Promise<void> => {
    const bay = runner.state()?.bay
    if (bay === undefined || book.inBay(bay) !== runner.id) return
    const by = staff === undefined ? {} : { staff }
    for (const device of bindings().devicesIn(bay)) await runner.run({ type: 'attachDevice', device, ...by })
  }

  const fetch = async (state: SessionState, device: DeviceId, staff: Staff): Promise<void> => {
    const from = bindings().bayOf(device)
    const other = from === null || from === state.bay ? null : book.inBay(from)
    const left = other === null || other === state.id ? null : book.running(other)
    if (left !== null) await left.run({ type: 'detachDevice', deviceId: device, staff })
    await bindings().move([device], state.bay)
  }

  const bring = async (state: SessionState, bay: BayId): Promise<void> => {
    const devices = state.devices.map(({ id }) => id)
    if (devices.length > 0) await bindings().move(devices, bay)
  }

  const follow = async (runner: SessionRunner, command: StaffCommand, staff: Staff): Promise<void> => {
    const state = runner.state()
    if (state === null) return
    if (command.type === 'attachDevice') await fetch(state, command.device, staff)
    if (command.type === 'detachDevice') await bindings().move([command.device], null)
    if (command.type === 'moveBay' && command.devices === true) await bring(state, command.bay)
    if (command.type === 'moveBay' || command.type === 'admit') await adopt(runner, staff)
  }

  return {
    adopt,
    afterOrder: async (runner, command, staff) => {
      try {
        await follow(runner, command, staff)
      } catch (error) {
        // The order stands in the record. A device that stayed behind sends nothing here, and its silence is an alarm.
        log.error('device.notFollowed', { sessionId: runner.id, command: command.type, err: String(error) })
      }
    },
  }
}
