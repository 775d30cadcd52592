import { useStore } from 'zustand'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { instant } from '../../shared/domain/time.ts'
import type { LiveClient } from '../live/live-client.ts'
import { transportSlackMs } from '../live/live-vital.ts'
import { labelAlarm, shownPriority, type NumberPlace } from '../ui/alarm-look.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { numberLook, pulseLook, type Aging } from '../ui/number-look.ts'
import { pressureLook } from '../ui/pressure-look.ts'
import { useNow } from '../ui/use-now.ts'
import classes from './board.module.css'

interface ViewProps {
  readonly view: SessionView
}

const Label = ({ view, place, text }: ViewProps & { readonly place: NumberPlace; readonly text: string }) => {
  const alarm = labelAlarm(view.alarms, place)
  return (
    <span className={classes.label} data-priority={alarm === null ? 'none' : shownPriority(alarm)}>
      <ChemText text={text} />
    </span>
  )
}

const useAging = (live: LiveClient): Aging => {
  const slackMs = transportSlackMs(useStore(live.store, (state) => state.speed))
  return { now: instant(useNow<number>((now) => now, 0)), slackMs }
}

/** The newest numbers, each with its age once it is older than it should be. */
export const TileNumbers = ({ view, live }: ViewProps & { readonly live: LiveClient }) => {
  const aging = useAging(live)
  const pulse = pulseLook(view.vitals, aging)
  const spo2 = numberLook('spo2', view.vitals.spo2, aging)
  const pressure = pressureLook(view.vitals, aging)
  return (
    <div className={classes.numbers}>
      <div>
        <Label view={view} place="pulse" text={pulse.label} />
        <span className={classes.digits} data-state={pulse.state}>
          {pulse.text}
        </span>
        <span className={classes.note}>{pulse.note}</span>
      </div>
      <div>
        <Label view={view} place="spo2" text="SpO2 %" />
        <span className={classes.digits} data-state={spo2.state}>
          {spo2.text}
        </span>
        <span className={classes.note}>{spo2.note}</span>
      </div>
      <div className={classes.pressure}>
        <Label view={view} place="pressure" text={pressure.label} />
        <span className={classes.pressureDigits} data-state={pressure.state}>
          {pressure.systolic}/{pressure.diastolic}
        </span>
        <span className={classes.note}>
          {pressure.note === '' ? pressure.age : `${pressure.note} · ${pressure.age}`}
        </span>
      </div>
    </div>
  )
}
