import type { Identify } from '../../server/ports/identify.ts'

/** Ids and secrets that a test can foretell: `u_1`, `secret-2`, … */
export const createCountingIdentify = (): Identify => {
  let count = 0
  return {
    newId: (prefix) => `${prefix}_${(count += 1)}`,
    newSecret: () => `secret-${(count += 1)}`,
  }
}
