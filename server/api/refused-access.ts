import { MS_PER_MINUTE } from '../../shared/domain/time.ts'
import type { Audit } from '../ports/accounts.ts'
import type { Caller } from '../ports/caller.ts'

const AGAIN_AFTER_MS = MS_PER_MINUTE
const MOST_KNOWN = 1_000

const whoIs = (caller: Caller | null): { readonly id: string; readonly name: string } => {
  if (caller === null) return { id: '', name: 'nobody' }
  if (caller.kind === 'staff') return { id: caller.staff.id, name: caller.staff.name }
  return { id: caller.tokenId, name: caller.name }
}

/** Writes refusals of rights into the audit book: the same one once a minute, so that repeating it fills no disk. */
export const createRefusedAccess = (audit: Audit, now: () => number = () => performance.now()) => {
  const known = new Map<string, number>()
  return {
    async record(caller: Caller | null, route: string, address: string): Promise<void> {
      const by = whoIs(caller)
      const key = `${by.id} ${address} ${route}`
      const last = known.get(key)
      if (last !== undefined && now() - last < AGAIN_AFTER_MS) return
      if (known.size >= MOST_KNOWN) known.clear()
      known.set(key, now())
      await audit.record({ action: 'accessRefused', by, address, detail: route })
    },
  }
}
