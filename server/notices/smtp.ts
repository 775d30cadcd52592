import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Sent } from './target.ts'

export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** Encrypted from the first byte (465); else by STARTTLS where the server offers it. */
  readonly isTls: boolean
  /** Never said over a connection that is not encrypted. */
  readonly credentials: { readonly user: string; readonly password: string } | null
}

export interface Letter {
  readonly from: string
  readonly to: string
  /** Headers and text, in ASCII with CRLF. */
  readonly message: string
}

/** The server answered, and would not have it. */
class Refused extends Error {}

const MOST_REPLY_CHARS = 65_536

/** Whole lines, all but the last marked as to be continued: what comes after belongs to nobody and is not taken. */
const REPLY = /^(?:\d{3}-[^\r\n]*\r?\n)*(\d{3})(?: [^\r\n]*)?\r?\n$/

/** One reply, as the server's lines. Listens before it is asked, so that no answer is too early. */
const replyOf = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = ''
    const stop = () => {
      socket.off('data', take)
      socket.off('close', fail)
    }
    const fail = () => {
      stop()
      reject(new Error('the connection was closed'))
    }
    const take = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (text.length > MOST_REPLY_CHARS) socket.destroy()
      if (!REPLY.test(text)) return
      stop()
      resolve(text)
    }
    socket.on('data', take)
    socket.on('close', fail)
    if (socket.destroyed) fail()
  })

/** The first digit says whether it is a yes, a question or a no; RFC 5321 lets servers vary the rest. */
const kindOf = (code: number): number => Math.floor(code / 100)

const expectCode = async (reply: Promise<string>, code: number): Promise<string> => {
  const text = await reply
  const said = Number(REPLY.exec(text)?.[1])
  if (kindOf(said) !== kindOf(code)) throw new Refused(`answered ${said}`)
  return text
}

const ask = (socket: Socket, line: string, code: number): Promise<string> => {
  const reply = expectCode(replyOf(socket), code)
  socket.write(`${line}\r\n`)
  return reply
}

/** An address literal: a machine in a clinic seldom has a name that others know. */
const HELLO = 'EHLO [127.0.0.1]'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const secured = (host: string) => (isIP(host) === 0 ? { servername: host } : { host })

const encrypt = (socket: Socket, host: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const secure = connectTls({ socket, ...secured(host) }, () => resolve(secure))
    secure.on('error', reject)
  })

const signIn = async (socket: Socket, hello: string, { user, password }: NonNullable<SmtpServer['credentials']>) => {
  if (/^250[- ]AUTH[ =].*\bPLAIN\b/im.test(hello)) {
    await ask(socket, `AUTH PLAIN ${base64(`\0${user}\0${password}`)}`, 235)
    return
  }
  await ask(socket, 'AUTH LOGIN', 334)
  await ask(socket, base64(user), 334)
  await ask(socket, base64(password), 235)
}

const greet = async (first: Socket, { host, isTls, credentials }: SmtpServer): Promise<Socket> => {
  let socket = first
  await expectCode(replyOf(socket), 220)
  let hello = await ask(socket, HELLO, 250)
  const isOffered = /^250[- ]STARTTLS\s*$/im.test(hello)
  if (!isTls && isOffered) {
    await ask(socket, 'STARTTLS', 220)
    socket = await encrypt(socket, host)
    hello = await ask(socket, HELLO, 250)
  }
  if (credentials === null) return socket
  if (!isTls && !isOffered) throw new Refused('offers no encryption, and a password is not said without')
  await signIn(socket, hello, credentials)
  return socket
}

/** A line that is a full stop would end the letter. */
const dotted = (message: string): string => message.replaceAll(/^\./gm, '..')

const deliver = async (first: Socket, server: SmtpServer, { from, to, message }: Letter): Promise<void> => {
  const socket = await greet(first, server)
  await ask(socket, `MAIL FROM:<${from}>`, 250)
  await ask(socket, `RCPT TO:<${to}>`, 250)
  await ask(socket, 'DATA', 354)
  await ask(socket, `${dotted(message)}\r\n.`, 250)
  // The letter is theirs: what they say to this changes nothing.
  socket.end('QUIT\r\n', () => socket.destroy())
}

const dial = ({ host, port, isTls }: SmtpServer): Socket =>
  isTls ? connectTls({ host, port, ...secured(host) }) : connectPlain({ host, port })

const whyOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'no connection'
  return 'code' in error ? `no connection (${String(error.code)})` : error.message
}

/** Hands one letter to a mail server. @param signal ends the attempt */
export const sendLetter = async (server: SmtpServer, letter: Letter, signal: AbortSignal): Promise<Sent> => {
  const socket = dial(server)
  const stop = () => socket.destroy()
  const failed = new Promise<never>((_resolve, reject) => {
    socket.on('error', reject)
    signal.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true })
  })
  try {
    await Promise.race([deliver(socket, server, letter), failed])
    return { kind: 'accepted' }
  } catch (error) {
    stop()
    return error instanceof Refused
      ? { kind: 'refused', why: error.message }
      : { kind: 'unanswered', why: whyOf(error) }
  }
}
