import type { Header } from './hl7-header.ts'
import { componentsOf, fieldOf, subcomponentsOf, type Message, type Segment, type Separators } from './hl7-message.ts'
import type { Observation } from './observation.ts'

export interface Sender {
  readonly identity: string
  /** For people; absent where the message names nothing. */
  readonly name?: string
  /** Whole PV1-3; empty: none. */
  readonly location: string
  /** PID-3.1; empty: none, as on monitors that nobody entered a patient into. */
  readonly patientRef: string
}

/** A field that holds nothing but separators and quotes is empty. */
const filled = (field: string, { component, subcomponent, repetition }: Separators): string => {
  const bare = [component, subcomponent, repetition, '"', ' '].reduce(
    (text, mark) => (mark === '' ? text : text.replaceAll(mark, '')),
    field,
  )
  return bare === '' ? '' : field.trim()
}

const find = (message: Message, name: string): Segment | undefined => message.segments.find((one) => one.name === name)

/** The bed stands in component 3, whole or in one of its parts. */
const bedOf = (location: string, separators: Separators): string => {
  const bed = location.split(separators.component)[2] ?? ''
  return subcomponentsOf(bed, separators).find((part) => part !== '') ?? ''
}

/** What the equipment or the sender calls itself; the bare kind of a number (`EUI-64`) is no name. */
const modelOf = (equipment: string, header: Header): string => {
  const candidates = [
    componentsOf(equipment, header.separators)[1],
    ...componentsOf(header.sendingApplication, header.separators).slice(0, 2),
    componentsOf(header.sendingFacility, header.separators)[0],
  ]
  return candidates.find((one) => one !== undefined && one !== '' && !/^EUI-64$/i.test(one)) ?? ''
}

const GATEWAY_CODE = '531981'

/** The hub of a patient's home devices (Continua: AHD) lists itself among them: it is the sender, not the device. */
const isGateway = ({ code, name }: Observation): boolean => code === GATEWAY_CODE || /_MDS_AHD$/i.test(name)

/** What the device calls itself. Where the hub has part 0 of the message, the devices have the parts from 1 on. */
const equipmentOf = (observations: readonly Observation[], separators: Separators): string => {
  const named = observations.filter((one) => !isGateway(one) && filled(one.equipment, separators) !== '')
  const [first] = [...named.filter(({ containment }) => containment.split('.')[0] !== '0'), ...named]
  return filled(first?.equipment ?? '', separators)
}

/** Who speaks (feeds.md, *Identity*). @param peer the address of the connection, for senders that say nothing of themselves. */
export const readSender = (
  message: Message,
  header: Header,
  observations: readonly Observation[],
  peer: string,
): Sender => {
  const { separators } = message
  const location = filled(fieldOf(find(message, 'PV1'), 3), separators)
  const patientRef = componentsOf(fieldOf(find(message, 'PID'), 3), separators)[0] ?? ''
  const equipment = equipmentOf(observations, separators)
  const sender = filled(header.sendingApplication, separators) || filled(header.sendingFacility, separators)
  const joined = [sender, location].filter((part) => part !== '').join(' / ')
  const bed = bedOf(location, separators)
  const name = [modelOf(equipment, header), bed === '' ? '' : `bed ${bed}`].filter((part) => part !== '').join(', ')
  return { identity: equipment || joined || peer, ...(name === '' ? {} : { name }), location, patientRef }
}
