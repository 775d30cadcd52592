import { useQuery } from '@tanstack/react-query'
import { MS_PER_SECOND } from '../../shared/domain/time.ts'
import type { Schema } from '../../shared/wire/schema.ts'
import { ask, ProblemError, UNKNOWN, type Answer } from '../http/use-answer.ts'

const EVERY_MS = 3 * MS_PER_SECOND

export interface Watched<T> {
  readonly answer: Answer<T>
  /** When the server gave what is shown, on this device's clock (epoch ms). */
  readonly knownAt: number
  /** It was asked since and did not answer. */
  readonly isBehind: boolean
}

/** Asks for `path` again and again: what waits here moves by itself. What was known stays, and says from when it is. */
export const useWatched = <T>(key: string, schema: Schema<T>, path: string): Watched<T> => {
  const query = useQuery({
    queryKey: [key],
    refetchInterval: EVERY_MS,
    // It is asked again soon enough, and what is old is to be told at once.
    retry: false,
    // It is asked and fails also where the browser knows of no network: the server may be this machine.
    networkMode: 'always',
    queryFn: ({ signal }): Promise<T> => ask(schema, path, signal),
  })
  const again = () => void query.refetch()
  const knownAt = query.dataUpdatedAt
  if (query.data !== undefined)
    return { answer: { state: 'ready', data: query.data, again }, knownAt, isBehind: query.error !== null }
  if (query.error === null) return { answer: { state: 'loading' }, knownAt, isBehind: false }
  const problem = query.error instanceof ProblemError ? query.error.problem : UNKNOWN
  return { answer: { state: 'failed', problem, again }, knownAt, isBehind: false }
}
