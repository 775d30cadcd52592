import classes from './notice.module.css'

export const PageLoading = () => (
  <main className={classes.notice} aria-busy="true">
    <p>Loading …</p>
  </main>
)
