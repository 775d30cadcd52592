import { formatClock } from '../ui/format.ts'
import classes from './deliveries.module.css'

/** What is shown is old: the server does not answer. */
export const BehindNotice = ({ knownAt }: { readonly knownAt: number }) => (
  <p className={classes.behind} role="status">
    No link: this is how it stood at {formatClock(knownAt)}. It is asked for again by itself.
  </p>
)
