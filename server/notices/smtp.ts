import { createTransport, type SendMailOptions } from 'nodemailer'
import type { Sent } from './target.ts'

export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** Encrypted from the first byte (465); else by STARTTLS where the server offers it. */
  readonly isTls: boolean
  /** Never said over a connection that is not encrypted. */
  readonly credentials: { readonly user: string; readonly password: string } | null
}

/** An address literal: a machine in a clinic seldom has a name that others know. */
const OWN_NAME = '[127.0.0.1]'

/** The letter is theirs by then: nobody waits longer for their good-bye. */
const GOOD_BYE_MS = 1_000

const transportTo = ({ host, port, isTls, credentials }: SmtpServer) =>
  createTransport({
    host,
    port,
    secure: isTls,
    name: OWN_NAME,
    socketCloseTimeout: GOOD_BYE_MS,
    // What a letter holds comes from this program alone, and from no file or address named in it.
    disableFileAccess: true,
    disableUrlAccess: true,
    // Whoever set a password wants it said; without encryption it is not.
    ...(credentials === null
      ? {}
      : {
          requireTLS: !isTls,
          forceAuth: true,
          auth: { user: credentials.user, pass: credentials.password },
        }),
  })

const NO_ENCRYPTION = 'offers no encryption, and a password is not said without'

const textOf = (error: Error, name: string): string | null => {
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' ? value : null
}

const isRefusal = (error: Error): error is Error & { readonly responseCode: number } =>
  typeof Reflect.get(error, 'responseCode') === 'number'

/** Says what went wrong by codes: what a server writes may hold anything. */
const outcomeOf = (error: unknown, { credentials }: SmtpServer): Sent => {
  if (!(error instanceof Error)) return { kind: 'unanswered', why: 'no connection' }
  const code = textOf(error, 'code')
  if (isRefusal(error)) {
    const isUnencrypted = code === 'ETLS' && credentials !== null
    return { kind: 'refused', why: isUnencrypted ? NO_ENCRYPTION : `answered ${error.responseCode}` }
  }
  return { kind: 'unanswered', why: `no connection (${textOf(error, 'originalCode') ?? code ?? error.name})` }
}

/** Hands one letter to a mail server. @param signal ends the attempt */
export const sendLetter = async (server: SmtpServer, letter: SendMailOptions, signal: AbortSignal): Promise<Sent> => {
  const transport = transportTo(server)
  try {
    await transport.sendMail({ ...letter, signal })
    return { kind: 'accepted' }
  } catch (error) {
    return signal.aborted ? { kind: 'unanswered', why: 'no answer in time' } : outcomeOf(error, server)
  } finally {
    transport.close()
  }
}
