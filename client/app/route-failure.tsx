import { useEffect } from 'react'
import { useRouteError } from 'react-router'
import classes from './notice.module.css'

const RELOAD_AFTER_MS = 10_000

/**
 * What stands in place of a screen that failed. It never looks like a calm screen, and it tries again by itself:
 * nobody may be near a wall to press a button.
 */
export const RouteFailure = () => {
  const error = useRouteError()
  useEffect(() => {
    const timer = setTimeout(() => location.reload(), RELOAD_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <main className={classes.failure} role="alert">
      <h1>◇ This screen has failed</h1>
      <p>It shows no patient and no alarm now. Look at the bedside monitors.</p>
      <p>It reloads in 10 seconds. {error instanceof Error ? `Reason: ${error.message}` : null}</p>
      <button type="button" onClick={() => location.reload()}>
        Reload now
      </button>
    </main>
  )
}
