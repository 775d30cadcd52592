import { createHmac } from 'node:crypto'
import type { Instant } from '../../shared/domain/time.ts'
import { MS_PER_SECOND } from '../../shared/domain/time.ts'

/**
 * `t=SECONDS,v1=HEX`: HMAC-SHA-256 of `SECONDS.BODY`. The time is signed with the body, so that a receiver can refuse
 * what somebody recorded and sends again later.
 * @param at the real time of this attempt
 */
export const signatureOf = (body: string, secret: string, at: Instant): string => {
  const seconds = Math.floor(at / MS_PER_SECOND)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}
