import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import type { Limit } from '../../../shared/domain/limit.ts'
import { plusMs, toIso } from '../../../shared/domain/time.ts'
import { limitCheckSchema, type LimitCheck } from '../../../shared/wire/limit-sheet.ts'
import { whatIfAnswerSchema, type WhatIfAnswer } from '../../../shared/wire/what-if.ts'
import { request } from '../../http/request.ts'
import { useBedside } from '../bedside-context.ts'
import { CHART_MS } from '../chart/lines.ts'

/** Whoever taps three times is answered once. */
const SETTLED_MS = 250

/** What the server says of the limits that are being edited. */
export type DraftAnswer =
  | { readonly state: 'asking' }
  | { readonly state: 'refused'; readonly message: string }
  | { readonly state: 'ready'; readonly check: LimitCheck; readonly whatIf: WhatIfAnswer }

const ASKING: DraftAnswer = { state: 'asking' }

interface Answered {
  readonly limits: readonly Limit[]
  readonly answer: DraftAnswer
}

/** What a draft comes to and how many alarms it would have given in the time of the chart; asked again when it changes. */
export const useDraft = (limits: readonly Limit[]): DraftAnswer => {
  const { live, view } = useBedside()
  const [settled] = useDebouncedValue(limits, SETTLED_MS)
  const [answered, setAnswered] = useState<Answered | null>(null)
  useEffect(() => {
    const asking = new AbortController()
    const post = { method: 'POST', signal: asking.signal } as const
    const ask = async (): Promise<DraftAnswer> => {
      const now = live.clock.now()
      const from = now === null ? {} : { from: toIso(plusMs(now, -CHART_MS)) }
      const [check, whatIf] = await Promise.all([
        request(limitCheckSchema, { ...post, path: `/sessions/${view.id}/limits/check`, body: { limits: settled } }),
        request(whatIfAnswerSchema, {
          ...post,
          path: `/sessions/${view.id}/what-if`,
          body: { limits: settled, ...from },
        }),
      ])
      if (!check.ok) return { state: 'refused', message: check.error.message }
      if (!whatIf.ok) return { state: 'refused', message: whatIf.error.message }
      return { state: 'ready', check: check.value, whatIf: whatIf.value }
    }
    ask()
      .then((answer) => setAnswered({ limits: settled, answer }))
      .catch(() => undefined)
    return () => asking.abort()
  }, [live, view.id, settled])
  return answered?.limits === limits ? answered.answer : ASKING
}
