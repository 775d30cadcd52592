import { Link } from 'react-router'
import classes from './notice.module.css'

export const NotFoundPage = () => (
  <main className={classes.notice}>
    <h1>There is no such page</h1>
    <p>The address may be old or mistyped.</p>
    <p>
      <Link to="/">To all bays</Link>
    </p>
  </main>
)
