import { z } from 'zod'
import { userId, type UserId } from '../../shared/domain/ids.ts'
import { instant, MS_PER_HOUR, plusMs, type Instant } from '../../shared/domain/time.ts'
import type { Identify } from '../ports/identify.ts'
import type { RecordStore } from '../ports/record-store.ts'
import { hashSecret } from './secrets.ts'

const loginRecordSchema = z.object({ userId: z.string(), expiresAt: z.number() })

interface Login {
  readonly userId: UserId
  readonly expiresAt: Instant
}

interface LoginBookParts {
  readonly records: RecordStore
  readonly identify: Identify
  readonly now: () => Instant
  /** After these a person signs in again. */
  readonly signInHours: () => number
}

/** The sign-ins that hold: by the hash of their secret, which is their id. They outlive a restart. */
export const createLoginBook = async ({ records, identify, now, signInHours }: LoginBookParts) => {
  const logins = new Map<string, Login>()
  for (const { id, value } of await records.all('login')) {
    const login = loginRecordSchema.parse(value)
    logins.set(id, { userId: userId(login.userId), expiresAt: instant(login.expiresAt) })
  }

  const end = async (loginId: string): Promise<void> => {
    if (!logins.delete(loginId)) return
    await records.remove('login', loginId)
  }

  const endWhere = async (isOver: (login: Login) => boolean): Promise<readonly string[]> => {
    const over = [...logins].filter(([, login]) => isOver(login)).map(([id]) => id)
    await Promise.all(over.map(end))
    return over
  }

  return {
    async begin(user: UserId): Promise<{ loginId: string; secret: string; expiresAt: Instant }> {
      const secret = identify.newSecret()
      const loginId = hashSecret(secret)
      const login: Login = { userId: user, expiresAt: plusMs(now(), signInHours() * MS_PER_HOUR) }
      await records.put([{ kind: 'login', id: loginId, value: login }])
      logins.set(loginId, login)
      return { loginId, secret, expiresAt: login.expiresAt }
    },

    find(secret: string): { readonly loginId: string; readonly userId: UserId } | null {
      const loginId = hashSecret(secret)
      const login = logins.get(loginId)
      return login !== undefined && now() < login.expiresAt ? { loginId, userId: login.userId } : null
    },

    end,
    /** @returns the ids of the logins that it ended. */
    endAllOf: (user: UserId): Promise<readonly string[]> => endWhere((login) => login.userId === user),
    endExpired: (): Promise<readonly string[]> => endWhere((login) => login.expiresAt <= now()),
  }
}

export type LoginBook = Awaited<ReturnType<typeof createLoginBook>>
