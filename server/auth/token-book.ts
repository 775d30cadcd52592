import { z } from 'zod'
import { siteId, tokenId, type TokenId } from '../../shared/domain/ids.ts'
import { instant, MS_PER_SECOND, plusMs, type Instant } from '../../shared/domain/time.ts'
import type { AccessToken, NewToken } from '../ports/accounts.ts'
import type { Identify } from '../ports/identify.ts'
import type { RecordStore } from '../ports/record-store.ts'
import { hashSecret } from './secrets.ts'

const tokenRecordSchema = z.object({
  kind: z.enum(['device', 'display']),
  name: z.string(),
  hash: z.string(),
  device: z.string().nullable(),
  site: z.string().nullable(),
  createdAt: z.number(),
  createdBy: z.string(),
})

type TokenRecord = z.infer<typeof tokenRecordSchema>

/** A wrong token must not make the store work each time it is shown. */
const RELOAD_AT_MOST_EVERY_MS = 2 * MS_PER_SECOND

interface TokenBookParts {
  readonly records: RecordStore
  readonly identify: Identify
  readonly now: () => Instant
}

const tokenOf = (id: TokenId, { hash: _hash, ...record }: TokenRecord): AccessToken => ({
  ...record,
  id,
  site: record.site === null ? null : siteId(record.site),
  createdAt: instant(record.createdAt),
})

/** Tokens of devices and displays, found by the hash of their secret. */
export const createTokenBook = async ({ records, identify, now }: TokenBookParts) => {
  const byHash = new Map<string, AccessToken>()
  let reloadedAt = now()

  const reload = async (): Promise<void> => {
    reloadedAt = now()
    const stored = await records.all('token')
    byHash.clear()
    for (const { id, value } of stored) {
      const record = tokenRecordSchema.parse(value)
      byHash.set(record.hash, tokenOf(tokenId(id), record))
    }
  }

  await reload()
  return {
    list: async (): Promise<readonly AccessToken[]> => {
      await reload()
      return [...byHash.values()]
    },

    create: async (asked: NewToken): Promise<{ token: AccessToken; secret: string }> => {
      const id = tokenId(identify.newId('t'))
      const secret = identify.newSecret()
      const record: TokenRecord = {
        kind: asked.kind,
        name: asked.name,
        hash: hashSecret(secret),
        device: asked.kind === 'device' ? asked.device : null,
        site: asked.kind === 'display' ? asked.site : null,
        createdAt: now(),
        createdBy: asked.createdBy,
      }
      await records.put([{ kind: 'token', id, value: record }])
      const token = tokenOf(id, record)
      byHash.set(record.hash, token)
      return { token, secret }
    },

    revoke: async (id: TokenId): Promise<boolean> => {
      const [hash] = [...byHash].find(([, token]) => token.id === id) ?? []
      if (hash === undefined) return false
      byHash.delete(hash)
      await records.remove('token', id)
      return true
    },

    /** An unknown one may have been made by another process (`vigil token create`) since the last look. */
    find: async (secret: string): Promise<AccessToken | null> => {
      const hash = hashSecret(secret)
      if (!byHash.has(hash) && now() >= plusMs(reloadedAt, RELOAD_AT_MOST_EVERY_MS)) await reload()
      return byHash.get(hash) ?? null
    },
  }
}

export type TokenBook = Awaited<ReturnType<typeof createTokenBook>>
