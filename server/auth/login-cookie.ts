import type { Instant } from '../../shared/domain/time.ts'

/** No name of a product, no version: what it is for. */
const NAME = 'login'

/** Scripts never see it, other sites never send it, and under TLS it never goes over an open line. */
const cookie = (value: string, expires: Date, isSecure: boolean): string =>
  [
    `${NAME}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Expires=${expires.toUTCString()}`,
    ...(isSecure ? ['Secure'] : []),
  ].join('; ')

export const loginCookie = (secret: string, expiresAt: Instant, isSecure: boolean): string =>
  cookie(secret, new Date(expiresAt), isSecure)

export const endedCookie = (isSecure: boolean): string => cookie('', new Date(0), isSecure)

/** @returns the secret that a cookie header carries; null where there is none. */
export const readLoginCookie = (header: string | undefined): string | null => {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  const found = pairs.find((pair) => pair.startsWith(`${NAME}=`))?.slice(NAME.length + 1)
  return found === undefined || found === '' ? null : found
}
