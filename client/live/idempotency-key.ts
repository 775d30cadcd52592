const BYTES = 16

/** A key for one order. `crypto.randomUUID` is missing where a site is reached by plain HTTP, random bytes are not. */
export const newIdempotencyKey = (random: Pick<Crypto, 'getRandomValues'>): string =>
  Array.from(random.getRandomValues(new Uint8Array(BYTES)), (byte) => byte.toString(16).padStart(2, '0')).join('')
