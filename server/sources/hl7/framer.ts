import { createByteBag } from './byte-bag.ts'
import { withoutBlankStart } from './hl7-message.ts'

/** MLLP: 0x0B message 0x1C 0x0D. */
const START = 0x0b
const END = 0x1c
const LF = 0x0a
const CR = 0x0d

/** feeds.md section 1: a message over 1 MiB, a line over 64 KiB are refused. */
export const MAX_FRAME_BYTES = 1_048_576
export const MAX_LINE_BYTES = 65_536
/** Enough of what was thrown away to see what it was. */
const SAMPLE_BYTES = 4_096

export type DiscardReason = 'outsideFrame' | 'frameNotEnded' | 'restOfTooLong' | 'connectionClosed'

export type Framed =
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  /** Bytes that belong to no message: how many, and the first of them. */
  | { readonly kind: 'discarded'; readonly reason: DiscardReason; readonly count: number; readonly sample: Uint8Array }
  /** A message over the cap, told once, when it passes the cap; the rest of it is thrown away. */
  | { readonly kind: 'tooLong'; readonly head: Uint8Array }

export interface Framer {
  /** What became complete with these bytes, in order. The messages are the same for every cut of the same stream. */
  push(chunk: Uint8Array): readonly Framed[]
  /** The sender has been silent for a while: an unframed message of whole lines is complete, for nothing else ends it. */
  idle(): readonly Framed[]
  /** The connection has ended, or nobody waits any longer for the rest of what is in hand. */
  end(): readonly Framed[]
  /** `whole`: idle() would tell something; `part`: something that is not complete. */
  pending(): 'nothing' | 'whole' | 'part'
}

/** `between` messages, in a `frame`, in `lines` without a frame, or in what is left of a message over the cap (`skip`). */
type Mode = 'between' | 'frame' | 'lines' | 'skip'

const HEADER_LINE = /^(MSH|FHS|BHS)[^A-Za-z0-9\s]/
const HEADER_BEGUN = /^(M|MS|MSH.*|F|FH|FHS.*|B|BH|BHS.*)$/s
const SEGMENT_LINE = /^[A-Z][A-Z0-9]{2}([^A-Za-z0-9\s]|$)/

