import type { BayId, DeviceId } from '../../shared/domain/ids.ts'
import type { AttachedDevice } from './sessions.ts'

/** Which device stands in which bay: a device has one bay or none. Changed here alone; sessions are told by who changes it. */
export interface Bindings {
  /** The devices of a bay, in order of their first word. */
  devicesIn(bay: BayId): readonly AttachedDevice[]
  /** null: no such device. */
  find(device: DeviceId): AttachedDevice | null
  /** null: no such device, or it stands in no bay. */
  bayOf(device: DeviceId): BayId | null
  /** Puts devices into a bay, or with null out of any. Unknown ones are passed over. Durable when it resolves. @throws StoreError */
  move(devices: readonly DeviceId[], bay: BayId | null): Promise<void>
}
