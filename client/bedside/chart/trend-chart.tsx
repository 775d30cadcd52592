import { useElementSize } from '@mantine/hooks'
import { useMemo } from 'react'
import type { LimitView } from '../../../shared/domain/session-view.ts'
import { formatFigure, formatTime } from '../../ui/format.ts'
import { AXIS, geometryOf, LEFT, RIGHT, type Geometry, type TrendChartProps } from './geometry.ts'
import { Cuffs, Dose, Entries } from './layers.tsx'
import { CHART_MINUTES, CHART_MS, linePath } from './lines.ts'
import type { Scale } from './scale.ts'
import classes from './trend-chart.module.css'

const TIME_TICK_MIN = 10

const Grid = ({ scale, geometry }: { readonly scale: Scale; readonly geometry: Geometry }) => (
  <>
    {scale.ticks.map((tick) => (
      <g key={tick}>
        <line className={classes.grid} x1={LEFT} x2={geometry.width - RIGHT} y1={scale.y(tick)} y2={scale.y(tick)} />
        <text className={classes.tick} x={LEFT - 8} y={scale.y(tick)} textAnchor="end" dominantBaseline="central">
          {tick}
        </text>
      </g>
    ))}
  </>
)

const nearest = (limits: readonly LimitView[], metric: string, direction: 'low' | 'high'): number | null => {
  const values = limits
    .filter((limit) => limit.metric === metric && limit.direction === direction)
    .map(({ value }) => value)
  if (values.length === 0) return null
  return direction === 'low' ? Math.max(...values) : Math.min(...values)
}

/** Between the nearest limits: inside is calm. */
const Band = ({
  scale,
  geometry,
  low,
  high,
}: {
  readonly scale: Scale
  readonly geometry: Geometry
  readonly low: number | null
  readonly high: number | null
}) => {
  const top = scale.y(Math.min(high ?? scale.high, scale.high))
  const bottom = scale.y(Math.max(low ?? scale.low, scale.low))
  return (
    <rect
      className={classes.band}
      x={LEFT}
      y={top}
      width={geometry.width - LEFT - RIGHT}
      height={Math.max(0, bottom - top)}
    />
  )
}

/** SpO2 with its index below, as a drawing writes it. */
const Saturation = () => (
  <>
    SpO
    <tspan dy="3" fontSize="10">
      2
    </tspan>
    <tspan dy="-3"> </tspan>
  </>
)

const LimitLine = ({
  scale,
  geometry,
  value,
  label,
}: {
  readonly scale: Scale
  readonly geometry: Geometry
  readonly value: number | null
  readonly label: string
}) => {
  if (value === null || value < scale.low || value > scale.high) return null
  const y = scale.y(value)
  return (
    <>
      <line className={classes.limit} x1={LEFT} x2={geometry.width - RIGHT} y1={y} y2={y} />
      <text className={classes.limitLabel} x={LEFT + 4} y={y - 3}>
        {label === 'SpO2' ? <Saturation /> : label} {formatFigure(value)}
      </text>
    </>
  )
}

const TimeAxis = ({ now, geometry }: { readonly now: number; readonly geometry: Geometry }) => {
  const step = TIME_TICK_MIN * 60_000
  const first = Math.ceil((now - CHART_MS) / step) * step
  const ticks = [0, 1, 2, 3].map((index) => first + index * step).filter((at) => at <= now)
  return ticks.map((at) => (
    <text
      key={at}
      className={classes.tick}
      x={geometry.x(at)}
      y={geometry.height - AXIS / 2}
      textAnchor={geometry.x(at) > geometry.width - 24 ? 'end' : 'middle'}
      dominantBaseline="central"
    >
      {formatTime(at)}
    </text>
  ))
}

const Drawing = ({ geometry, ...props }: TrendChartProps & { readonly geometry: Geometry }) => {
  const { lines, limits, rates, entries, now, breakMs } = props
  const { x, pressure, saturation } = geometry
  const paths = useMemo(
    () => ({
      hr: linePath(lines.hr ?? { time: [], value: [] }, x, pressure.y, breakMs),
      spo2: linePath(lines.spo2 ?? { time: [], value: [] }, x, saturation.y, breakMs),
    }),
    [lines, x, pressure, saturation, breakMs],
  )
  const [sbpHigh, hrLow] = [nearest(limits, 'sbp', 'high'), nearest(limits, 'hr', 'low')]
  const spo2Low = nearest(limits, 'spo2', 'low')
  return (
    <>
      <Band scale={pressure} geometry={geometry} low={hrLow} high={sbpHigh} />
      <Band scale={saturation} geometry={geometry} low={spo2Low} high={null} />
      <Grid scale={pressure} geometry={geometry} />
      <Grid scale={saturation} geometry={geometry} />
      <LimitLine scale={pressure} geometry={geometry} value={sbpHigh} label="BP" />
      <LimitLine scale={pressure} geometry={geometry} value={nearest(limits, 'hr', 'high')} label="HR" />
      <LimitLine scale={pressure} geometry={geometry} value={hrLow} label="HR" />
      <LimitLine scale={saturation} geometry={geometry} value={spo2Low} label="SpO2" />
      <path className={classes.hr} d={paths.hr} />
      <Cuffs lines={lines} geometry={geometry} />
      <path className={classes.spo2} d={paths.spo2} />
      <Entries entries={entries} geometry={geometry} />
      <Dose rates={rates} geometry={geometry} />
      <TimeAxis now={now} geometry={geometry} />
    </>
  )
}

/** The last 30 min: pressure and heart rate, saturation, entries and dose on one time axis. */
export const TrendChart = (props: TrendChartProps) => {
  const { ref, width, height } = useElementSize()
  const geometry = geometryOf({ width, height }, props)
  return (
    <div ref={ref} className={classes.chart}>
      {width === 0 || height < 120 ? null : (
        <svg
          className={classes.drawing}
          width={width}
          height={height}
          role="img"
          aria-label={`Heart rate, blood pressure, saturation, entries and dose of the last ${CHART_MINUTES} minutes`}
        >
          <Drawing {...props} geometry={geometry} />
        </svg>
      )}
    </div>
  )
}
