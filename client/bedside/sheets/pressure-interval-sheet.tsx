import type { PressureIntervalView } from '../../../shared/domain/session-view.ts'
import { useTrackedOrder } from '../use-tracked-order.ts'
import { Choice } from './choice.tsx'
import { OrderState } from './gates.tsx'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'

export interface PressureIntervalSheetProps {
  readonly interval: PressureIntervalView
  readonly onClose: () => void
}

/** How often the pressure is due in this visit: as the protocol has it, or at an interval that it offers. */
export const PressureIntervalSheet = ({ interval, onClose }: PressureIntervalSheetProps) => {
  const order = useTrackedOrder(onClose)
  const choose = (everyMin: number | null) => order.send({ type: 'setPressureInterval', everyMin })
  return (
    <Sheet title="Blood pressure: how often?" onClose={onClose}>
      <p className={classes.hint}>
        Vigil says when the next one is due. It cannot set the cuff: set the monitor to the same interval.
      </p>
      <div className={classes.choices}>
        <Choice isPressed={interval.everyMin === null} onClick={() => choose(null)}>
          {interval.protocolMin === null
            ? 'As the protocol: not timed'
            : `As the protocol: every ${interval.protocolMin} min`}
        </Choice>
        {interval.offeredMin.map((everyMin) => (
          <Choice key={everyMin} isPressed={interval.everyMin === everyMin} onClick={() => choose(everyMin)}>
            {`Every ${everyMin} min`}
          </Choice>
        ))}
      </div>
      <OrderState order={order} />
    </Sheet>
  )
}
