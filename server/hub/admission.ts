import type { Authenticate } from '../ports/caller.ts'
import type { LiveCaller, LiveSocket } from './live-server.ts'

/** A sign-in that ran out, or a role that changed, holds on an open connection no longer than this. */
export const RECHECK_EVERY_MS = 60_000

/** What the client's `connect_error` tells. */
export class NotAdmitted extends Error {
  readonly data: { readonly code: string; readonly message: string }
  constructor(code: string, message: string) {
    super(code)
    this.name = 'NotAdmitted'
    this.data = { code, message }
  }
}

const tokenOf = (auth: Readonly<Record<string, unknown>>): string | undefined =>
  typeof auth.token === 'string' ? auth.token : undefined

const callerOf = async (authenticate: Authenticate, socket: LiveSocket): Promise<LiveCaller | null> => {
  const { headers, auth } = socket.handshake
  const caller = await authenticate({ cookie: headers.cookie, token: tokenOf(auth) })
  return caller === null || caller.kind === 'device' ? null : caller
}

/** Lets staff and displays in, and nobody else. @throws NotAdmitted */
export const admit = async (authenticate: Authenticate, socket: LiveSocket): Promise<void> => {
  const caller = await callerOf(authenticate, socket)
  if (caller === null) throw new NotAdmitted('notSignedIn', 'Sign in, or open the wall by its own address.')
  socket.data.caller = caller
  socket.data.site = null
}

/** Looks again at who holds an open connection, and closes it where nobody does. */
export const recheck = async (authenticate: Authenticate, socket: LiveSocket): Promise<void> => {
  const caller = await callerOf(authenticate, socket)
  if (caller?.kind === socket.data.caller.kind) socket.data.caller = caller
  else socket.disconnect(true)
}
