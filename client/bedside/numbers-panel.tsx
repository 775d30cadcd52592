import { useMemo, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import { transportSlackMs } from '../live/live-vital.ts'
import { labelAlarm, shownPriority, type NumberPlace } from '../ui/alarm-look.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { numberLook, pulseLook, type Aging, type NumberLook } from '../ui/number-look.ts'
import { pressureLook } from '../ui/pressure-look.ts'
import { rateBars } from '../ui/rate-bars.ts'
import { TechnicalMark } from '../ui/technical-mark.tsx'
import { useNow } from '../ui/use-now.ts'
import { useBedside } from './bedside-context.ts'
import { chartLines } from './chart/lines.ts'
import { TrendChart } from './chart/trend-chart.tsx'
import classes from './numbers-panel.module.css'
import { entryNumbers, happenedAt } from './timeline-rows.ts'
import { useKeptReadings } from './use-kept-readings.ts'

const CHARTED: readonly Metric[] = ['hr', 'pr', 'spo2', 'sbp', 'dbp', 'map']
/** A silence of this many usual spacings breaks a line. */
const BREAK_SPACINGS = 10
const LEAST_BREAK_MS = 15_000

const Label = ({ place, text }: { readonly place: NumberPlace; readonly text: string }) => {
  const alarm = labelAlarm(useBedside().view.alarms, place)
  return (
    <span className={classes.label} data-priority={alarm === null ? 'none' : shownPriority(alarm)}>
      {alarm?.kind === 'technical' ? <TechnicalMark /> : null}
      <ChemText text={text} />
    </span>
  )
}

const Number = ({
  look,
  children,
}: {
  readonly look: Pick<NumberLook, 'text' | 'state' | 'note'>
  readonly children: ReactNode
}) => (
  <div className={classes.number}>
    {children}
    <span className={classes.digits} data-state={look.state}>
      {look.text}
    </span>
    <span className={classes.note}>{look.note}</span>
  </div>
)

const Breath = ({ look }: { readonly look: NumberLook }) => (
  <div className={classes.breath}>
    <Label place="rr" text="RR" />
    <span className={classes.smallDigits} data-state={look.state}>
      {look.text}
    </span>
    <span className={classes.note}>{look.note}</span>
  </div>
)

const Pressure = ({ aging }: { readonly aging: Aging }) => {
  const look = pressureLook(useBedside().view.vitals, aging)
  return (
    <div className={classes.pressure}>
      <Label place="pressure" text={look.label} />
      <span className={classes.pressureDigits} data-state={look.state}>
        {look.systolic}/{look.diastolic}
      </span>
      <span className={classes.note}>
        <span>{look.mean === '' ? look.note : `(${look.mean})`}</span>
        <span>{look.time === '' ? 'not measured yet' : `${look.time}, ${look.age}`}</span>
      </span>
    </div>
  )
}

const Numbers = ({ aging }: { readonly aging: Aging }) => {
  const { vitals } = useBedside().view
  const pulse = pulseLook(vitals, aging)
  return (
    <div className={classes.numbers}>
      <Number look={pulse}>
        <Label place="pulse" text={`${pulse.label} /min`} />
      </Number>
      <Number look={numberLook('spo2', vitals.spo2, aging)}>
        <Label place="spo2" text="SpO2 %" />
      </Number>
      <div className={classes.below}>
        <Pressure aging={aging} />
        {vitals.rr === undefined ? null : <Breath look={numberLook('rr', vitals.rr, aging)} />}
      </div>
    </div>
  )
}

const Chart = ({ now, slackMs }: Aging) => {
  const { view, trends, log } = useBedside()
  const kept = useKeptReadings(CHARTED.join(','))
  const lines = useMemo(() => {
    const { pr, ...rest } = chartLines(CHARTED, { kept, live: trends, now })
    return {
      ...rest,
      hr: rest.hr === undefined || rest.hr.time.length === 0 ? (pr ?? { time: [], value: [] }) : rest.hr,
    }
  }, [kept, trends, now])
  const entries = useMemo(() => {
    const numbers = entryNumbers(log)
    return log.flatMap((event) => {
      const number = numbers.get(event.seq)
      return number === undefined ? [] : [{ number, at: happenedAt(event) }]
    })
  }, [log])
  const rates = useMemo(() => rateBars(log, now), [log, now])
  const spacingMs = (view.vitals.hr?.usualSpacingS ?? view.vitals.spo2?.usualSpacingS ?? 1) * 1_000
  const breakMs = Math.max(LEAST_BREAK_MS, BREAK_SPACINGS * spacingMs) + slackMs
  return <TrendChart now={now} lines={lines} limits={view.limits} rates={rates} entries={entries} breakMs={breakMs} />
}

/** The live numbers with their ages, and the last 30 min. */
export const NumbersPanel = () => {
  const { live } = useBedside()
  const slackMs = transportSlackMs(useStore(live.store, (state) => state.speed))
  const now = useNow<number>((at) => at, 0)
  const aging: Aging = { now: instant(now), slackMs }
  return (
    <section className={classes.panel} aria-label="Vital signs">
      <Numbers aging={aging} />
      <Chart {...aging} />
    </section>
  )
}
