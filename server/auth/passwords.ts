import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'

interface Cost {
  readonly memoryKib: number
  readonly passes: number
  readonly parallelism: number
}

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane; about 60 ms of one core. */
const COST: Cost = { memoryKib: 19_456, passes: 2, parallelism: 1 }

const SALT_BYTES = 16
const HASH_BYTES = 32

const derive = (password: string, salt: Buffer, cost: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parameters = {
      // A name typed on one keyboard and again on another may be composed differently.
      message: password.normalize('NFC'),
      nonce: salt,
      memory: cost.memoryKib,
      passes: cost.passes,
      parallelism: cost.parallelism,
      tagLength: HASH_BYTES,
    }
    argon2('argon2id', parameters, (error, key) => (error === null ? resolve(key) : reject(error)))
  })

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

/** @returns the PHC string format: parameters and salt stand with the hash, so that they can rise later. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(SALT_BYTES)
  const key = await derive(password, salt, COST)
  const { memoryKib, passes, parallelism } = COST
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${parallelism}$${base64(salt)}$${base64(key)}`
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** @returns false as well for a hash that cannot be read: such an account lets nobody in. */
export const verifyPassword = async (password: string, phc: string): Promise<boolean> => {
  const [, memory, passes, parallelism, salt, hash] = PHC.exec(phc) ?? []
  if (salt === undefined || hash === undefined) return false
  const cost = { memoryKib: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const expected = Buffer.from(hash, 'base64')
  const key = await derive(password, Buffer.from(salt, 'base64'), cost)
  return key.length === expected.length && timingSafeEqual(key, expected)
}

/** Length is what makes a password hard to guess; rules about its characters do not (NIST SP 800-63B). */
export const PASSWORD_LENGTH = { least: 12, most: 200 } as const

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password that can be read out: 16 letters and digits without look-alikes, 79 bits. */
export const newPassword = (): string => {
  const letters: string[] = []
  while (letters.length < 16) {
    const [byte = 255] = randomBytes(1)
    // The rest of a byte that does not divide evenly would make some letters likelier.
    const letter = byte < LETTERS.length * 8 ? LETTERS[byte % LETTERS.length] : undefined
    if (letter !== undefined) letters.push(letter)
  }
  return [0, 4, 8, 12].map((start) => letters.slice(start, start + 4).join('')).join('-')
}
