import { MS_PER_SECOND, type Instant } from '../../../shared/domain/time.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { DeviceReport, Door, IngestAnswer } from '../../ports/source.ts'
import { answersTo, type AcknowledgeMode, type Outcome } from './acknowledge.ts'
import { createAnswerMemory, messageKey } from './answer-memory.ts'
import { toDeviceReport } from './device-report.ts'
import { MAX_FRAME_BYTES } from './framer.ts'
import { readHeader, type Header } from './hl7-header.ts'
import { parseMessage, splitMessages } from './hl7-message.ts'
import { asLatin1, decodeMessage } from './hl7-text.ts'
import type { ZoneOffset } from './hl7-time.ts'
import { judgeMessage } from './judge-message.ts'

export interface DeskParts {
  readonly door: Door
  readonly clock: Clock
  readonly log: Log
  /** For times that carry no zone. */
  readonly zone: ZoneOffset
  /** How a source wants to be answered, by its identity and address. */
  readonly modeOf: (identity: string, peer: string) => AcknowledgeMode
  readonly wait: (ms: number) => Promise<void>
}

export interface MessageDesk {
  /** Takes the content of one frame, whatever it is. @returns the answers to send, in order. */
  take(bytes: Uint8Array, peer: string): Promise<readonly Uint8Array[]>
  /** Refuses a message of which only the first bytes were kept. */
  refuseTooLong(head: Uint8Array, peer: string): readonly Uint8Array[]
}

/** For so long a sender is kept waiting while the store is slow, before it hears that its message was not taken. */
const PATIENCE_MS = 10 * MS_PER_SECOND
const SAMPLE_BYTES = 4_096

/** What stands in for a header where there is none: the answer still has to look like one. */
const NO_HEADER: Header = readHeader('MSH|^~\\&')

const outcomeOf = (answer: IngestAnswer): Outcome => {
  switch (answer.kind) {
    case 'stored': {
      const [first] = answer.rejected
      const tookNothing = first !== undefined && answer.accepted + answer.duplicates === 0
      return tookNothing ? { kind: 'unusable', fault: 'internal', message: first.message } : { kind: 'stored' }
    }
    case 'busy':
      return { kind: 'notNow', fault: 'internal', message: 'The store is busy; nothing was kept. Send it again later.' }
    case 'refused':
      return { kind: 'notNow', fault: 'internal', message: answer.message }
  }
}

type Bad = Exclude<Outcome, { readonly kind: 'stored' }>

interface Letter {
  readonly header: Header
  readonly bytes: Uint8Array
  readonly receivedAt: Instant
  readonly peer: string
}

/** Waits for a busy door, a while. */
const handIn = async (report: DeviceReport, { door, wait }: DeskParts): Promise<Outcome> => {
  let waitedMs = 0
  for (;;) {
    const given = await door.accept(report)
    const pauseMs = given.kind === 'busy' ? Math.min(given.retryAfterS * MS_PER_SECOND, MS_PER_SECOND) : null
    if (pauseMs === null || waitedMs + pauseMs > PATIENCE_MS) return outcomeOf(given)
    await wait(pauseMs)
    waitedMs += pauseMs
  }
}

const createAnswering = ({ clock, modeOf }: DeskParts) => {
  let written = 0
  const newId = (): string => {
    written += 1
    return `V${clock.now().toString(36)}${written.toString(36)}`
  }
  return (header: Header, outcome: Outcome, identity: string, peer: string): readonly Uint8Array[] =>
    answersTo(header, outcome, modeOf(identity, peer), { now: clock.now(), newId })
}

/** Reads, hands to the door, answers. One desk serves all connections, so that a repeat on a new one is known. */
class Desk implements MessageDesk {
  readonly #parts: DeskParts
  readonly #memory = createAnswerMemory()
  readonly #answer: ReturnType<typeof createAnswering>

  constructor(parts: DeskParts) {
    this.#parts = parts
    this.#answer = createAnswering(parts)
  }