const textOf = (bytes: Uint8Array): string =>
  withoutBlankStart(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'))

/** Whether a byte ends a run: in a frame only its start and end do, outside also the end of a line. */
const endsRun = (byte: number, inFrame: boolean): boolean =>
  byte === START || byte === END || (!inFrame && (byte === CR || byte === LF))

/** What is thrown away: counted whole, kept in part, told at once. */
class Junk {
  readonly #sample = createByteBag()
  #count = 0

  get isEmpty(): boolean {
    return this.#count === 0
  }

  add(bytes: Uint8Array): void {
    if (this.#sample.length < SAMPLE_BYTES) this.#sample.add(bytes.subarray(0, SAMPLE_BYTES - this.#sample.length))
    this.#count += bytes.length
  }

  takeAs(reason: DiscardReason): readonly Framed[] {
    if (this.isEmpty) return []
    const count = this.#count
    this.#count = 0
    return [{ kind: 'discarded', reason, count, sample: this.#sample.take() }]
  }
}

/** Cuts a stream of bytes into messages. Tolerates what senders were seen to do (feeds.md section 3) and loses no good message after a bad one. */
class StreamFramer implements Framer {
  #mode: Mode = 'between'
  #out: Framed[] = []
  readonly #junk = new Junk()
  /** The message in hand: a frame's bytes, or the whole lines of an unframed one. */
  readonly #body = createByteBag()
  #hasHeader = false
  /** The line in hand, outside of a frame. */
  readonly #line = createByteBag()
  /** The line in hand is too long to be part of a message. */
  #isLineJunk = false

  push(chunk: Uint8Array): readonly Framed[] {
    let at = 0
    while (at < chunk.length) {
      const inFrame = this.#mode === 'frame' || this.#mode === 'skip'
      let next = at
      while (next < chunk.length && !endsRun(chunk[next] ?? 0, inFrame)) next += 1
      this.#takeRun(chunk.subarray(at, next))
      if (next < chunk.length) this.#takeMark(chunk[next] ?? 0)
      at = next + 1
    }
    return this.#told()
  }

  idle(): readonly Framed[] {
    if (this.#mode === 'lines' && this.#line.length === 0) this.#emit()
    if (this.#mode !== 'between') return this.#told()
    if (this.#line.length > 0 && !HEADER_BEGUN.test(textOf(this.#line.peek()))) this.#dropLine()
    this.#tellJunk('outsideFrame')
    return this.#told()
  }

  end(): readonly Framed[] {
    if (this.#mode === 'lines') this.#emit()
    if (this.#mode === 'frame') this.#junk.add(this.#body.take())
    this.#dropLine()
    this.#tellJunk(this.#mode === 'skip' ? 'restOfTooLong' : 'connectionClosed')
    this.#mode = 'between'
    return this.#told()
  }

  pending(): 'nothing' | 'whole' | 'part' {
    if (this.#mode === 'frame' || this.#mode === 'skip' || this.#line.length > 0) return 'part'
    return this.#mode === 'lines' || !this.#junk.isEmpty ? 'whole' : 'nothing'
  }

  #told(): readonly Framed[] {
    const out = this.#out
    this.#out = []
    return out
  }

  #tellJunk(reason: DiscardReason): void {
    this.#out.push(...this.#junk.takeAs(reason))
  }

  #takeRun(run: Uint8Array): void {
    if (this.#mode === 'frame') {
      this.#body.add(run)
      this.#checkCap()
    } else if (this.#mode === 'skip' || this.#isLineJunk) {
      this.#junk.add(run)
    } else {
      this.#line.add(run)
      if (this.#line.length <= MAX_LINE_BYTES) return
      this.#junk.add(this.#line.take())
      this.#isLineJunk = true
    }
  }

  #takeMark(byte: number): void {
    if (byte === START) this.#begin()
    else if (byte === END) this.#finish()
    else this.#takeLine()
  }

  /** A frame begins: whatever was in hand is over. */
  #begin(): void {
    if (this.#mode === 'frame') {
      this.#junk.add(this.#body.take())
      this.#tellJunk('frameNotEnded')
    }
    if (this.#mode === 'skip') this.#tellJunk('restOfTooLong')
    if (this.#mode === 'lines') this.#emit()
    this.#dropLine()
    this.#tellJunk('outsideFrame')
    this.#mode = 'frame'
  }

  /** An end block: of a frame, or of lines whose start block was forgotten. */
  #finish(): void {
    if (this.#mode === 'skip') this.#tellJunk('restOfTooLong')
    else if (this.#mode !== 'frame') this.#takeLine()
    if (this.#body.length > 0) this.#emit()
    this.#mode = 'between'
  }

  /** Takes the line in hand as a whole one: into the message, or away. */
  #takeLine(): void {
    const text = this.#isLineJunk ? '' : textOf(this.#line.peek())
    if (text === '') {
      this.#dropLine()
      return
    }
    const isHeader = HEADER_LINE.test(text)
    if (this.#mode === 'lines' && (!SEGMENT_LINE.test(text) || (isHeader && this.#hasHeader))) this.#emit()
    if (this.#mode === 'between' && !isHeader) {
      this.#dropLine()
      return
    }
    this.#tellJunk('outsideFrame')
    this.#mode = 'lines'
    this.#hasHeader ||= text.startsWith('MSH')
    this.#body.add(this.#line.take())
    this.#body.add(Uint8Array.of(CR))
    this.#checkCap()
  }

  #dropLine(): void {
    const rest = this.#line.take()
    if (this.#isLineJunk || textOf(rest) !== '') this.#junk.add(rest)
    this.#isLineJunk = false
  }

  #emit(): void {
    this.#tellJunk('outsideFrame')
    if (this.#body.length > 0) this.#out.push({ kind: 'message', bytes: this.#body.take() })
    this.#hasHeader = false
    this.#mode = 'between'
  }

  #checkCap(): void {
    if (this.#body.length <= MAX_FRAME_BYTES) return
    this.#tellJunk('outsideFrame')
    this.#out.push({ kind: 'tooLong', head: this.#body.take().subarray(0, SAMPLE_BYTES) })
    this.#hasHeader = false
    // Without a frame the next header line is where the next message begins.
    this.#mode = this.#mode === 'frame' ? 'skip' : 'between'
  }
}

export const createFramer = (): Framer => new StreamFramer()
