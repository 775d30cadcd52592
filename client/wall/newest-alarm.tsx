import { priorityRank } from '../../shared/domain/limit.ts'
import { alarmText, shownPriority } from '../ui/alarm-look.ts'
import { runningViews } from '../live/site-bays.ts'
import { useSite } from './wall-context.ts'
import classes from './wall.module.css'

/** The newest of the highest alarms in words, for whoever hears the page instead of seeing it. */
export const NewestAlarm = () => {
  const text = useSite(({ sessions, bays }) => {
    const open = runningViews(sessions).flatMap((view) =>
      view.alarms.filter((alarm) => !alarm.acknowledged).map((alarm) => ({ alarm, bay: view.bay })),
    )
    const [first] = open.toSorted(
      (one, other) =>
        priorityRank(shownPriority(other.alarm)) - priorityRank(shownPriority(one.alarm)) ||
        Date.parse(other.alarm.since) - Date.parse(one.alarm.since),
    )
    if (first === undefined) return ''
    const bay = bays.find(({ id }) => id === first.bay)?.name ?? first.bay
    return `${shownPriority(first.alarm)} priority, ${bay}: ${alarmText(first.alarm)}`
  })
  return (
    <p className={classes.spoken} role="alert">
      {text}
    </p>
  )
}
