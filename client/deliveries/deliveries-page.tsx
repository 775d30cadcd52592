import classes from './deliveries.module.css'
import { NotificationsPart } from './notifications-part.tsx'
import { RecordsPart } from './records-part.tsx'

/** What leaves the building by itself, and whether it gets there. */
export const DeliveriesPage = () => (
  <main className={classes.page}>
    <h1 className={classes.title}>Deliveries</h1>
    <NotificationsPart />
    <RecordsPart />
  </main>
)
