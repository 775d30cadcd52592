import type { Instant } from '../../../shared/domain/time.ts'
import type { Header } from './hl7-header.ts'
import { writeTime } from './hl7-time.ts'

/** HL7 table 0357, as far as it is used. */
export const FAULTS = {
  sequence: [100, 'Segment sequence error'],
  missing: [101, 'Required field missing'],
  type: [200, 'Unsupported message type'],
  event: [201, 'Unsupported event code'],
  internal: [207, 'Application internal error'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>

export interface Fault {
  readonly fault: keyof typeof FAULTS
  /** A sentence for whoever reads the sender's log. */
  readonly message: string
  /** `OBX^1^3`: segment, its place, field. */
  readonly location?: readonly [segment: string, sequence: number, field: number]
}

/** What became of a message. */
export type Outcome =
  | { readonly kind: 'stored' }
  /** Its content cannot be used: sending it again helps nobody. */
  | ({ readonly kind: 'unusable' } & Fault)
  /** A kind of message that is not taken here. */
  | ({ readonly kind: 'unsupported' } & Fault)
  /** Not now: nothing was kept, and it may be sent again. */
  | ({ readonly kind: 'notNow' } & Fault)

/** What a source is answered with: as it asks (`auto`), or in one way whatever it asks. */
export type AcknowledgeMode = 'auto' | 'AA' | 'CA' | 'none'

type Letter = 'A' | 'E' | 'R'

const letterOf = (outcome: Outcome): Letter => {
  switch (outcome.kind) {
    case 'stored':
      return 'A'
    case 'unusable':
      return 'E'
    case 'unsupported':
    case 'notNow':
      return 'R'
  }
}

const wants = (wish: string, isGood: boolean): boolean => {
  if (wish === 'NE' || wish === '') return false
  if (wish === 'ER') return !isGood
  return wish === 'SU' ? isGood : true
}

/** MSA-1 of each answer, in order (feeds.md section 3, *ACK rules*). */
export const acknowledgementCodes = (
  header: Pick<Header, 'acceptAck' | 'applicationAck'>,
  outcome: Outcome,
  mode: AcknowledgeMode,
): readonly string[] => {
  const letter = letterOf(outcome)
  if (mode === 'none') return []
  // An overridden source wants to hear that all is well; that nothing was kept it has to hear all the same.
  if (mode !== 'auto') return [`${mode.charAt(0)}${outcome.kind === 'notNow' ? 'R' : 'A'}`]
  const { acceptAck, applicationAck } = header
  if (acceptAck === '' && applicationAck === '') return [`A${letter}`]
  const isGood = outcome.kind === 'stored'
  const commit = wants(acceptAck, isGood) ? [`C${letter}`] : []
  // A message that was refused at the door has no second answer.
  const needsMore = wants(applicationAck, isGood) && (isGood || commit.length === 0)
  return needsMore ? [...commit, `A${letter}`] : commit
}

/** Sentences go into fields: no mark of the sender's may stand in them. */
const asField = (text: string, { field, component, repetition, escape, subcomponent }: Header['separators']): string =>
  [field, component, repetition, escape, subcomponent, '\r', '\n'].reduce(
    (clean, mark) => (mark === '' ? clean : clean.replaceAll(mark, ' ')),
    text,
  )

const isBefore25 = (version: string): boolean => /^2\.[0-4]/.test(version) || version === ''

const errorSegment = (header: Header, fault: Fault): string => {
  const { field, component, subcomponent } = header.separators
  const [code, meaning] = FAULTS[fault.fault]
  const place = fault.location ?? []
  if (isBefore25(header.version)) {
    const coded = [code, meaning, 'HL70357'].join(subcomponent || '&')
    const located = [place[0] ?? '', place[1] ?? '', place[2] ?? '', coded].join(component)
    return ['ERR', located].join(field)
  }
  const coded = [code, meaning, 'HL70357'].join(component)
  const message = asField(fault.message, header.separators)
  return ['ERR', '', place.join(component), coded, 'E', '', '', '', message].join(field)
}

const typeOf = ({ separators, trigger, typeComponents }: Header): string =>
  ['ACK', trigger, 'ACK'].slice(0, trigger === '' ? 1 : Math.min(typeComponents, 3)).join(separators.component)

export interface AnswerContext {
  readonly now: Instant
  readonly newId: () => string
}

const writeAnswer = (header: Header, code: string, outcome: Outcome, { now, newId }: AnswerContext): string => {
  const { separators } = header
  const marks = [separators.component, separators.repetition, separators.escape, separators.subcomponent].join('')
  const msh = [
    `MSH${separators.field}${marks}`,
    header.receivingApplication,
    header.receivingFacility,
    header.sendingApplication,
    header.sendingFacility,
    writeTime(now),
    '',
    typeOf(header),
    newId(),
    header.processingId,
    header.version,
  ].join(separators.field)
  const isGood = outcome.kind === 'stored' || code.endsWith('A')
  const reason = isGood ? [] : [asField(outcome.message, separators)]
  const msa = ['MSA', code, header.controlId, ...reason].join(separators.field)
  const segments = isGood ? [msh, msa] : [msh, msa, errorSegment(header, outcome)]
  return `${segments.join('\r')}\r`
}

/**
 * The answers to one message, in order; none where none is wanted. Bytes of the header go back as they came.
 * @param header read byte for character (Latin 1).
 */
export const answersTo = (
  header: Header,
  outcome: Outcome,
  mode: AcknowledgeMode,
  context: AnswerContext,
): readonly Uint8Array[] =>
  acknowledgementCodes(header, outcome, mode).map((code) =>
    Buffer.from(writeAnswer(header, code, outcome, context), 'latin1'),
  )
