import { memo, type ReactNode } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { NO_VALUE } from '../ui/format.ts'
import { labelAlarm, shownPriority, type NumberPlace } from '../ui/alarm-look.ts'
import { isCurrent, numberLook, type Aging, type NumberLook } from './number-look.ts'
import { pressureLook, type PressureLook } from './pressure-look.ts'
import classes from './tile.module.css'
import { TechnicalMark } from '../ui/technical-mark.tsx'
import { useAging, useSession } from './wall-context.ts'

interface NumberProps {
  readonly sessionId: SessionId
}

const NO_NUMBER: NumberLook = { text: NO_VALUE, state: 'never', note: '' }

interface LabelLook {
  readonly priority: string
  readonly isTechnical: boolean
}

const CALM: LabelLook = { priority: 'none', isTechnical: false }

/** A breached number is told by its label; the digits stay neutral. */
const Label = ({ sessionId, place, text }: NumberProps & { readonly place: NumberPlace; readonly text: string }) => {
  const look = useSession(sessionId, CALM, ({ view }) => {
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

const Digits = ({
  look,
  children,
}: {
  readonly look: Pick<NumberLook, 'state' | 'note'>
  readonly children: ReactNode
}) => (
  <>
    <span className={classes.digits} data-state={look.state}>
      {children}
    </span>
    <span className={classes.note}>{look.note}</span>
  </>
)

type PulseLook = NumberLook & { readonly label: string }

/** Heart rate, or the pulse of the oximeter while there is no heart rate. */
const pulseLook = ({ vitals }: SessionView, aging: Aging): PulseLook => {
  const isFromProbe = vitals.pr !== undefined && !isCurrent(vitals.hr, aging) && isCurrent(vitals.pr, aging)
  return isFromProbe || (vitals.hr === undefined && vitals.pr !== undefined)
    ? { label: 'PR', ...numberLook('pr', vitals.pr, aging) }
    : { label: 'HR', ...numberLook('hr', vitals.hr, aging) }
}

const NO_PULSE: PulseLook = { ...NO_NUMBER, label: 'HR' }

export const PulseNumber = memo(({ sessionId }: NumberProps) => {
  const look = useAging(sessionId, NO_PULSE, ({ view }, aging) => pulseLook(view, aging))
  return (
    <div className={classes.pulse} data-part="pulse">
      <Label sessionId={sessionId} place="pulse" text={look.label} />
      <Digits look={look}>{look.text}</Digits>
    </div>
  )
})
PulseNumber.displayName = 'PulseNumber'

export const SaturationNumber = memo(({ sessionId }: NumberProps) => {
  const look = useAging(sessionId, NO_NUMBER, ({ view }, aging) => numberLook('spo2', view.vitals.spo2, aging))
  return (
    <div className={classes.saturation} data-part="spo2">
      <Label sessionId={sessionId} place="spo2" text="SpO2 %" />
      <Digits look={look}>{look.text}</Digits>
    </div>
  )
})
SaturationNumber.displayName = 'SaturationNumber'

/** Only where it is fed: most of these visits measure none. */
export const BreathNumber = memo(({ sessionId }: NumberProps) => {
  const isFed = useSession(sessionId, false, ({ view }) => view.vitals.rr !== undefined)
  const look = useAging(sessionId, NO_NUMBER, ({ view }, aging) => numberLook('rr', view.vitals.rr, aging))
  if (!isFed) return null
  return (
    <div className={classes.breath} data-part="rr">
      <Label sessionId={sessionId} place="rr" text="RR" />
      <Digits look={look}>{look.text}</Digits>
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
