import { QueryClient } from '@tanstack/react-query'
import { ProblemError } from './use-answer.ts'

const RETRIES = 2
const FRESH_FOR_MS = 10_000

/** Only what may pass by itself is tried again: a refusal stays one. */
const mayPass = (error: Error): boolean => error instanceof ProblemError && (error.problem.status ?? 503) >= 500

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_FOR_MS,
        retry: (failures, error) => failures < RETRIES && mayPass(error),
      },
    },
  })
