import { instant, type Instant } from '../../../shared/domain/time.ts'
import type { Header } from './hl7-header.ts'
import { componentsOf, fieldOf, type Message, type Segment } from './hl7-message.ts'
import { readStampedTime, type ZoneOffset } from './hl7-time.ts'
import { readObservation, type Observation } from './observation.ts'

/** An observation with when it was made, as far as the message says. */
export interface TimedObservation extends Observation {
  readonly at: Instant | null
  /** `at` is the message's: nothing says when this value itself was measured. */
  readonly isTimeOfMessage: boolean
  /** One measurement on its own, not one of a stream. */
  readonly isSpot: boolean
}

export interface MessageTimes {
  /** What the message was stamped with. */
  readonly messageTime: Instant | null
  readonly observations: readonly TimedObservation[]
}

interface Group {
  readonly at: Instant | null
  readonly isSpot: boolean
}

/** A row without a value (a device, a module, a channel) lends its time to all that it contains. */
const containerTime = (containers: ReadonlyMap<string, Instant>, path: string): Instant | null => {
  const parts = path.split('.')
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const container = parts.slice(0, length).join('.')
    const at = containers.get(container) ?? containers.get([...container.split('.'), '0'].join('.'))
    if (at !== undefined) return at
  }
  return null
}

/** OBR-7 is the message's time, unless the order is of one measurement, or older than another order of the message. */
const timeOf = (
  measured: Instant | null,
  group: Group,
  { messageTime, newest }: { readonly messageTime: Instant | null; readonly newest: Instant | null },
): Pick<TimedObservation, 'at' | 'isTimeOfMessage'> => {
  if (measured !== null) return { at: measured, isTimeOfMessage: false }
  if (group.at === null) return { at: messageTime, isTimeOfMessage: true }
  return { at: group.at, isTimeOfMessage: !group.isSpot && group.at === newest }
}

const readGroup = (order: Segment, { separators }: Message, zone: ZoneOffset): Group => ({
  at: readStampedTime(fieldOf(order, 7), zone)?.at ?? null,
  isSpot: /SPOT/i.test(componentsOf(fieldOf(order, 4), separators).join(' ')),
})

/** Rows with the group that each stands in, in order. */
const groupRows = (message: Message, zone: ZoneOffset): readonly (readonly [Observation, Group])[] => {
  let group: Group = { at: null, isSpot: false }
  return message.segments.flatMap((segment) => {
    if (segment.name === 'OBR') group = readGroup(segment, message, zone)
    const observation = segment.name === 'OBX' ? readObservation(segment, message.separators) : null
    return observation === null ? [] : [[observation, group] as const]
  })
}

/** Where the header carries no time, the newest order does; a spot check's is that of the measurement. */
const newestOrder = (message: Message, zone: ZoneOffset): Instant | null => {
  const times = message.segments
    .filter(({ name }) => name === 'OBR')
    .map((order) => readGroup(order, message, zone))
    .flatMap(({ at, isSpot }) => (at === null || isSpot ? [] : [at]))
  return times.length === 0 ? null : instant(Math.max(...times))
}

/** Reads all rows in order, each with the time that holds for it: OBX-14, its container's, OBR-7, MSH-7. */
export const readObservations = (message: Message, header: Header, zone: ZoneOffset): MessageTimes => {
  const stamped = readStampedTime(header.time, zone)
  // What carries no zone is in the message's.
  const zoneMin = stamped?.zoneMin ?? null
  const messageZone: ZoneOffset = zoneMin === null ? zone : () => zoneMin
  const messageTime = stamped?.at ?? null
  const newest = newestOrder(message, messageZone)
  const containers = new Map<string, Instant>()
  const observations = groupRows(message, messageZone).map(([observation, group]): TimedObservation => {
    const own = readStampedTime(observation.time, messageZone)?.at ?? null
    if (own !== null && observation.value.kind === 'none') containers.set(observation.containment, own)
    const measured = own ?? containerTime(containers, observation.containment)
    return { ...observation, ...timeOf(measured, group, { messageTime, newest }), isSpot: group.isSpot }
  })
  return { messageTime: messageTime ?? newest, observations }
}
