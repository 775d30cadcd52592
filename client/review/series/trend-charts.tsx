import { Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import type { GivenVisit } from './series-look.ts'
import classes from './series.module.css'
import { trendsOf, type Trend } from './trends.ts'

const HEIGHT = 150
const TICK = { fill: 'var(--muted)', fontSize: 13 }
const VALUE = { position: 'top', fill: 'var(--text)', fontSize: 13, offset: 8 } as const
const DOT = { r: 4, fill: 'var(--text)', stroke: 'var(--text)' }

/** Figures at every point fit beside each other up to so many. */
const MOST_VALUES = 10

const spoken = ({ title, points }: Trend): string =>
  `${title}: ${points.map(({ infusion, value }) => `infusion ${infusion} ${value}`).join(', ')}`

const TrendChart = ({ trend, newest }: { readonly trend: Trend; readonly newest: number }) => (
  <figure className={classes.trend}>
    <figcaption className={classes.trendTitle}>{trend.title}</figcaption>
    <div className={classes.plot} role="img" aria-label={spoken(trend)}>
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <LineChart
          data={[...trend.points]}
          margin={{ top: 22, right: 16, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <XAxis
            dataKey="infusion"
            type="number"
            domain={[0.5, newest + 0.5]}
            ticks={Array.from({ length: newest }, (_, index) => index + 1)}
            interval="preserveStartEnd"
            stroke="var(--line)"
            tick={TICK}
          />
          <YAxis domain={[...trend.domain]} ticks={[...trend.domain]} width={36} stroke="var(--line)" tick={TICK} />
          <Line
            dataKey="value"
            stroke="var(--muted)"
            strokeWidth={2}
            dot={DOT}
            label={trend.points.length > MOST_VALUES ? false : VALUE}
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  </figure>
)

/** Dose, pressure response and scores side by side, each over the number of the infusion. */
export const TrendCharts = ({ visits }: { readonly visits: readonly GivenVisit[] }) => (
  <section className={classes.card} aria-label="From infusion to infusion">
    <h2 className={classes.cardTitle}>From infusion to infusion</h2>
    <div className={classes.trends}>
      {trendsOf(visits).map((trend) => (
        <TrendChart key={trend.id} trend={trend} newest={visits.at(-1)?.infusion ?? 1} />
      ))}
    </div>
    {visits.some(({ dose }) => dose.endedAt === undefined) ? (
      <p className={classes.note}>An infusion that still runs counts with what it has given so far.</p>
    ) : null}
  </section>
)
