import { useCallback, useEffect, useRef, useState } from 'react'
import { alarmTrialLineSchema, type AlarmTrialLine, type AlarmTrialResult } from '../../shared/wire/alarm-log.ts'
import { readLines } from '../http/read-lines.ts'
import type { HttpProblem } from '../http/request.ts'
import { visitFields, type Filter } from './alarm-filter.ts'

export type TrialState =
  | { readonly at: 'none' }
  | { readonly at: 'running'; readonly done: number; readonly total: number }
  | { readonly at: 'done'; readonly result: AlarmTrialResult }
  | { readonly at: 'failed'; readonly problem: HttpProblem }

const stateOf = (line: AlarmTrialLine): TrialState => {
  if (line.kind === 'progress') return { at: 'running', done: line.done, total: line.total }
  if (line.kind === 'done') return { at: 'done', result: line.result }
  return { at: 'failed', problem: { code: 'failed', message: line.message, status: 500 } }
}

/** A run of other limits over many visits, with its progress; hanging up gives it up. */
export const useTrial = () => {
  const [state, setState] = useState<TrialState>({ at: 'none' })
  const running = useRef<AbortController | null>(null)
  const stop = useCallback(() => {
    running.current?.abort()
    running.current = null
    setState({ at: 'none' })
  }, [])
  useEffect(() => () => running.current?.abort(), [])
  const start = useCallback((filter: Filter, trial: Readonly<Record<string, unknown>>) => {
    running.current?.abort()
    const own = new AbortController()
    running.current = own
    setState({ at: 'running', done: 0, total: 0 })
    const run = async () => {
      const answer = await readLines({
        path: '/alarms/what-if',
        body: { ...visitFields(filter), trials: [trial] },
        schema: alarmTrialLineSchema,
        onLine: (line) => {
          if (!own.signal.aborted) setState(stateOf(line))
        },
        signal: own.signal,
      })
      if (!answer.ok && !own.signal.aborted) setState({ at: 'failed', problem: answer.error })
    }
    void run()
  }, [])
  return { state, start, stop }
}
