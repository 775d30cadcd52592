import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { commandResultSchema } from '../../shared/wire/review.ts'
import { request, type HttpProblem } from '../http/request.ts'
import { newIdempotencyKey } from '../live/idempotency-key.ts'

export interface Order {
  readonly state: 'open' | 'sending' | 'refused'
  readonly problem: HttpProblem | null
  readonly send: (body: Readonly<Record<string, unknown>>) => void
}

/**
 * One order on a record; all that the page shows of the visit is asked for anew when it is done.
 * @param path of the session, such as `/sessions/s_1/commands`
 */
export const useOrder = (
  sessionId: string,
  path: 'commands' | 'signature' | 'artefact-suggestions',
  onDone: () => void,
): Order => {
  const queries = useQueryClient()
  const [state, setState] = useState<Order['state']>('open')
  const [problem, setProblem] = useState<HttpProblem | null>(null)
  // The same words sent again are the same order, whoever lost the answer.
  const sent = useRef<{ readonly text: string; readonly key: string } | null>(null)
  const run = async (body: Readonly<Record<string, unknown>>) => {
    const text = JSON.stringify(body)
    if (sent.current?.text !== text) sent.current = { text, key: newIdempotencyKey(crypto) }
    setState('sending')
    const answer = await request(commandResultSchema, {
      method: 'POST',
      path: `/sessions/${encodeURIComponent(sessionId)}/${path}`,
      body,
      idempotencyKey: sent.current.key,
    })
    if (!answer.ok) {
      setProblem(answer.error)
      setState('refused')
      return
    }
    await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey.includes(sessionId) })
    setState('open')
    onDone()
  }
  return { state, problem, send: (body) => void run(body) }
}
