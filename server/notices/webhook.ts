import { MS_PER_SECOND, type Instant } from '../../shared/domain/time.ts'
import { signatureOf } from './signature.ts'
import { targetId, type Sent, type Target } from './target.ts'

export interface WebhookSettings {
  readonly url: string
  /** Of the signature. */
  readonly secret: string
}

interface WebhookParts extends WebhookSettings {
  /** The real time: receivers compare it with theirs. */
  readonly now: () => Instant
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 10 * MS_PER_SECOND

/** Says what went wrong without the address, which may hold a secret. */
const whyOf = (error: unknown, timeoutMs: number): string => {
  if (!(error instanceof Error)) return 'no connection'
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / MS_PER_SECOND} s`
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? `no connection (${String(cause.code)})` : 'no connection'
}

/** Posts each notice as signed JSON; any 2xx is a yes. */
export const webhookTarget = ({ url, secret, now, timeoutMs = TIMEOUT_MS }: WebhookParts): Target => ({
  id: targetId('webhook', url),
  kind: 'webhook',
  label: new URL(url).origin,
  send: async (notice, signal): Promise<Sent> => {
    const body = JSON.stringify(notice)
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'vigil',
      'x-vigil-delivery': notice.id,
      'x-vigil-signature': signatureOf(body, secret, now()),
    }
    const either = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    try {
      // What is signed for one address goes to no other.
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: either })
      await response.body?.cancel()
      return response.ok ? { kind: 'accepted' } : { kind: 'refused', why: `answered ${response.status}` }
    } catch (error) {
      return { kind: 'unanswered', why: whyOf(error, timeoutMs) }
    }
  },
})
