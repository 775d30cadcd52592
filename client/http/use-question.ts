import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Schema } from '../../shared/wire/schema.ts'
import { request } from './request.ts'
import { ProblemError, UNKNOWN, type Answer } from './use-answer.ts'

export interface Question<T> {
  readonly schema: Schema<T>
  readonly path: string
  /** null: nothing is asked yet. */
  readonly body: unknown
  /** Asked anew when it changes. */
  readonly asOf: unknown
  readonly everyMs: number
}

/** Asks what something would come to; nothing is changed by it. The answer before stands until the next one is here. */
export const useQuestion = <T>({ schema, path, body, asOf, everyMs }: Question<T>): Answer<T> => {
  const query = useQuery({
    queryKey: [path, body, asOf],
    enabled: body !== null,
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<T> => {
      const answer = await request(schema, { method: 'POST', path, body, signal })
      if (!answer.ok) throw new ProblemError(answer.error)
      return answer.value
    },
  })
  const again = () => void query.refetch()
  if (query.error !== null)
    return { state: 'failed', problem: query.error instanceof ProblemError ? query.error.problem : UNKNOWN, again }
  if (query.data === undefined || body === null) return { state: 'loading' }
  return { state: 'ready', data: query.data, again }
}
