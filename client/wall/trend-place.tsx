import { useEffect, useRef } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { LimitView } from '../../shared/domain/session-view.ts'
import type { LiveSession } from '../live/live-state.ts'
import { TREND_LENGTH_MS } from '../live/trend.ts'
import type { Drawing } from './painter.ts'
import classes from './tile.module.css'
import { drawTrend } from './trend-draw.ts'
import { useWall } from './wall-context.ts'

/** Once a second at most, and only when somebody could see a change. */
const createTrendDrawing = (element: HTMLElement, session: () => LiveSession | undefined): Drawing => {
  let drawn: { readonly limits: readonly LimitView[]; readonly at: number } | null = null
  return {
    element,
    isDue: (now, width) => {
      const known = session()
      if (known === undefined) return false
      if (drawn?.limits !== known.view.limits) return true
      // Time moves everything to the left, and a new point to the right of it: by less than a pixel nobody sees it.
      return now - drawn.at >= TREND_LENGTH_MS / width
    },
    draw: (paint) => {
      const known = session()
      if (known === undefined) return
      const { limits } = known.view
      drawTrend(paint.pen.context, { ...paint, trends: known.trends, limits })
      drawn = { limits, at: paint.now }
    },
    forget: () => (drawn = null),
  }
}

/** The last ten minutes. For the eye alone: the numbers beside it say it in words. */
export const TrendPlace = ({ sessionId }: { readonly sessionId: SessionId }) => {
  const { live, painter } = useWall()
  const plot = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (plot.current === null) return undefined
    return painter.add(createTrendDrawing(plot.current, () => live.store.getState().sessions[sessionId]))
  }, [live, painter, sessionId])
  return (
    <div className={classes.trend} aria-hidden="true" data-part="trend">
      <span className={classes.trendTop}>
        SpO<sub>2</sub>
      </span>
      <span className={classes.trendBottom}>HR</span>
      <span className={classes.trendSpan}>10 min</span>
      <div ref={plot} className={classes.plot} />
    </div>
  )
}
