import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, type Result } from '../../shared/domain/result.ts'
import { StoreError } from '../ports/session-store.ts'

const AGAIN = 'Nothing was kept; give it again.'

const refusalOf = ({ code }: StoreError): Refusal => {
  if (code === 'full') return { code: 'storeFull', message: `The disk of the server is full. ${AGAIN}` }
  if (code === 'busy') return { code: 'busy', message: `The server is behind with its work. ${AGAIN}` }
  return { code: 'storeFailed', message: `The server could not keep this. ${AGAIN}` }
}

/** Staff are told in a sentence that nothing was kept; any other failure is a bug and goes on. */
export const refuseWhereStoreFails = async <T>(
  work: () => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StoreError) return err(refusalOf(error))
    throw error
  }
}
