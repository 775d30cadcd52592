import { useState } from 'react'
import {
  Line,
  LineChart,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
  CartesianGrid,
} from 'recharts'
import { NO_VALUE } from '../../ui/format.ts'
import { StateNotice } from '../../ui/state-notice.tsx'
import { overlayAxes, overlayLines, shownAtFirst, type OverlayLine } from './overlay-lines.ts'
import { dayOf, type GivenVisit } from './series-look.ts'
import classes from './series.module.css'

const HEIGHT = 380
const TICK = { fill: 'var(--muted)', fontSize: 13 }

type Axes = NonNullable<ReturnType<typeof overlayAxes>>

const METRICS = ['sbp', 'dbp'] as const

const metricLine = ({ infusion, look, ...points }: OverlayLine, metric: (typeof METRICS)[number]) => {
  const data = points[metric]
  const last = data.at(-1)
  if (last === undefined) return []
  return [
    <Line
      key={`${infusion} ${metric}`}
      data={[...data]}
      dataKey="value"
      {...look}
      dot={data.length === 1}
      isAnimationActive={false}
    />,
    <ReferenceDot
      key={`${infusion} ${metric} end`}
      x={last.afterMin}
      y={last.value}
      r={0}
      label={{ value: String(infusion), position: 'right', fill: look.stroke, fontSize: 14, fontWeight: 700 }}
    />,
  ]
}

const Plot = ({
  lines,
  axes: { minutes, pressure },
}: {
  readonly lines: readonly OverlayLine[]
  readonly axes: Axes
}) => (
  <ResponsiveContainer width="100%" height={HEIGHT}>
    <LineChart margin={{ top: 8, right: 32, bottom: 20, left: 0 }} accessibilityLayer={false}>
      <CartesianGrid stroke="var(--line)" vertical={false} />
      <XAxis
        dataKey="afterMin"
        type="number"
        domain={[minutes.low, minutes.high]}
        ticks={[...minutes.ticks]}
        stroke="var(--line)"
        tick={TICK}
        label={{ value: 'minutes from the start', position: 'bottom', offset: 2, fill: 'var(--muted)', fontSize: 13 }}
        allowDuplicatedCategory={false}
      />
      <YAxis
        type="number"
        domain={[pressure.low, pressure.high]}
        ticks={[...pressure.ticks]}
        width={48}
        stroke="var(--line)"
        tick={TICK}
      />
      <ReferenceLine x={0} stroke="var(--muted)" />
      {lines.flatMap((line) => METRICS.flatMap((metric) => metricLine(line, metric)))}
    </LineChart>
  </ResponsiveContainer>
)

interface LegendProps {
  readonly visits: readonly GivenVisit[]
  readonly lines: readonly OverlayLine[]
  readonly shown: ReadonlySet<number>
  readonly onToggle: (infusion: number) => void
}

const Legend = ({ visits, lines, shown, onToggle }: LegendProps) => (
  <ul className={classes.legend} aria-label="Infusions in the chart">
    {visits.map((visit, index) => (
      <li key={visit.id}>
        <button
          type="button"
          className={classes.legendButton}
          aria-pressed={shown.has(visit.infusion)}
          onClick={() => onToggle(visit.infusion)}
        >
          <svg width="48" height="12" aria-hidden="true">
            <line x1="0" x2="48" y1="6" y2="6" {...lines[index]?.look} />
          </svg>
          <b>{visit.infusion}</b> {dayOf(visit)}
          {index === visits.length - 1 ? ' (newest)' : ''}
        </button>
      </li>
    ))}
  </ul>
)

const figure = (value: number | undefined): string => (value === undefined ? NO_VALUE : String(Math.round(value)))

const PressureTable = ({ visits }: { readonly visits: readonly GivenVisit[] }) => (
  <details className={classes.details}>
    <summary>The pressures as a table</summary>
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Infusion</th>
          <th scope="col">Minutes from the start: systolic/diastolic, mmHg</th>
        </tr>
      </thead>
      <tbody>
        {visits.map(({ id, infusion, cuff }) => (
          <tr key={id}>
            <th scope="row">{infusion}</th>
            <td>
              {cuff.length === 0
                ? 'none measured'
                : cuff
                    .map(({ afterMin, sbp, dbp }) => `${Math.round(afterMin)}: ${figure(sbp)}/${figure(dbp)}`)
                    .join(' · ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
)

const toggled = (shown: ReadonlySet<number>, infusion: number): ReadonlySet<number> =>
  shown.has(infusion) ? new Set([...shown].filter((one) => one !== infusion)) : new Set([...shown, infusion])

/** Every infusion's pressures over one another, from the same start. */
export const PressureOverlay = ({ visits }: { readonly visits: readonly GivenVisit[] }) => {
  const [shown, setShown] = useState(() => shownAtFirst(visits))
  const lines = overlayLines(visits)
  const axes = overlayAxes(lines)
  return (
    <section className={classes.card} aria-label="Blood pressure of each infusion">
      <h2 className={classes.cardTitle}>Blood pressure from the start, systolic and diastolic, mmHg</h2>
      {axes === null ? (
        <StateNotice title="No pressure was measured">
          <span>A pressure by the cuff or by hand stands here, from half an hour before the start.</span>
        </StateNotice>
      ) : (
        <>
          <Legend
            visits={visits}
            lines={lines}
            shown={shown}
            onToggle={(infusion) => setShown((before) => toggled(before, infusion))}
          />
          <div
            className={classes.plot}
            role="img"
            aria-label="Pressures of the infusions over one another; the same figures stand in the table below"
          >
            <Plot lines={lines.filter(({ infusion }) => shown.has(infusion))} axes={axes} />
          </div>
          <PressureTable visits={visits} />
        </>
      )}
    </section>
  )
}
