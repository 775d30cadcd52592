import type { SiteId } from '../shared/domain/ids.ts'
import type { Role } from '../shared/domain/actor.ts'
import type { Result } from '../shared/domain/result.ts'
import { createAccounts } from './auth/accounts.ts'
import { newPassword } from './auth/passwords.ts'
import { openDataFolder } from './data-folder.ts'
import type { AccessToken, AccountRefusal, Accounts, User } from './ports/accounts.ts'
import type { Log } from './ports/log.ts'
import type { RecordStore } from './ports/record-store.ts'
import { randomIdentify } from './random-identify.ts'
import { realNow } from './real-time.ts'
import { createSettingsBook } from './settings-book.ts'

interface Folder {
  readonly folder: string
  readonly log: Log
}

/** Accounts over a store, for whoever runs them: a server or a command. */
export const openAccounts = async (records: RecordStore, isSecure: boolean) => {
  const settings = await createSettingsBook(records)
  const signInHours = () => settings.now().signInHours
  const accounts = await createAccounts({ records, identify: randomIdentify, now: realNow, isSecure, signInHours })
  return { accounts, settings }
}

/** Opens the store for one change; refused while a server uses it. @throws StoreError */
const withAccounts = async <T>(at: Folder, use: (accounts: Accounts) => Promise<T>): Promise<T> => {
  const store = await openDataFolder(at)
  try {
    return await use((await openAccounts(store.records, false)).accounts)
  } finally {
    await store.sessions.close()
  }
}

/** Who stands for what a command did. */
export const COMMAND_LINE = { id: '', name: 'command line' }

export interface UserToAdd {
  readonly name: string
  readonly role: Role
  /** null: one is made. */
  readonly password: string | null
}

/** @returns the user and the password that lets them in */
export const addUserOffline = async (
  at: Folder,
  { name, role, password: given }: UserToAdd,
): Promise<Result<{ readonly user: User; readonly password: string }, AccountRefusal>> => {
  const password = given ?? newPassword()
  return withAccounts(at, async ({ users, audit }) => {
    const added = await users.add({ name, role, password })
    if (!added.ok) return added
    await audit.record({ action: 'userAdded', by: COMMAND_LINE, detail: `${name} as ${role}` })
    return { ok: true, value: { user: added.value, password } }
  })
}

export type TokenToCreate =
  | { readonly kind: 'device'; readonly name: string; readonly device: string | null }
  | { readonly kind: 'display'; readonly name: string; readonly site: SiteId }

export const createTokenOffline = (
  at: Folder,
  wanted: TokenToCreate,
): Promise<{ readonly token: AccessToken; readonly secret: string }> =>
  withAccounts(at, async ({ tokens, audit }) => {
    const made = await tokens.create({ ...wanted, createdBy: COMMAND_LINE.name })
    await audit.record({
      action: 'tokenCreated',
      by: COMMAND_LINE,
      detail: `${wanted.kind} ${wanted.name} (${made.token.id})`,
    })
    return made
  })
