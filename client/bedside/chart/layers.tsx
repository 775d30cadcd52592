import { formatFigure } from '../../ui/format.ts'
import type { RateBar } from '../../ui/rate-bars.ts'
import { DOSE, ENTRIES, LEFT, RIGHT, type ChartEntry, type Geometry } from './geometry.ts'
import { cuffPoints, type ChartLines } from './lines.ts'
import classes from './trend-chart.module.css'

const CARET = 6

/** Systolic and diastolic as facing carets, the mean as a tick. */
export const Cuffs = ({ lines, geometry }: { readonly lines: ChartLines; readonly geometry: Geometry }) => {
  const { x, pressure } = geometry
  return cuffPoints(lines).map(({ at, sbp, dbp, map }) => {
    const [cx, top, bottom] = [x(at), pressure.y(sbp), pressure.y(dbp)]
    return (
      <g key={at} className={classes.cuff}>
        <path d={`M${cx - CARET} ${top - CARET}L${cx} ${top}L${cx + CARET} ${top - CARET}`} />
        <path d={`M${cx - CARET} ${bottom + CARET}L${cx} ${bottom}L${cx + CARET} ${bottom + CARET}`} />
        <line className={classes.stem} x1={cx} x2={cx} y1={top} y2={bottom} />
        {map === null ? null : <line x1={cx - 4} x2={cx + 4} y1={pressure.y(map)} y2={pressure.y(map)} />}
      </g>
    )
  })
}

export const Dose = ({ rates, geometry }: { readonly rates: readonly RateBar[]; readonly geometry: Geometry }) => {
  const { x, doseTop, width } = geometry
  const most = Math.max(1, ...rates.map(({ rateMgPerHour }) => rateMgPerHour))
  return (
    <>
      <text className={classes.tick} x={LEFT - 8} y={doseTop + DOSE / 2} textAnchor="end" dominantBaseline="central">
        mg/h
      </text>
      {rates
        .filter(({ to }) => x(to) > LEFT)
        .map(({ from, to, rateMgPerHour }) => {
          const left = Math.max(LEFT, x(from))
          const barWidth = Math.min(width - RIGHT, x(to)) - left
          const barHeight = Math.max(4, DOSE * (rateMgPerHour / most))
          return (
            <g key={from}>
              <rect
                className={classes.rate}
                x={left}
                y={doseTop + DOSE - barHeight}
                width={Math.max(0, barWidth)}
                height={barHeight}
              />
              {barWidth < 36 ? null : (
                <text className={classes.rateLabel} x={left + 6} y={doseTop + DOSE - 8}>
                  {formatFigure(rateMgPerHour)}
                </text>
              )}
            </g>
          )
        })}
    </>
  )
}

export const Entries = ({
  entries,
  geometry,
}: {
  readonly entries: readonly ChartEntry[]
  readonly geometry: Geometry
}) =>
  entries
    .filter(({ at }) => geometry.x(at) >= LEFT)
    .map(({ number, at }) => (
      <g key={number}>
        <circle className={classes.entry} cx={geometry.x(at)} cy={geometry.entriesTop + ENTRIES / 2} r="9" />
        <text
          className={classes.entryNumber}
          x={geometry.x(at)}
          y={geometry.entriesTop + ENTRIES / 2}
          textAnchor="middle"
          dominantBaseline="central"
        >
          {number}
        </text>
      </g>
    ))
