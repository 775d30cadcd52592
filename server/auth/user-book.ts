import { z } from 'zod'
import { ROLES, type Staff } from '../../shared/domain/actor.ts'
import { userId, type UserId } from '../../shared/domain/ids.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import { instant, type Instant } from '../../shared/domain/time.ts'
import type { AccountRefusal, NewUser, User, UserChange } from '../ports/accounts.ts'
import type { Identify } from '../ports/identify.ts'
import type { RecordStore } from '../ports/record-store.ts'
import { createOneAtATime } from './one-at-a-time.ts'
import { hashPassword, PASSWORD_LENGTH } from './passwords.ts'

const userRecordSchema = z.object({
  name: z.string(),
  role: z.enum(ROLES),
  passwordHash: z.string(),
  isActive: z.boolean(),
  createdAt: z.number(),
})

type UserRecord = z.infer<typeof userRecordSchema>

interface UserBookParts {
  readonly records: RecordStore
  readonly identify: Identify
  readonly now: () => Instant
}

const refuse = (code: AccountRefusal['code'], message: string) => err<AccountRefusal>({ code, message })

const sameName = (first: string, second: string): boolean =>
  first.normalize('NFC').toLowerCase() === second.normalize('NFC').toLowerCase()

const passwordFault = (password: string): AccountRefusal | null => {
  const { least, most } = PASSWORD_LENGTH
  if (password.length >= least && password.length <= most) return null
  return { code: 'outOfRange', message: `A password has ${least} to ${most} characters.` }
}

const userOf = (id: UserId, record: UserRecord): User => ({
  id,
  name: record.name,
  role: record.role,
  isActive: record.isActive,
  createdAt: instant(record.createdAt),
})

const LAST_ADMIN = 'This is the last administrator: name another one first.'

const isActiveAdmin = (record: UserRecord): boolean => record.isActive && record.role === 'admin'

/** The people who may sign in: held in memory, written through, read again where a name is not known. */
export const createUserBook = async ({ records, identify, now }: UserBookParts) => {
  const users = new Map<UserId, UserRecord>()
  const oneAtATime = createOneAtATime()

  /** Another process (`vigil user add`) may have written since. */
  const reload = async (): Promise<void> => {
    for (const record of await records.all('user')) {
      users.set(userId(record.id), userRecordSchema.parse(record.value))
    }
  }

  const findByName = (name: string) => [...users].find(([, record]) => sameName(record.name, name))

  const write = async (id: UserId, record: UserRecord): Promise<User> => {
    await records.put([{ kind: 'user', id, value: record }])
    users.set(id, record)
    return userOf(id, record)
  }

  const add = async ({ name, role, password }: NewUser): Promise<Result<User, AccountRefusal>> => {
    const fault = passwordFault(password)
    if (fault !== null) return err(fault)
    const passwordHash = await hashPassword(password)
    await reload()
    if (findByName(name) !== undefined) {
      return refuse('conflict', `There is a user of the name ${name} already: take another name.`)
    }
    return ok(await write(userId(identify.newId('u')), { name, role, passwordHash, isActive: true, createdAt: now() }))
  }

  const change = async (id: UserId, asked: UserChange): Promise<Result<User, AccountRefusal>> => {
    const fault = asked.password === undefined ? null : passwordFault(asked.password)
    if (fault !== null) return err(fault)
    const passwordHash = asked.password === undefined ? undefined : await hashPassword(asked.password)
    const record = users.get(id)
    if (record === undefined) return refuse('notFound', 'There is no user of this id.')
    const next: UserRecord = {
      ...record,
      role: asked.role ?? record.role,
      isActive: asked.isActive ?? record.isActive,
      passwordHash: passwordHash ?? record.passwordHash,
    }
    const othersAdminister = [...users].some(([other, it]) => other !== id && isActiveAdmin(it))
    if (isActiveAdmin(record) && !isActiveAdmin(next) && !othersAdminister) return refuse('conflict', LAST_ADMIN)
    return ok(await write(id, next))
  }

  await reload()
  return {
    reload,
    add: (user: NewUser) => oneAtATime(() => add(user)),
    change: (id: UserId, asked: UserChange) => oneAtATime(() => change(id, asked)),
    list: (): readonly User[] => [...users].map(([id, record]) => userOf(id, record)),

    /** @returns null: no such name, or no longer active. */
    credentials(name: string): { readonly staff: Staff; readonly passwordHash: string } | null {
      const [id, record] = findByName(name) ?? []
      if (id === undefined || record?.isActive !== true) return null
      return { staff: { id, name: record.name, role: record.role }, passwordHash: record.passwordHash }
    },

    /** The person as they stand in the book now; null where they may not act (any more). */
    staff(id: UserId): Staff | null {
      const record = users.get(id)
      return record?.isActive === true ? { id, name: record.name, role: record.role } : null
    },
  }
}

export type UserBook = Awaited<ReturnType<typeof createUserBook>>
