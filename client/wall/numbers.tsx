import { memo } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { LiveSession } from '../live/live-state.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { NO_VALUE } from '../ui/format.ts'
import { labelAlarm, shownPriority, type NumberPlace } from '../ui/alarm-look.ts'
import { numberLook, pulseLook, type Aging, type NumberLook } from '../ui/number-look.ts'
import { pressureLook, type PressureLook } from '../ui/pressure-look.ts'
import { MovingText } from './moving-text.tsx'
import classes from './tile.module.css'
import { TechnicalMark } from '../ui/technical-mark.tsx'
import { useAging, useSession, useVisit } from './wall-context.ts'

interface NumberProps {
  readonly sessionId: SessionId
}

interface LabelLook {
  readonly priority: string
  readonly isTechnical: boolean
}

const CALM: LabelLook = { priority: 'none', isTechnical: false }

/** A breached number is told by its label; the digits stay neutral. */
const Label = ({ sessionId, place, text }: NumberProps & { readonly place: NumberPlace; readonly text: string }) => {
  const look = useVisit(sessionId, CALM, (view) => {
    const alarm = labelAlarm(view.alarms, place)
    return alarm === null ? CALM : { priority: shownPriority(alarm), isTechnical: alarm.kind === 'technical' }
  })
  return (
    <span className={classes.label} data-priority={look.priority}>
      {look.isTechnical ? <TechnicalMark /> : null}
      <span>
        <ChemText text={text} />
      </span>
    </span>
  )
}

type Look = (session: LiveSession, aging: Aging) => NumberLook

const pulseOf: Look = ({ view }, aging) => pulseLook(view.vitals, aging)
const saturationOf: Look = ({ view }, aging) => numberLook('spo2', view.vitals.spo2, aging)
const breathOf: Look = ({ view }, aging) => numberLook('rr', view.vitals.rr, aging)

/** The number, and beside it in small what is to be known of it. */
const Digits = ({ sessionId, look }: NumberProps & { readonly look: Look }) => (
  <MovingText sessionId={sessionId} className={classes.digits} noteClassName={classes.note} select={look} />
)

export const PulseNumber = memo(({ sessionId }: NumberProps) => {
  const label = useAging(sessionId, 'HR', ({ view }, aging) => pulseLook(view.vitals, aging).label)
  return (
    <div className={classes.pulse} data-part="pulse">
      <Label sessionId={sessionId} place="pulse" text={label} />
      <Digits sessionId={sessionId} look={pulseOf} />
    </div>
  )
})
PulseNumber.displayName = 'PulseNumber'

export const SaturationNumber = memo(({ sessionId }: NumberProps) => (
  <div className={classes.saturation} data-part="spo2">
    <Label sessionId={sessionId} place="spo2" text="SpO2 %" />
    <Digits sessionId={sessionId} look={saturationOf} />
  </div>
))
SaturationNumber.displayName = 'SaturationNumber'

/** Only where it is fed: most of these visits measure none. */
export const BreathNumber = memo(({ sessionId }: NumberProps) => {
  const isFed = useSession(sessionId, false, ({ view }) => view.vitals.rr !== undefined)
  if (!isFed) return null
  return (
    <div className={classes.breath} data-part="rr">
      <Label sessionId={sessionId} place="rr" text="RR" />
      <Digits sessionId={sessionId} look={breathOf} />
    </div>
  )
})
BreathNumber.displayName = 'BreathNumber'

const NO_PRESSURE: PressureLook = {
  label: 'BP',
  systolic: NO_VALUE,
  diastolic: NO_VALUE,
  mean: '',
  state: 'never',
  time: '',
  age: '',
  note: '',
}

export const PressureNumber = memo(({ sessionId }: NumberProps) => {
  const look = useAging(sessionId, NO_PRESSURE, ({ view }, aging) => pressureLook(view.vitals, aging))
  return (
    <div className={classes.pressure} data-part="pressure">
      <Label sessionId={sessionId} place="pressure" text={look.label} />
      <span className={classes.pressureDigits} data-state={look.state}>
        {look.systolic}/{look.diastolic}
        {look.mean === '' ? null : <span className={classes.mean}>({look.mean})</span>}
      </span>
      <span className={classes.pressureAge}>
        <span>{look.note === '' ? look.time : look.note}</span>
        <span>{look.age}</span>
      </span>
    </div>
  )
})
PressureNumber.displayName = 'PressureNumber'
