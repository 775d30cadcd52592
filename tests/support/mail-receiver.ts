// A mail server as small as one can be: what it is told it keeps, and it answers as a test wishes.
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import path from 'node:path'
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls'

interface Certificate {
  readonly cert: string
  readonly key: string
}

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/mail')

/** For `localhost`, signed by itself, of no use but here. */
export const ownCertificate = (): Certificate => ({
  cert: readFileSync(path.join(FIXTURES, 'cert.pem'), 'utf8'),
  key: readFileSync(path.join(FIXTURES, 'key.pem'), 'utf8'),
})

export interface MailReceiver {
  readonly port: number
  /** Every command line of every connection; `TLS ` goes before what came encrypted. */
  readonly lines: string[]
  readonly letters: string[]
  readonly close: () => void
}

interface MailRules {
  /** null: no encryption is offered. */
  readonly certificate: Certificate | null
  /** Encrypted from the first byte; else by STARTTLS. */
  readonly isTls: boolean
  readonly authentication: 'PLAIN LOGIN' | 'LOGIN'
  /** The answer to a letter: one after the other, the last one for good; `hangUp` closes the connection, `silence` leaves it. */
  readonly says: readonly string[]
}

class MailTalk {
  readonly #rules: MailRules
  readonly #kept: Pick<MailReceiver, 'lines' | 'letters'>
  #letter: string | null = null

  constructor(rules: MailRules, kept: Pick<MailReceiver, 'lines' | 'letters'>) {
    this.#rules = rules
    this.#kept = kept
  }

  hear(socket: Socket, mark: string): void {
    let text = ''
    socket.on('error', () => undefined)
    const take = (chunk: Buffer) => {
      text += chunk.toString()
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end)
        text = text.slice(end + 2)
        if (line === 'STARTTLS' && this.#rules.certificate !== null) {
          socket.off('data', take)
          this.#encrypt(socket)
          return
        }
        this.#take(socket, line, mark)
      }
    }
    socket.on('data', take)
  }

  #encrypt(socket: Socket): void {
    const { certificate } = this.#rules
    if (certificate === null) throw new Error('nothing to encrypt with')
    socket.write('220 go on\r\n', () => {
      const secureContext = createSecureContext(certificate)
      this.hear(new TLSSocket(socket, { isServer: true, secureContext }), 'TLS ')
    })
  }

  #take(socket: Socket, line: string, mark: string): void {
    if (this.#letter !== null) {
      if (line === '.') this.#end(socket)
      else this.#letter += `${line}\r\n`
      return
    }
    this.#kept.lines.push(`${mark}${line}`)
    if (line === 'DATA') this.#letter = ''
    socket.write(this.#answer(line, mark))
  }

  #answer(line: string, mark: string): string {
    const { certificate, authentication } = this.#rules
    if (line.startsWith('EHLO')) {
      const offer = certificate === null || mark !== '' ? '' : '250-STARTTLS\r\n'
      return `250-here\r\n${offer}250 AUTH ${authentication}\r\n`
    }
    if (line === 'STARTTLS') return '502 what is that\r\n'
    if (line === 'DATA') return '354 go on\r\n'
    if (line.startsWith('RCPT')) return '251 I shall pass it on\r\n'
    if (line === 'AUTH LOGIN' || line === Buffer.from('vigil').toString('base64')) return '334 VXNlcm5hbWU6\r\n'
    return line.startsWith('AUTH') || /^[a-z0-9+/=]+$/i.test(line) ? '235 come in\r\n' : '250 yes\r\n'
  }

  #end(socket: Socket): void {
    const { letters } = this.#kept
    const { says } = this.#rules
    const say = says[Math.min(letters.length, says.length - 1)] ?? '250 taken'
    letters.push(this.#letter ?? '')
    this.#letter = null
    if (say === 'hangUp') socket.destroy()
    else if (say !== 'silence') socket.write(`${say}\r\n`)
  }
}

export const listenForMail = async (changed: Partial<MailRules> = {}): Promise<MailReceiver> => {
  const rules: MailRules = { certificate: null, isTls: false, authentication: 'PLAIN LOGIN', says: [], ...changed }
  const kept = { lines: [] as string[], letters: [] as string[] }
  const sockets = new Set<Socket>()
  const { certificate, isTls } = rules
  const talk = (socket: Socket) => {
    new MailTalk(rules, kept).hear(socket, isTls ? 'TLS ' : '')
    socket.write('220 here\r\n')
  }
  const server = isTls && certificate !== null ? createTlsServer(certificate, talk) : createServer(talk)
  server.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const close = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  return { ...kept, port: (server.address() as AddressInfo).port, close }
}
