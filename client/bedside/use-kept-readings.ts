import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { plusMs, toIso } from '../../shared/domain/time.ts'
import { readingsAnswerSchema, type ReadingsAnswer } from '../../shared/wire/review.ts'
import { request } from '../http/request.ts'
import { useBedside } from './bedside-context.ts'
import { CHART_MS } from './chart/lines.ts'

/** More than the chart has pixels for; extremes and gaps survive the thinning. */
const MOST_POINTS = 400
/** The live feed holds ten minutes: asked again within half of that, nothing is ever missing between the two. */
const ASK_EVERY_CLINICAL_MS = 300_000
const ASK_AT_MOST_EVERY_MS = 4_000

const NOTHING: ReadingsAnswer['metrics'] = {}

/** The last 30 min as the server kept them, of the metrics named with commas; asked again before the live feed forgets what came after. */
export const useKeptReadings = (metrics: string): ReadingsAnswer['metrics'] => {
  const { live, view } = useBedside()
  const speed = useStore(live.store, (state) => state.speed)
  const isLive = useStore(live.link, (link) => link.health === 'live')
  const [kept, setKept] = useState(NOTHING)
  useEffect(() => {
    if (!isLive) return undefined
    const asking = new AbortController()
    const ask = async () => {
      const now = live.clock.now()
      if (now === null) return
      const query = new URLSearchParams({
        from: toIso(plusMs(now, -CHART_MS)),
        metrics,
        maxPoints: String(MOST_POINTS),
      })
      const path = `/sessions/${view.id}/readings?${query.toString()}`
      const answer = await request(readingsAnswerSchema, { path, signal: asking.signal })
      if (answer.ok) setKept(answer.value.metrics)
    }
    const askQuietly = () => void ask().catch(() => undefined)
    askQuietly()
    const timer = setInterval(askQuietly, Math.max(ASK_AT_MOST_EVERY_MS, ASK_EVERY_CLINICAL_MS / speed))
    return () => {
      asking.abort()
      clearInterval(timer)
    }
  }, [live, view.id, speed, isLive, metrics])
  return kept
}
