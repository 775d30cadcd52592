import type { Staff } from '../../shared/domain/actor.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { AccountRefusal, Accounts, Ended, SignInAttempt, SignIns, Tokens, Users } from '../ports/accounts.ts'
import type { Authenticate } from '../ports/caller.ts'
import type { Identify } from '../ports/identify.ts'
import type { RecordStore } from '../ports/record-store.ts'
import { createAttemptLimiter } from './attempt-limiter.ts'
import { createAuditBook } from './audit-book.ts'
import { endedCookie, loginCookie, readLoginCookie } from './login-cookie.ts'
import { createLoginBook, type LoginBook } from './login-book.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { createTokenBook, type TokenBook } from './token-book.ts'
import { createUserBook, type UserBook } from './user-book.ts'

interface AccountsParts {
  readonly records: RecordStore
  readonly identify: Identify
  /** The real clock: a login knows no clinical speed. */
  readonly now: () => Instant
  /** Whether browsers come over TLS. */
  readonly isSecure: boolean
  /** After these a person signs in again. */
  readonly signInHours: () => number
}

type TellEnded = (ended: Ended) => void

/** The same words for a wrong name and a wrong password: neither is to be found out by trying. */
const WRONG: AccountRefusal = { code: 'notSignedIn', message: 'Name or password is not right.' }

/** Not 401: who asks is signed in, and stays so. */
const WRONG_PASSWORD: AccountRefusal = {
  code: 'notAllowed',
  message: 'The password is not right. Nothing was signed; give the password that you sign in with.',
}

/** A name and a password that belong together; attempts are counted by both name and address. */
const proofOf = (parts: AccountsParts, users: UserBook, nobodysHash: string) => {
  const limiter = createAttemptLimiter()
  return async ({ name, password, address }: SignInAttempt): Promise<Result<Staff, AccountRefusal>> => {
    const key = name.normalize('NFC').toLowerCase()
    const retryAfterS = limiter.begin(key, address, parts.now())
    if (retryAfterS !== null) {
      const message = `Too many attempts to sign in: try again in ${Math.ceil(retryAfterS / 60)} min.`
      return err({ code: 'tooManyAttempts', message, retryAfterS })
    }
    if (users.credentials(name) === null) await users.reload()
    const known = users.credentials(name)
    // A name that does not exist takes as long as one that does.
    const isRight = await verifyPassword(password, known?.passwordHash ?? nobodysHash)
    if (known === null || !isRight) return err(WRONG)
    limiter.succeeded(key, address)
    return ok(known.staff)
  }
}

type Prove = ReturnType<typeof proofOf>

const signInOf =
  (parts: AccountsParts, logins: LoginBook, prove: Prove): SignIns['signIn'] =>
  async (attempt) => {
    const proof = await prove(attempt)
    if (!proof.ok) return proof
    const { loginId, secret, expiresAt } = await logins.begin(proof.value.id)
    return ok({ staff: proof.value, loginId, cookie: loginCookie(secret, expiresAt, parts.isSecure) })
  }

const confirmBy =
  (prove: Prove): SignIns['confirm'] =>
  async ({ id, name }, password, address) => {
    const proof = await prove({ name, password, address })
    if (proof.ok) return proof.value.id === id ? ok(true) : err(WRONG_PASSWORD)
    return proof.error === WRONG ? err(WRONG_PASSWORD) : proof
  }

const authenticateBy =
  (users: UserBook, logins: LoginBook, tokens: TokenBook): Authenticate =>
  async ({ cookie, token }) => {
    if (token !== undefined) {
      const found = await tokens.find(token)
      if (found === null) return null
      const { id: tokenId, name, device, site } = found
      if (found.kind === 'device') return { kind: 'device', tokenId, name, device }
      return site === null ? null : { kind: 'display', tokenId, name, site }
    }
    const secret = readLoginCookie(cookie)
    const login = secret === null ? null : logins.find(secret)
    const staff = login === null ? null : users.staff(login.userId)
    return login === null || staff === null ? null : { kind: 'staff', staff, loginId: login.loginId }
  }

const usersOf = (users: UserBook, logins: LoginBook, tell: TellEnded): Users => ({
  list: async () => {
    await users.reload()
    return users.list()
  },
  add: users.add,
  change: async (id, change) => {
    const changed = await users.change(id, change)
    if (changed.ok) for (const loginId of await logins.endAllOf(id)) tell({ loginId })
    return changed
  },
})

const tokensOf = (tokens: TokenBook, tell: TellEnded): Tokens => ({
  list: tokens.list,
  create: tokens.create,
  revoke: async (id) => {
    const wasThere = await tokens.revoke(id)
    if (wasThere) tell({ tokenId: id })
    return wasThere
  },
})

/** Everything about who may come in: people, their logins, tokens, and the book of it all. */
export const createAccounts = async (parts: AccountsParts): Promise<Accounts & { endExpired(): Promise<void> }> => {
  const users = await createUserBook(parts)
  const logins = await createLoginBook(parts)
  const tokens = await createTokenBook(parts)
  const nobodysHash = await hashPassword(parts.identify.newSecret())
  const prove = proofOf(parts, users, nobodysHash)
  const listeners: TellEnded[] = []
  const tell: TellEnded = (ended) => listeners.forEach((listener) => listener(ended))
  return {
    users: usersOf(users, logins, tell),
    tokens: tokensOf(tokens, tell),
    signIns: {
      signIn: signInOf(parts, logins, prove),
      confirm: confirmBy(prove),
      signOut: async (loginId) => {
        await logins.end(loginId)
        tell({ loginId })
        return endedCookie(parts.isSecure)
      },
    },
    audit: createAuditBook(parts),
    authenticate: authenticateBy(users, logins, tokens),
    onEnded: (listener) => void listeners.push(listener),
    /** Called from time to time: an open screen must not outlive its login. */
    endExpired: async () => {
      for (const loginId of await logins.endExpired()) tell({ loginId })
    },
  }
}
