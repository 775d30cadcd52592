import { useEffect, useRef } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import classes from './tile.module.css'
import { useWall } from './wall-context.ts'

/** The last ten minutes. For the eye alone: the numbers beside it say it in words. */
export const TrendCanvas = ({ sessionId }: { readonly sessionId: SessionId }) => {
  const { trends } = useWall()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => (canvas.current === null ? undefined : trends.add(canvas.current, sessionId)), [trends, sessionId])
  return (
    <div className={classes.trend}>
      <canvas ref={canvas} className={classes.canvas} aria-hidden="true" />
      <span className={classes.trendTop}>
        SpO<sub>2</sub>
      </span>
      <span className={classes.trendBottom}>HR</span>
      <span className={classes.trendSpan}>10 min</span>
    </div>
  )
}
