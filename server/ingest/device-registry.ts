import { z } from 'zod'
import { bayId, deviceId, type BayId, type DeviceId } from '../../shared/domain/ids.ts'
import type { DeviceIntervals } from '../../shared/domain/session-event.ts'
import { METRICS } from '../../shared/domain/vital.ts'
import type { Bindings } from '../ports/bindings.ts'
import type { DeviceKind, NewDevice } from '../ports/devices.ts'
import type { Identify } from '../ports/identify.ts'
import type { RecordStore } from '../ports/record-store.ts'
import type { AttachedDevice } from '../ports/sessions.ts'

const deviceRecordSchema = z.object({
  kind: z.enum(['http', 'hl7', 'simulator', 'replay']),
  identity: z.string(),
  name: z.string(),
  bay: z.string().nullable(),
  intervals: z.partialRecord(z.enum(METRICS), z.number()),
  unconfirmed: z.enum(['location', 'patient']).nullable(),
})

type DeviceRecord = z.infer<typeof deviceRecordSchema>

/** What is known of a device and kept: who it is, what it is called, where it stands. */
export interface Device {
  readonly id: DeviceId
  readonly kind: DeviceKind
  readonly identity: string
  readonly name: string
  /** null: it speaks and is not assigned. */
  readonly bay: BayId | null
  readonly intervals: DeviceIntervals
  /** Two of these spoke under its identity: nothing goes to a session until somebody confirms where it stands. */
  readonly unconfirmed: 'location' | 'patient' | null
}

/** feeds.md section 1 caps connections; identities that a sender invents are capped here. */
const MAX_DEVICES = 2_000

const toDevice = (id: string, { bay, ...record }: DeviceRecord): Device => ({
  ...record,
  id: deviceId(id),
  bay: bay === null ? null : bayId(bay),
})

const toRecord = ({ id: _id, ...device }: Device): DeviceRecord => device

const asAttached = ({ id, name, intervals }: Device): AttachedDevice => ({ deviceId: id, name, intervals })

const speakerKey = (kind: DeviceKind, identity: string): string => `${kind}/${identity}`

interface RegistryParts {
  readonly records: RecordStore
  readonly identify: Identify
}

/** All devices that ever spoke or were registered, in memory and in the record store. */
export class DeviceRegistry implements Bindings {
  readonly #parts: RegistryParts
  readonly #byId = new Map<DeviceId, Device>()
  readonly #idBySpeaker = new Map<string, DeviceId>()
  /** Devices that are being written for the first time: two messages at once make one device. */
  readonly #coming = new Map<string, Promise<Device | null>>()
  #lastWrite: Promise<unknown> = Promise.resolve()

  constructor(parts: RegistryParts) {
    this.#parts = parts
  }

  async load(): Promise<void> {
    for (const { id, value } of await this.#parts.records.all('device')) {
      this.#keep(toDevice(id, deviceRecordSchema.parse(value)))
    }
  }

  all(): readonly Device[] {
    return [...this.#byId.values()]
  }

  get(id: DeviceId): Device | null {
    return this.#byId.get(id) ?? null
  }

  bySpeaker(kind: DeviceKind, identity: string): Device | null {
    const id = this.#idBySpeaker.get(speakerKey(kind, identity))
    return id === undefined ? null : this.get(id)
  }

  /** The device that speaks so; made where it is new. @returns null where there are too many already. @throws StoreError */
  ensure(wanted: NewDevice): Promise<Device | null> {
    const known = this.bySpeaker(wanted.kind, wanted.identity)
    if (known !== null) return Promise.resolve(known)
    const key = speakerKey(wanted.kind, wanted.identity)
    const coming = this.#coming.get(key) ?? this.#create(wanted).finally(() => this.#coming.delete(key))
    this.#coming.set(key, coming)
    return coming
  }

  /** @throws StoreError, and then nothing has changed. */
  async update(id: DeviceId, change: Partial<Omit<Device, 'id' | 'kind' | 'identity'>>): Promise<Device | null> {
    await this.#change([id], (device) => ({ ...device, ...change }))
    return this.get(id)
  }

  devicesIn(bay: BayId): readonly AttachedDevice[] {
    return this.all()
      .filter((device) => device.bay === bay)
      .map(asAttached)
  }

  find(id: DeviceId): AttachedDevice | null {
    const device = this.get(id)
    return device === null ? null : asAttached(device)
  }

  bayOf(id: DeviceId): BayId | null {
    return this.get(id)?.bay ?? null
  }

  move(ids: readonly DeviceId[], bay: BayId | null): Promise<void> {
    return this.#change(ids, (device) => ({ ...device, bay, unconfirmed: null }))
  }

  async #create({ kind, identity, name, bay, intervals = {} }: NewDevice): Promise<Device | null> {
    if (this.#byId.size >= MAX_DEVICES) return null
    const id = deviceId(this.#parts.identify.newId('dev'))
    const device: Device = { id, kind, identity, name, bay: bay ?? null, intervals, unconfirmed: null }
    await this.#write([device])
    return device
  }

  /** One change after another, each on what the one before has left. */
  #change(ids: readonly DeviceId[], change: (device: Device) => Device): Promise<void> {
    const done = this.#lastWrite.then(() => this.#write(ids.flatMap((id) => this.get(id) ?? []).map(change)))
    this.#lastWrite = done.catch(() => undefined)
    return done
  }

  async #write(devices: readonly Device[]): Promise<void> {
    if (devices.length === 0) return
    await this.#parts.records.put(
      devices.map((device) => ({ kind: 'device' as const, id: device.id, value: toRecord(device) })),
    )
    for (const device of devices) this.#keep(device)
  }

  #keep(device: Device): void {
    this.#byId.set(device.id, device)
    this.#idBySpeaker.set(speakerKey(device.kind, device.identity), device.id)
  }
}

/** @returns the registry with what earlier starts of the server knew. */
export const createDeviceRegistry = async (parts: RegistryParts): Promise<DeviceRegistry> => {
  const registry = new DeviceRegistry(parts)
  await registry.load()
  return registry
}
