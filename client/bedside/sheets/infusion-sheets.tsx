import { useBedside } from '../bedside-context.ts'
import { Choice, OtherText } from './choice.tsx'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'
import { PAUSE_REASONS, STOP_REASONS } from './usual-words.ts'

/** Pause with a common reason: one tap here. */
export const PauseSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { give } = useBedside()
  const pause = (reason: string) => {
    give({ type: 'pauseInfusion', reason })
    onClose()
  }
  return (
    <Sheet title="Pause the infusion: why?" onClose={onClose}>
      <p className={classes.hint}>Pause the pump first. The tap on a reason records it.</p>
      <div className={classes.choices}>
        {PAUSE_REASONS.map((reason) => (
          <Choice key={reason} onClick={() => pause(reason)}>
            {reason}
          </Choice>
        ))}
      </div>
      <OtherText label="Another reason" action="Pause" onSay={pause} />
    </Sheet>
  )
}

/** End it: one tap here, completed or with the reason for stopping early. */
export const EndSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { give } = useBedside()
  const complete = () => {
    give({ type: 'endInfusion', outcome: 'completed' })
    onClose()
  }
  const stop = (reason: string) => {
    give({ type: 'endInfusion', outcome: 'stoppedEarly', reason })
    onClose()
  }
  return (
    <Sheet title="End the infusion" onClose={onClose}>
      <p className={classes.hint}>Stop the pump first. It cannot be started again in this visit.</p>
      <Choice onClick={complete}>Completed</Choice>
      <h3 className={classes.heading}>Or stopped early, because</h3>
      <div className={classes.choices}>
        {STOP_REASONS.map((reason) => (
          <Choice key={reason} onClick={() => stop(reason)}>
            {reason}
          </Choice>
        ))}
      </div>
      <OtherText label="Another reason" action="End" onSay={stop} />
    </Sheet>
  )
}
