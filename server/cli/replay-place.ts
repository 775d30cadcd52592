import { baysAnswerSchema, devicesAnswerSchema, type BayAnswer, type DeviceAnswer } from '../../shared/wire/site.ts'
import { failed } from './io.ts'
import type { ServerClient } from './server-client.ts'

export interface PlaceWanted {
  /** Id or name. */
  readonly bay: string
  /** The protocol of a session that is made for the record; null: one has to run. */
  readonly admit: string | null
  readonly device: string
  /** What the session's patient is called. */
  readonly title: string
}

/** A record has no weight and no name: what it is stands where the name would. */
const RECORD_WEIGHT_KG = 70

/** `Bay 8` is meant by its id, its name, and its last word alone. */
const isMeant = ({ id, name }: BayAnswer, wanted: string): boolean =>
  id === wanted || name.toLowerCase() === wanted.toLowerCase() || name.endsWith(` ${wanted}`)

const findBay = async (server: ServerClient, wanted: string): Promise<BayAnswer> => {
  const bays = baysAnswerSchema.parse(await server.staff('GET', '/bays'))
  const [bay, other] = bays.filter((one) => isMeant(one, wanted))
  if (bay === undefined || other !== undefined) {
    const names = bays.map(({ name }) => name).join(', ')
    throw failed(`${bay === undefined ? 'There is no' : 'There is more than one'} bay ${wanted}. There are ${names}.`)
  }
  return bay
}

const ensureSession = async (server: ServerClient, bay: BayAnswer, { admit, title }: PlaceWanted): Promise<void> => {
  if (bay.sessionId !== undefined) return
  if (admit === null) {
    throw failed(`Nobody is in ${bay.name}. --admit PROTOCOL admits a patient for this record.`)
  }
  await server.staff('POST', '/sessions', {
    bay: bay.id,
    patient: { displayName: title, initials: 'REC', recordNumber: title, weightKg: RECORD_WEIGHT_KG },
    protocol: admit,
    admit: true,
  })
}

const findDevice = async (server: ServerClient, name: string): Promise<DeviceAnswer> => {
  const devices = devicesAnswerSchema.parse(await server.staff('GET', '/devices'))
  const device = devices.find(({ kind, identity }) => kind === 'replay' && identity === name)
  if (device === undefined) throw failed(`The server does not list the device ${name} that has just spoken.`)
  return device
}

/** Sees to it that the bay has a session and that the replay's device stands in it. @throws CommandStop */
export const takePlace = async (server: ServerClient, wanted: PlaceWanted): Promise<void> => {
  const bay = await findBay(server, wanted.bay)
  await ensureSession(server, bay, wanted)
  // A source is listed once it has spoken.
  await server.post({ device: wanted.device, source: 'replay', observations: [] })
  const device = await findDevice(server, wanted.device)
  if (device.bay !== bay.id) await server.staff('PATCH', `/devices/${device.id}`, { bay: bay.id })
}
