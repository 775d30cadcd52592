import { fieldOf, parseMessage, type Segment, type Separators } from './hl7-message.ts'

/** MSH as the sender wrote it: raw, so that an answer can give it back to the byte. */
export interface Header {
  readonly separators: Separators
  readonly sendingApplication: string
  readonly sendingFacility: string
  readonly receivingApplication: string
  readonly receivingFacility: string
  readonly time: string
  /** `ORU`; empty where the message does not say what it is. */
  readonly code: string
  /** `R01`; empty on senders that leave it out. */
  readonly trigger: string
  /** How many components MSH-9 has: an answer has as many. */
  readonly typeComponents: number
  readonly controlId: string
  readonly processingId: string
  readonly version: string
  readonly acceptAck: string
  readonly applicationAck: string
  readonly charset: string
}

const TYPE_FIELD = 9
const TYPE = /^[A-Z]{3}(?:[^A-Za-z0-9][A-Z][A-Z0-9]{2}|$)/
const TYPE_AND_TRIGGER = /^[A-Z]{3}[^A-Za-z0-9][A-Z][A-Z0-9]{2}/

/** Where the type stands: some senders leave out the receiver, and all that follows moves to the left. */
const typeFieldOf = (segment: Segment): number => {
  if (TYPE.test(fieldOf(segment, TYPE_FIELD))) return TYPE_FIELD
  const elsewhere = segment.fields.findIndex(
    (field, index) => index >= 4 && index <= 12 && TYPE_AND_TRIGGER.test(field),
  )
  return elsewhere === -1 ? TYPE_FIELD : elsewhere
}

/** @param line the MSH line. */
export const readHeader = (line: string): Header => {
  const { separators, segments } = parseMessage([line])
  const segment = segments[0] ?? { name: 'MSH', fields: [] }
  const typeField = typeFieldOf(segment)
  const isMoved = typeField !== TYPE_FIELD
  const afterType = (index: number): string => fieldOf(segment, typeField + index - TYPE_FIELD).trim()
  const type = afterType(TYPE_FIELD).split(separators.component)
  return {
    separators,
    sendingApplication: fieldOf(segment, 3).trim(),
    sendingFacility: fieldOf(segment, 4).trim(),
    receivingApplication: isMoved ? '' : fieldOf(segment, 5).trim(),
    receivingFacility: isMoved ? '' : fieldOf(segment, 6).trim(),
    time: afterType(7),
    code: type[0]?.trim() ?? '',
    trigger: type[1]?.trim() ?? '',
    typeComponents: type.length,
    controlId: fieldOf(segment, typeField + 1),
    processingId: afterType(11),
    version: afterType(12),
    acceptAck: afterType(15).toUpperCase(),
    applicationAck: afterType(16).toUpperCase(),
    charset: afterType(18).split(separators.repetition)[0]?.trim() ?? '',
  }
}
