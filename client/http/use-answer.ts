import { useQuery } from '@tanstack/react-query'
import type { Schema } from '../../shared/wire/schema.ts'
import { request, type HttpProblem } from './request.ts'

/** What a page knows of something that it asked for; every page shows all three. */
export type Answer<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: HttpProblem; readonly again: () => void }
  | { readonly state: 'ready'; readonly data: T; readonly again: () => void }

/** A problem on its way through the query library, which knows failures only as exceptions. */
export class ProblemError extends Error {
  readonly problem: HttpProblem
  constructor(problem: HttpProblem) {
    super(problem.message)
    this.problem = problem
  }
}

export const UNKNOWN: HttpProblem = { code: 'unknown', message: 'Something went wrong on this screen.', status: null }

/** For the query library: the answer, or a `ProblemError`. */
export const ask = async <T>(schema: Schema<T>, path: string, signal: AbortSignal): Promise<T> => {
  const answer = await request(schema, { path, signal })
  if (!answer.ok) throw new ProblemError(answer.error)
  return answer.value
}

/**
 * Asks for `path` and keeps the answer. @param key what invalidates it: the first words of the path
 * @param path null: not yet
 */
export const useAnswer = <T>(key: readonly unknown[], schema: Schema<T>, path: string | null): Answer<T> => {
  const query = useQuery({
    queryKey: [...key, path],
    enabled: path !== null,
    queryFn: ({ signal }): Promise<T> => ask(schema, path ?? '', signal),
  })
  const again = () => void query.refetch()
  if (query.data !== undefined) return { state: 'ready', data: query.data, again }
  if (query.error === null) return { state: 'loading' }
  return { state: 'failed', problem: query.error instanceof ProblemError ? query.error.problem : UNKNOWN, again }
}
