import { useElementSize } from '@mantine/hooks'
import { useMemo } from 'react'
import { plusMs, type Instant } from '../../../shared/domain/time.ts'
import { METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import { formatFigure, formatTime } from '../../ui/format.ts'
import { PRIORITY_LOOK } from '../../ui/priority.ts'
import { useBedside } from '../bedside-context.ts'
import { CHART_MINUTES, CHART_MS, chartLines, linePath } from '../chart/lines.ts'
import { scaleFor, type Scale } from '../chart/scale.ts'
import { useKeptReadings } from '../use-kept-readings.ts'
import type { ShownLimit } from './limit-rows.tsx'
import classes from './limits.module.css'

const LEFT = 40
/** Room for what each line is, right of the drawing. */
const RIGHT = 84
const TOP = 10
const BOTTOM = 22
/** A longer silence than this is a gap; a cuff's values are dots, each for itself. */
const BREAK_MS: Readonly<Partial<Record<Metric, number>>> = { sbp: 0, dbp: 0, map: 0 }
const USUAL_BREAK_MS = 15_000
const USUAL: Readonly<Partial<Record<Metric, readonly [number, number]>>> = {
  spo2: [80, 100],
  hr: [40, 140],
  sbp: [80, 180],
  dbp: [40, 110],
  rr: [6, 32],
  etco2: [20, 55],
  temp: [35, 40],
}
const TICKS: Readonly<Partial<Record<Metric, number>>> = { spo2: 5, rr: 5, etco2: 10, temp: 1 }
const LABEL_PX = 15
const NO_LINE = { time: [], value: [] }

interface Line {
  readonly key: string
  readonly y: number
  /** Where its words stand: two lines that are close keep them apart. */
  readonly labelY: number
  readonly limit: ShownLimit
}

const placed = (limits: readonly ShownLimit[], scale: Scale): readonly Line[] => {
  const known = limits.flatMap((limit) => (limit.value === null ? [] : [{ limit, y: scale.y(limit.value) }]))
  return known
    .toSorted((one, other) => one.y - other.y)
    .reduce<readonly Line[]>((lines, { limit, y }) => {
      const above = lines.at(-1)
      const labelY = above === undefined ? y : Math.max(y, above.labelY + LABEL_PX)
      return [...lines, { key: limit.id, y, labelY, limit }]
    }, [])
}

const LimitLines = ({ lines, width }: { readonly lines: readonly Line[]; readonly width: number }) =>
  lines.map(({ key, y, labelY, limit }) => (
    <g key={key} data-part="limit-line" data-limit={key}>
      <line
        className={classes.limitLine}
        data-priority={limit.limit.priority}
        x1={LEFT}
        x2={width - RIGHT}
        y1={y}
        y2={y}
      />
      <text className={classes.limitLabel} x={width - RIGHT + 6} y={labelY} dominantBaseline="central">
        {PRIORITY_LOOK[limit.limit.priority].mark} {limit.value === null ? '' : formatFigure(limit.value)}
      </text>
    </g>
  ))

const Axis = ({ scale, now, width, height }: { scale: Scale; now: number; width: number; height: number }) => (
  <>
    {scale.ticks.map((tick) => (
      <g key={tick}>
        <line className={classes.grid} x1={LEFT} x2={width - RIGHT} y1={scale.y(tick)} y2={scale.y(tick)} />
        <text className={classes.tick} x={LEFT - 8} y={scale.y(tick)} textAnchor="end" dominantBaseline="central">
          {tick}
        </text>
      </g>
    ))}
    <text className={classes.tick} x={LEFT} y={height - BOTTOM / 2} dominantBaseline="central">
      {formatTime(now - CHART_MS)}
    </text>
    <text
      className={classes.tick}
      x={width - RIGHT}
      y={height - BOTTOM / 2}
      textAnchor="end"
      dominantBaseline="central"
    >
      {formatTime(now)}
    </text>
  </>
)

export interface LimitChartProps {
  readonly metric: Metric
  readonly limits: readonly ShownLimit[]
  readonly now: Instant
}

/** The last 30 min of one vital sign, with the limits as they are being set. */
export const LimitChart = ({ metric, limits, now }: LimitChartProps) => {
  const { trends } = useBedside()
  const { ref, width, height } = useElementSize()
  const kept = useKeptReadings(metric === 'hr' ? 'hr,pr' : metric)
  const line = useMemo(() => {
    const lines = chartLines(['pr', metric], { kept, live: trends, now })
    const own = lines[metric] ?? NO_LINE
    return metric === 'hr' && own.time.length === 0 ? (lines.pr ?? own) : own
  }, [kept, trends, now, metric])
  const values = [...line.value, ...limits.map(({ value }) => value)].filter((value) => value !== null)
  const scale = scaleFor({
    usual: USUAL[metric] ?? METRIC_INFO[metric].possible,
    values,
    top: TOP,
    height: Math.max(1, height - TOP - BOTTOM),
    tickEvery: TICKS[metric] ?? 20,
  })
  const x = (at: number) => LEFT + ((at - plusMs(now, -CHART_MS)) / CHART_MS) * (width - LEFT - RIGHT)
  const label = `${METRIC_INFO[metric].label} over the last ${CHART_MINUTES} min, with its limits`
  return (
    <div ref={ref} className={classes.chart}>
      {width === 0 ? null : (
        <svg role="img" aria-label={label} className={classes.drawing} width={width} height={height}>
          <Axis scale={scale} now={now} width={width} height={height} />
          <path
            className={classes.line}
            data-cuff={BREAK_MS[metric] !== undefined}
            d={linePath(line, x, scale.y, BREAK_MS[metric] ?? USUAL_BREAK_MS)}
          />
          <LimitLines lines={placed(limits, scale)} width={width} />
        </svg>
      )}
      {line.time.length === 0 ? <p className={classes.noData}>No value in the last {CHART_MINUTES} min.</p> : null}
    </div>
  )
}
