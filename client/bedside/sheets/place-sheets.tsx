import { useState } from 'react'
import { baysAnswerSchema, devicesAnswerSchema } from '../../../shared/wire/site.ts'
import { useAnswer } from '../../http/use-answer.ts'
import { FailureNotice, LoadingNotice } from '../../ui/state-notice.tsx'
import { useBedside } from '../bedside-context.ts'
import { TickRow } from '../tick-row.tsx'
import { useTrackedOrder } from '../use-tracked-order.ts'
import { Choice } from './choice.tsx'
import { OrderState } from './gates.tsx'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'

interface SheetsProps {
  readonly onClose: () => void
}

/** The monitors that speak for this patient, and those that could. */
export const MonitorSheet = ({ onClose }: SheetsProps) => {
  const { view } = useBedside()
  const devices = useAnswer(['devices'], devicesAnswerSchema, '/devices')
  const order = useTrackedOrder(onClose)
  const attached = new Set(view.devices.map(({ id }) => id))
  return (
    <Sheet title="Monitor" onClose={onClose}>
      <h3 className={classes.heading}>Attached</h3>
      {view.devices.length === 0 ? <p className={classes.hint}>None: no number of this visit is live.</p> : null}
      <div className={classes.choices}>
        {view.devices.map(({ id, name, state }) => (
          <Choice key={id} onClick={() => order.send({ type: 'detachDevice', device: id })}>
            Detach {name} ({state})
          </Choice>
        ))}
      </div>
      <h3 className={classes.heading}>Not assigned, or in this bay</h3>
      {devices.state === 'loading' ? <LoadingNotice what="the monitors" /> : null}
      {devices.state === 'failed' ? (
        <FailureNotice what="The list of monitors" problem={devices.problem} again={devices.again} />
      ) : null}
      {devices.state === 'ready' ? (
        <div className={classes.choices}>
          {devices.data
            .filter(({ id, bay }) => !attached.has(id) && (bay === undefined || bay === view.bay))
            .map(({ id, name }) => (
              <Choice key={id} onClick={() => order.send({ type: 'attachDevice', device: id })}>
                Attach {name}
              </Choice>
            ))}
        </div>
      ) : null}
      <p className={classes.hint}>A monitor appears here by itself when it speaks for the first time.</p>
      <OrderState order={order} />
    </Sheet>
  )
}

/** Another bay for the same visit, with its monitor or without. */
export const MoveSheet = ({ onClose }: SheetsProps) => {
  const bays = useAnswer(['bays'], baysAnswerSchema, '/bays')
  const [devices, setDevices] = useState(true)
  const order = useTrackedOrder(onClose)
  const free = bays.state === 'ready' ? bays.data.filter(({ sessionId }) => sessionId === undefined) : []
  return (
    <Sheet title="Move to another bay" onClose={onClose}>
      <TickRow
        label="The monitor goes along"
        note=""
        mark={devices ? 'yes' : 'open'}
        onTick={() => setDevices((before) => !before)}
      />
      {bays.state === 'loading' ? <LoadingNotice what="the bays" /> : null}
      {bays.state === 'failed' ? (
        <FailureNotice what="The list of bays" problem={bays.problem} again={bays.again} />
      ) : null}
      {bays.state === 'ready' && free.length === 0 ? <p className={classes.hint}>No other bay is free.</p> : null}
      <div className={classes.choices}>
        {free.map(({ id, name }) => (
          <Choice key={id} onClick={() => order.send({ type: 'moveBay', bay: id, devices })}>
            {name}
          </Choice>
        ))}
      </div>
      <OrderState order={order} />
    </Sheet>
  )
}
