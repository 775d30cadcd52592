import { createHash } from 'node:crypto'

/**
 * Secrets of logins and tokens are random and long, so that one round of SHA-256 hides them: there is nothing to guess.
 * @returns lower-case hex; what is stored and looked up by.
 */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')
