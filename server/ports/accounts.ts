import type { Role, Staff } from '../../shared/domain/actor.ts'
import type { SiteId, TokenId, UserId } from '../../shared/domain/ids.ts'
import type { RefusalCode } from '../../shared/domain/refusal.ts'
import type { Result } from '../../shared/domain/result.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Authenticate } from './caller.ts'

/** Instants in this file are of the real clock: signing in knows no clinical speed. */
export interface User {
  readonly id: UserId
  readonly name: string
  readonly role: Role
  /** A person who left stays in the book, because the record names them, and can no longer sign in. */
  readonly isActive: boolean
  readonly createdAt: Instant
}

export interface NewUser {
  readonly name: string
  readonly role: Role
  readonly password: string
}

export interface UserChange {
  readonly role?: Role
  readonly password?: string
  readonly isActive?: boolean
}

export interface AccountRefusal {
  readonly code: RefusalCode | 'notSignedIn' | 'tooManyAttempts'
  readonly message: string
  readonly retryAfterS?: number
}

export interface Users {
  list(): Promise<readonly User[]>
  add(user: NewUser): Promise<Result<User, AccountRefusal>>
  /** Another password, another role or an end of being active ends that person's logins. */
  change(id: UserId, change: UserChange): Promise<Result<User, AccountRefusal>>
}

export type TokenKind = 'device' | 'display'

export interface AccessToken {
  readonly id: TokenId
  readonly kind: TokenKind
  /** For people: what or where it is for. */
  readonly name: string
  /** Device tokens: the one device name that it may speak under; null: it names the device in each message. */
  readonly device: string | null
  /** Display tokens: the one site that it may look at. */
  readonly site: SiteId | null
  readonly createdAt: Instant
  readonly createdBy: string
}

export type NewToken =
  | { readonly kind: 'device'; readonly name: string; readonly device: string | null; readonly createdBy: string }
  | { readonly kind: 'display'; readonly name: string; readonly site: SiteId; readonly createdBy: string }

export interface Tokens {
  list(): Promise<readonly AccessToken[]>
  /** The secret is told this one time; only its hash is kept. */
  create(token: NewToken): Promise<{ readonly token: AccessToken; readonly secret: string }>
  /** @returns false where there is no such token. */
  revoke(id: TokenId): Promise<boolean>
}

export interface SignInAttempt {
  readonly name: string
  readonly password: string
  /** Address of the peer: attempts are counted by it. */
  readonly address: string
}

export interface SignedIn {
  readonly staff: Staff
  readonly loginId: string
  /** Value of the `Set-Cookie` header that makes it last. */
  readonly cookie: string
}

export interface SignIns {
  signIn(attempt: SignInAttempt): Promise<Result<SignedIn, AccountRefusal>>
  /** Whether it is really this person: the password once more, counted like a sign-in. */
  confirm(person: Staff, password: string, address: string): Promise<Result<true, AccountRefusal>>
  /** @returns the `Set-Cookie` header that forgets it. */
  signOut(loginId: string): Promise<string>
}

export const AUDIT_ACTIONS = [
  'signedIn',
  'signInRefused',
  'signedOut',
  'userAdded',
  'userChanged',
  'tokenCreated',
  'tokenRevoked',
  'accessRefused',
  'bayChanged',
  'deviceChanged',
  'settingsChanged',
  'notificationTested',
  'olderRecordsSent',
  'protocolVersionAdded',
  'protocolApproved',
  'protocolRetired',
  'baysTaken',
  'baysReleased',
  'handoverOffered',
  'handoverAccepted',
  'handoverDeclined',
  'handoverWithdrawn',
] as const

export interface AuditEntry {
  readonly at: Instant
  readonly action: (typeof AUDIT_ACTIONS)[number]
  /** Who did it, as far as it is known. */
  readonly by?: { readonly id: string; readonly name: string }
  readonly address?: string
  /** Ids and names of accounts; never a patient's data, never a secret. */
  readonly detail?: string
}

export interface Audit {
  record(entry: Omit<AuditEntry, 'at'>): Promise<void>
  /** Newest first. */
  newest(limit: number): Promise<readonly AuditEntry[]>
}

/** A login or token that no longer holds: whatever is open under it is to be closed. */
export type Ended = { readonly loginId: string } | { readonly tokenId: TokenId }

export interface Accounts {
  readonly users: Users
  readonly tokens: Tokens
  readonly signIns: SignIns
  readonly audit: Audit
  readonly authenticate: Authenticate
  onEnded(listener: (ended: Ended) => void): void
}
