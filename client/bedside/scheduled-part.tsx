import { formatTime } from '../ui/format.ts'
import { useBedside } from './bedside-context.ts'
import classes from './visit-panel.module.css'

export const ScheduledPart = () => {
  const { view } = useBedside()
  return (
    <>
      <p className={classes.headline}>
        <span className={classes.large}>
          {view.plannedStart === undefined ? 'Planned' : formatTime(Date.parse(view.plannedStart))}
        </span>
        <span className={classes.beside}>planned start</span>
      </p>
      <p className={classes.hint}>Admit the patient when they are here. The checklist and the monitor come next.</p>
    </>
  )
}
