import type { Socket } from 'node:net'
import { MS_PER_SECOND } from '../../../shared/domain/time.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Door } from '../../ports/source.ts'
import { createFramer, type Framed } from './framer.ts'
import type { MessageDesk } from './message-desk.ts'

export interface ConnectionParts {
  readonly desk: MessageDesk
  readonly door: Pick<Door, 'refuse'>
  readonly clock: Clock
  readonly log: Log
  readonly timing: ConnectionTiming
}

/** Real milliseconds of silence, and what follows. */
export interface ConnectionTiming {
  /** Whole lines without a frame are a message. Long enough for a slow line to go on, short enough for one message a second. */
  readonly linesMs: number
  /** The rest of a message does not come any more. */
  readonly partMs: number
  /** The other end is gone: monitors send at least once a minute. */
  readonly closeMs: number
}

export const USUAL_TIMING: ConnectionTiming = {
  linesMs: 250,
  partMs: 60 * MS_PER_SECOND,
  closeMs: 15 * 60 * MS_PER_SECOND,
}

const START = 0x0b
const END = 0x1c
const CR = 0x0d

const frame = (message: Uint8Array): Buffer => Buffer.concat([Buffer.of(START), message, Buffer.of(END, CR)])

/** A connection from ::ffff:10.0.0.5 and one from 10.0.0.5 come from one place. */
const addressOf = (socket: Socket): string => (socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '')

/**
 * Serves one sender: a message at a time, answered in order. While one is in hand the socket is paused, so that a slow
 * store slows the sender and nothing piles up here.
 */
class MllpConnection {
  readonly #socket: Socket
  readonly #parts: ConnectionParts
  readonly #framer = createFramer()
  readonly #peer: string
  /** What has to be done, one after another. */
  #work: Promise<void> = Promise.resolve()
  #silence: NodeJS.Timeout | undefined
  #isClosing = false

  constructor(socket: Socket, parts: ConnectionParts) {
    this.#socket = socket
    this.#parts = parts
    this.#peer = addressOf(socket)
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 30 * MS_PER_SECOND)
    socket.on('data', (chunk) => {
      clearTimeout(this.#silence)
      socket.pause()
      this.#do(() => this.#framer.push(chunk))
    })
    socket.on('end', () => {
      this.#do(() => this.#framer.end())
    })
    socket.on('error', (error) => {
      parts.log.debug('hl7.connectionError', { peer: this.#peer, err: error.message })
    })
    socket.on('close', () => {
      clearTimeout(this.#silence)
    })
    this.#listen(parts.timing.closeMs)
  }

  /** What is in hand is finished and answered; nothing more is read. */
  async close(): Promise<void> {
    this.#isClosing = true
    clearTimeout(this.#silence)
    this.#socket.pause()
    await this.#work
    this.#socket.destroySoon()
  }

  #do(frames: () => readonly Framed[]): void {
    this.#work = this.#work
      .then(() => this.#takeAll(frames()))
      .catch((error: unknown) => {
        this.#parts.log.error('hl7.connectionFailed', { peer: this.#peer, err: String(error) })
        this.#socket.destroy()
      })
  }

  async #takeAll(frames: readonly Framed[]): Promise<void> {
    for (const framed of frames) {
      if (framed.kind === 'message') await this.#answer(await this.#parts.desk.take(framed.bytes, this.#peer))
      else await this.#refuse(framed)
    }
    if (this.#socket.readableEnded) this.#socket.end()
    else if (!this.#isClosing) this.#waitForMore()
  }

  async #refuse(framed: Exclude<Framed, { kind: 'message' }>): Promise<void> {
    const { door, clock, desk } = this.#parts
    if (framed.kind === 'tooLong') {
      await this.#answer(desk.refuseTooLong(framed.head, this.#peer))
      return
    }
    const reason = `${framed.count} bytes that belong to no message (${framed.reason})`
    const { sample: bytes, reason: code } = framed
    door.refuse({ feed: 'hl7', peer: this.#peer, identity: null, code, reason, bytes, at: clock.now() })
  }

  async #answer(answers: readonly Uint8Array[]): Promise<void> {
    for (const answer of answers) {
      if (this.#socket.destroyed || !this.#socket.writable) return
      if (!this.#socket.write(frame(answer))) await this.#drained()
    }
  }

  /** A sender that does not read its answers is waited for, as long as it lives. */
  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#socket.off('drain', done)
        this.#socket.off('close', done)
        resolve()
      }
      this.#socket.on('drain', done)
      this.#socket.on('close', done)
    })
  }

  #waitForMore(): void {
    const { timing } = this.#parts
    const waits = { nothing: timing.closeMs, whole: timing.linesMs, part: timing.partMs }
    this.#listen(waits[this.#framer.pending()])
    this.#socket.resume()
  }

  #listen(silenceMs: number): void {
    clearTimeout(this.#silence)
    if (this.#socket.destroyed) return
    this.#silence = setTimeout(() => {
      const pending = this.#framer.pending()
      if (pending === 'nothing') this.#socket.destroy()
      else this.#do(() => (pending === 'whole' ? this.#framer.idle() : this.#framer.end()))
    }, silenceMs)
  }
}

export interface Served {
  close(): Promise<void>
}

export const serveConnection = (socket: Socket, parts: ConnectionParts): Served => new MllpConnection(socket, parts)
