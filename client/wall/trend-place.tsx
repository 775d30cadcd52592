import { useEffect, useRef } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import classes from './tile.module.css'
import { useWall } from './wall-context.ts'

/** The last ten minutes. For the eye alone: the numbers beside it say it in words. */
export const TrendPlace = ({ sessionId }: { readonly sessionId: SessionId }) => {
  const { trends } = useWall()
  const plot = useRef<HTMLDivElement>(null)
  useEffect(() => (plot.current === null ? undefined : trends.add(plot.current, sessionId)), [trends, sessionId])
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
