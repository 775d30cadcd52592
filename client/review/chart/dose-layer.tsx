import type { VisitChart } from '../../../shared/wire/chart.ts'
import { formatFigure, formatMg } from '../../ui/format.ts'
import classes from './chart.module.css'
import { stepPath, type Scales } from './paths.ts'
import { usePanel, usePlotEnds } from './use-panel.ts'

type Dose = NonNullable<VisitChart['dose']>

const PANEL = 'rate'

/** The whole dose reaches as high as the greatest rate: two quantities in one band, each named at its end. */
const givenScales = ({ x, y }: Scales, { totalMg, rates }: Dose): Scales => {
  const most = Math.max(1, ...rates.map(({ rateMgPerHour }) => rateMgPerHour))
  return { x, y: (mg) => y(totalMg === 0 ? 0 : (mg / totalMg) * most) }
}

/** The rate as a bar, doses given at once as marks, what was given so far as a line. */
export const DoseLayer = ({ dose }: { readonly dose: Dose }) => {
  const scales = usePanel(PANEL)
  const ends = usePlotEnds()
  if (scales === null || ends === null) return null
  const { x, y } = scales
  const given = givenScales(scales, dose)
  return (
    <g>
      {dose.rates.map(({ from, to, rateMgPerHour }) => (
        <g key={from}>
          <rect
            className={classes.rate}
            x={x(from)}
            y={y(rateMgPerHour)}
            width={Math.max(1, x(to) - x(from))}
            height={Math.max(0, y(0) - y(rateMgPerHour))}
          />
          {Math.min(x(to), ends.right) - Math.max(x(from), ends.left) < 34 ? null : (
            <text className={classes.tickStrong} x={Math.max(x(from), ends.left) + 6} y={y(rateMgPerHour) + 16}>
              {formatFigure(rateMgPerHour)}
            </text>
          )}
        </g>
      ))}
      {dose.atOnce.map(({ at, mg }) => (
        <g key={at}>
          <path className={classes.bolus} d={`M${x(at)} ${y(0)}l-5 9h10z`} />
          <text className={classes.tick} x={x(at) + 8} y={y(0) + 12}>
            {formatFigure(mg)} mg
          </text>
        </g>
      ))}
      <path className={classes.given} d={stepPath(dose.given, given)} />
    </g>
  )
}

/** What was given in all, at the end of its line while that is shown. */
export const DoseTotal = ({ dose }: { readonly dose: Dose }) => {
  const scales = usePanel(PANEL)
  const ends = usePlotEnds()
  const last = dose.given.at(-1)
  if (scales === null || ends === null || last === undefined) return null
  const x = scales.x(last.at)
  return x < ends.left || x > ends.right ? null : (
    <text className={classes.total} x={x + 8} y={givenScales(scales, dose).y(last.mg) + 4}>
      {formatMg(dose.totalMg)} mg
    </text>
  )
}
