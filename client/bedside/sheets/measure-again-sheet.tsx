import { CUFF_METRICS } from '../../../shared/domain/vital.ts'
import { alarmText, repeatOpen } from '../../ui/alarm-look.ts'
import { ChemText } from '../../ui/chem-text.tsx'
import { formatCountdown } from '../../ui/format.ts'
import { useNow } from '../../ui/use-now.ts'
import { useBedside } from '../bedside-context.ts'
import { PressureForm } from './pressure-sheet.tsx'
import { EntrySheet } from './entry-sheet.tsx'
import classes from './sheet.module.css'

/** How long a repeat still speaks about the alarm, by the server's time. */
const Window = () => {
  const { alarms } = useBedside().view
  const left = useNow((now) => {
    const open = repeatOpen(alarms, now)
    return open === null ? '' : formatCountdown(open.leftMs)
  }, '')
  const what = useNow((now) => {
    const open = repeatOpen(alarms, now)
    return open === null ? '' : alarmText(open.alarm)
  }, '')
  return (
    <p className={classes.window} role="status">
      {left === '' ? (
        'No repeat is waited for: the next value counts as any other.'
      ) : (
        <>
          <b>{left}</b> left for a repeat: if it is normal, <ChemText text={what} /> is shown as not confirmed.
        </>
      )}
    </p>
  )
}

/** Vigil cannot start a cuff: it says what to do, shows the time for a repeat, and takes a value by hand. */
export const MeasureAgainSheet = ({ onClose }: { readonly onClose: () => void }) => (
  <EntrySheet title="Measure again" onClose={onClose}>
    {(record) => (
      <>
        <Window />
        <p className={classes.hint}>
          Start the cuff at the monitor: its value comes here by itself. Or measure by hand, and enter it:
        </p>
        <PressureForm metrics={CUFF_METRICS} record={record} />
      </>
    )}
  </EntrySheet>
)
