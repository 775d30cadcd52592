import { connect } from 'node:net'

export interface Receiver {
  readonly host: string
  readonly port: number
}

/** What became of a message. */
export type Sent =
  | { readonly kind: 'accepted' }
  /** The receiver's own no, by MSA-1 and its words. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Nobody knows whether it has the message. */
  | { readonly kind: 'unanswered'; readonly why: string }

const START = '\u000b'
const END = '\u001c\r'

/** An answer is a few lines: more than this is no answer. */
const LONGEST_ANSWER = 65_536

/** The MSA of the answer to this message; null: not there yet, or of another. */
const answerIn = (text: string, controlId: string): Sent | null => {
  for (const frame of text.split(START).slice(1)) {
    const end = frame.indexOf('\u001c')
    if (end === -1) continue
    const segments = frame.slice(0, end).split(/[\r\n]+/)
    const separator = segments[0]?.charAt(3) ?? '|'
    const [, code = '', id, words = ''] = segments.find((line) => line.startsWith('MSA'))?.split(separator) ?? []
    if (id !== controlId) continue
    if (code === 'AA' || code === 'CA') return { kind: 'accepted' }
    const error = segments.find((line) => line.startsWith('ERR'))
    return { kind: 'refused', why: [code, words, error].filter(Boolean).join(' ').slice(0, 300) }
  }
  return null
}

interface Wait {
  readonly controlId: string
  readonly timeoutMs: number
  /** Nobody waits any longer. */
  readonly signal: AbortSignal
}

/** Sends one message over MLLP and waits for its own acknowledgement. Never throws. */
export const sendMllp = (
  { host, port }: Receiver,
  message: string,
  { controlId, timeoutMs, signal }: Wait,
): Promise<Sent> =>
  new Promise((resolve) => {
    let received = ''
    const socket = connect({ host, port })
    const stop = (): void => settle({ kind: 'unanswered', why: 'the server was stopped' })
    const settle = (sent: Sent): void => {
      signal.removeEventListener('abort', stop)
      socket.destroy()
      resolve(sent)
    }
    signal.addEventListener('abort', stop)
    socket.setEncoding('utf8')
    socket.setTimeout(timeoutMs, () => settle({ kind: 'unanswered', why: `no answer within ${timeoutMs / 1_000} s` }))
    socket.on('error', (error) => settle({ kind: 'unanswered', why: error.message }))
    socket.on('close', () => settle({ kind: 'unanswered', why: 'the connection was closed without an answer' }))
    socket.on('connect', () => socket.write(`${START}${message}${END}`))
    socket.on('data', (chunk: string) => {
      received += chunk
      const sent = answerIn(received, controlId)
      if (sent !== null) settle(sent)
      else if (received.length > LONGEST_ANSWER) settle({ kind: 'unanswered', why: 'what came back is no answer' })
    })
  })
