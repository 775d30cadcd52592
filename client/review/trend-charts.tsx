import { useMemo } from 'react'
import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { ReadingsAnswer, Summary } from '../../shared/wire/review.ts'
import type { WireEvent } from '../../shared/wire/stored-event.ts'
import { formatFigure, formatTime } from '../ui/format.ts'
import { PHASE_WORD } from '../ui/phase-words.ts'
import { rateBars } from '../ui/rate-bars.ts'
import { StateNotice } from '../ui/state-notice.tsx'
import { pressureRows, pulseRows, valueRows, type PressureRow } from './chart-rows.ts'
import { DiastolicCaret, MeanTick, PulseDot, SystolicCaret } from './chart-shapes.tsx'
import classes from './review.module.css'
import { timeSpan, type TimeSpan } from './time-axis.ts'

export interface TrendChartsProps {
  readonly metrics: ReadingsAnswer['metrics']
  readonly phases: Summary['phases']
  readonly events: readonly WireEvent[]
}

const AXIS_WIDTH = 44
const TICK = { fill: 'var(--muted)', fontSize: 13 }
const MARGIN = { top: 4, right: 8, bottom: 0, left: 0 }

const timeAxis = ({ from, to, ticks }: TimeSpan, isShown: boolean) => (
  <XAxis
    dataKey="at"
    type="number"
    domain={[from, to]}
    ticks={[...ticks]}
    tickFormatter={formatTime}
    allowDuplicatedCategory={false}
    hide={!isShown}
    stroke="var(--line)"
    tick={TICK}
  />
)

const valueAxis = (low: number, high: number, every: number) => (
  <YAxis
    width={AXIS_WIDTH}
    type="number"
    domain={[(least: number) => Math.min(low, least), (most: number) => Math.max(high, most)]}
    ticks={Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, index) => low + index * every)}
    stroke="var(--line)"
    tick={TICK}
  />
)

const tooltip = (
  <Tooltip
    labelFormatter={(at) => (typeof at === 'number' ? formatTime(at) : '')}
    isAnimationActive={false}
    contentStyle={{ background: 'var(--tile)', border: '1px solid var(--line)', color: 'var(--text)' }}
  />
)

const stem = ({ at, sbp, dbp }: PressureRow) =>
  [
    { x: at, y: dbp },
    { x: at, y: sbp },
  ] as const

type ChartProps = TrendChartsProps & { readonly span: TimeSpan }

const PressureChart = ({ metrics, phases, span }: ChartProps) => {
  const pressures = useMemo(() => [...pressureRows(metrics)], [metrics])
  const pulse = useMemo(() => pulseRows(metrics).filter(({ value }) => value !== null), [metrics])
  const means = pressures.filter(({ map }) => map !== null)
  return (
    <ResponsiveContainer width="100%" height={360}>
      <ComposedChart data={pressures} margin={MARGIN}>
        {phases.map(({ phase, from, to }, index) => (
          <ReferenceArea
            key={from}
            x1={Date.parse(from)}
            x2={to === undefined ? span.to : Date.parse(to)}
            fill={index % 2 === 0 ? 'transparent' : 'var(--ground)'}
            fillOpacity={1}
            label={{ value: PHASE_WORD[phase], position: 'insideTop', fill: 'var(--muted)', fontSize: 13 }}
          />
        ))}
        <CartesianGrid stroke="var(--line)" vertical={false} />
        {timeAxis(span, false)}
        {valueAxis(40, 200, 20)}
        {tooltip}
        <Scatter name="Pulse" data={pulse} dataKey="value" shape={PulseDot} isAnimationActive={false} />
        {pressures.map((row) => (
          <ReferenceLine key={row.at} segment={stem(row)} stroke="var(--faint)" />
        ))}
        <Scatter name="Systolic" data={pressures} dataKey="sbp" shape={SystolicCaret} isAnimationActive={false} />
        <Scatter name="Diastolic" data={pressures} dataKey="dbp" shape={DiastolicCaret} isAnimationActive={false} />
        <Scatter name="Mean" data={means} dataKey="map" shape={MeanTick} isAnimationActive={false} />
      </ComposedChart>
    </ResponsiveContainer>
  )
}

const SaturationChart = ({ metrics, span }: ChartProps) => {
  const rows = useMemo(() => [...valueRows(metrics.spo2)], [metrics])
  return (
    <ResponsiveContainer width="100%" height={150}>
      <ComposedChart data={rows} margin={MARGIN}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        {timeAxis(span, false)}
        {valueAxis(80, 100, 5)}
        {tooltip}
        <Line
          name="SpO₂"
          dataKey="value"
          stroke="var(--text)"
          strokeWidth={1.5}
          dot={false}
          connectNulls={false}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  )
}

const DoseChart = ({ events, span }: ChartProps) => {
  const bars = useMemo(() => rateBars(events, span.to), [events, span.to])
  const most = Math.max(1, ...bars.map(({ rateMgPerHour }) => rateMgPerHour))
  return (
    <ResponsiveContainer width="100%" height={80}>
      <ComposedChart data={[{ at: span.from, value: 0 }]} margin={MARGIN}>
        {timeAxis(span, true)}
        <YAxis width={AXIS_WIDTH} type="number" domain={[0, most]} ticks={[0]} stroke="var(--line)" tick={TICK} />
        {bars.map(({ from, to, rateMgPerHour }) => (
          <ReferenceArea
            key={from}
            x1={from}
            x2={to}
            y1={0}
            y2={rateMgPerHour}
            fill="var(--line)"
            fillOpacity={1}
            label={{ value: formatFigure(rateMgPerHour), position: 'insideLeft', fill: 'var(--text)', fontSize: 13 }}
          />
        ))}
        <Line dataKey="value" dot={false} stroke="none" isAnimationActive={false} />
      </ComposedChart>
    </ResponsiveContainer>
  )
}

/** Blood pressure and pulse, saturation, and the dose, on one time axis. */
export const TrendCharts = (props: TrendChartsProps) => {
  const { metrics, phases } = props
  const span = useMemo(() => timeSpan(metrics, phases), [metrics, phases])
  if (span === null)
    return (
      <StateNotice title="No reading was kept">
        <span>The monitor did not speak in this visit; what staff entered stands among the events.</span>
      </StateNotice>
    )
  const chart = { ...props, span }
  return (
    <>
      <h2 className={classes.chartTitle}>Blood pressure mmHg, pulse /min</h2>
      <PressureChart {...chart} />
      <h2 className={classes.chartTitle}>
        SpO<sub>2</sub> %
      </h2>
      <SaturationChart {...chart} />
      <h2 className={classes.chartTitle}>Rate mg/h</h2>
      <DoseChart {...chart} />
    </>
  )
}
