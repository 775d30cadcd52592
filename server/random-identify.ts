import { randomBytes } from 'node:crypto'
import type { Identify } from './ports/identify.ts'

/** 96 bits: no two meet in the life of the product. */
const ID_BYTES = 12
const SECRET_BYTES = 32

export const randomIdentify: Identify = {
  newId: (prefix) => `${prefix}_${randomBytes(ID_BYTES).toString('base64url')}`,
  newSecret: () => randomBytes(SECRET_BYTES).toString('base64url'),
}