  async take(bytes: Uint8Array, peer: string): Promise<readonly Uint8Array[]> {
    const receivedAt = this.#parts.clock.now()
    const asSent = splitMessages(asLatin1(bytes))
    const headers = asSent.map((lines) => readHeader(lines[0] ?? ''))
    const texts = splitMessages(decodeMessage(bytes, headers[0]?.charset ?? ''))
    if (headers.length === 0) {
      return this.#turnAway({ header: NO_HEADER, bytes, receivedAt, peer }, 'There is no MSH segment in this frame.')
    }
    const answers: Uint8Array[] = []
    for (const [index, header] of headers.entries()) {
      const own = Buffer.from((asSent[index] ?? []).join('\r'), 'latin1')
      const letter = { header, bytes: own, receivedAt, peer }
      answers.push(...(await this.#takeSafely(letter, texts[index] ?? [])))
    }
    return answers
  }

  refuseTooLong(head: Uint8Array, peer: string): readonly Uint8Array[] {
    const line = splitMessages(asLatin1(head))[0]?.[0]
    const header = line === undefined ? NO_HEADER : readHeader(line)
    const letter = { header, bytes: head, receivedAt: this.#parts.clock.now(), peer }
    return this.#turnAway(letter, `The message is longer than ${MAX_FRAME_BYTES} bytes; split it.`)
  }

  /** Content without a header, or without an end: refused as a whole. */
  #turnAway(letter: Letter, message: string): readonly Uint8Array[] {
    const outcome: Bad = { kind: 'unsupported', fault: 'sequence', message }
    this.#refuse(letter, null, outcome)
    return this.#answer(letter.header, outcome, letter.peer, letter.peer)
  }

  #refuse({ bytes, receivedAt, peer }: Letter, identity: string | null, outcome: Bad): void {
    const { kind: code, message: reason } = outcome
    this.#parts.door.refuse({
      feed: 'hl7',
      peer,
      identity,
      code,
      reason,
      bytes: bytes.subarray(0, SAMPLE_BYTES),
      at: receivedAt,
    })
  }

  async #takeMessage(letter: Letter, lines: readonly string[]): Promise<readonly Uint8Array[]> {
    const { header, bytes, peer, receivedAt } = letter
    const message = parseMessage(lines)
    const judgement = judgeMessage(message, header)
    if (judgement.kind === 'noAnswer') return []
    const report = toDeviceReport(message, header, { receivedAt, zone: this.#parts.zone, peer })
    const { identity } = report
    if (judgement.kind === 'outcome') {
      this.#refuse(letter, identity, judgement.outcome)
      return this.#answer(header, judgement.outcome, identity, peer)
    }
    const key = messageKey(header, report.messageTime !== undefined, bytes)
    const known = key === null ? undefined : this.#memory.recall(key)
    if (known !== undefined) return known
    const heard = judgement.kind === 'heard' ? { readings: [], unknown: [] } : {}
    const named = key === null ? {} : { messageId: key }
    const raw = bytes.subarray(0, SAMPLE_BYTES)
    const outcome = await handIn({ ...report, ...heard, ...named, raw }, this.#parts)
    const answers = this.#answer(header, outcome, identity, peer)
    if (outcome.kind === 'stored' && key !== null) this.#memory.remember(key, answers)
    return answers
  }

  /** An error here is ours: the sender hears "not now" and the next message is taken. */
  async #takeSafely(letter: Letter, lines: readonly string[]): Promise<readonly Uint8Array[]> {
    try {
      return await this.#takeMessage(letter, lines)
    } catch (error) {
      this.#parts.log.error('hl7.messageFailed', { peer: letter.peer, err: String(error) })
      const message = 'The server could not take this message; nothing was kept.'
      return this.#answer(letter.header, { kind: 'notNow', fault: 'internal', message }, letter.peer, letter.peer)
    }
  }
}

export const createMessageDesk = (parts: DeskParts): MessageDesk => new Desk(parts)
