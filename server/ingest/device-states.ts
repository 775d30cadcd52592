import type { DeviceId } from '../../shared/domain/ids.ts'
import { DeviceState } from './device-state.ts'

/** What is remembered of each device while the server runs. */
export class DeviceStates {
  readonly #states = new Map<DeviceId, DeviceState>()

  of(id: DeviceId): DeviceState {
    const known = this.#states.get(id)
    if (known !== undefined) return known
    const made = new DeviceState()
    this.#states.set(id, made)
    return made
  }
}
