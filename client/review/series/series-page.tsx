import { Button } from '@mantine/core'
import { Link, useParams } from 'react-router'
import type { NextVisitAnswer } from '../../../shared/wire/next-visit.ts'
import { seriesAnswerSchema, type SeriesAnswer } from '../../../shared/wire/review.ts'
import { useAnswer } from '../../http/use-answer.ts'
import { NO_VALUE } from '../../ui/format.ts'
import { days, nextVisitText } from '../../ui/next-visit-text.ts'
import { OriginMark } from '../../ui/origin-mark.tsx'
import { FailureNotice, LoadingNotice, StateNotice } from '../../ui/state-notice.tsx'
import { archivePath } from '../archive-path.ts'
import { PressureOverlay } from './pressure-overlay.tsx'
import { givenVisits, intervalTexts, nextText, type SeriesVisit } from './series-look.ts'
import { SeriesTable } from './series-table.tsx'
import { PrintMark } from '../print-mark.tsx'
import classes from './series.module.css'
import { TrendCharts } from './trend-charts.tsx'

/** What of the visits stands in the head: one that is simulated or played again marks all of the page. */
const originOf = (visits: readonly SeriesVisit[]) => ({
  simulated: visits.some(({ simulated }) => simulated),
  replayed: visits.some(({ replayed }) => replayed),
})

const countText = (visits: number, infusions: number): string =>
  `${visits} ${visits === 1 ? 'visit' : 'visits'}, ${infusions} ${infusions === 1 ? 'infusion' : 'infusions'}`

const Head = ({ series, infusions }: { readonly series: SeriesAnswer; readonly infusions: number }) => (
  <header className={classes.head}>
    <Link to="/review" className={classes.back}>
      Review
    </Link>
    <div className={classes.headFacts}>
      <h1 className={classes.title}>{series.displayName}</h1>
      <p className={classes.facts}>
        No. {series.recordNumber} · {countText(series.sessions.length, infusions)}
      </p>
      <OriginMark view={originOf(series.sessions)} className={classes.origin} />
    </div>
    <Button
      className={classes.print}
      size="md"
      variant="default"
      component="a"
      href={archivePath(series.recordNumber)}
      target="_blank"
      rel="noreferrer"
    >
      Archive (ZIP)
    </Button>
    <Button className={classes.print} size="md" variant="default" onClick={() => window.print()}>
      Print
    </Button>
  </header>
)

const Intervals = ({
  visits,
  nextVisit,
}: {
  readonly visits: readonly SeriesVisit[]
  readonly nextVisit: NextVisitAnswer
}) => {
  const { last, all } = intervalTexts(visits)
  return (
    <section className={classes.card} aria-label="Interval">
      <h2 className={classes.cardTitle}>Interval</h2>
      <dl className={classes.intervals}>
        <dt>Last interval between infusions</dt>
        <dd>{last}</dd>
        <dt>All intervals in days, oldest first</dt>
        <dd>{all}</dd>
        <dt>Next due, from the last completed visit</dt>
        <dd>{nextVisit === null ? NO_VALUE : `${nextVisitText(nextVisit)} (every ${days(nextVisit.everyDays)})`}</dd>
        <dt>Next visit</dt>
        <dd>{nextText(visits)}</dd>
      </dl>
      {nextVisit === null ? (
        <p className={classes.note}>
          No date is due: the protocol in use sets no maintenance interval, or no visit with a dose ended in a
          discharge.
        </p>
      ) : null}
    </section>
  )
}

const Series = ({ series }: { readonly series: SeriesAnswer }) => {
  const given = givenVisits(series.sessions)
  return (
    <main className={classes.page}>
      <PrintMark
        words={[series.displayName, `No. ${series.recordNumber}`, 'Visits compared']}
        simulated={originOf(series.sessions).simulated}
      />
      <Head series={series} infusions={given.length} />
      <SeriesTable visits={series.sessions} />
      {given.length === 0 ? (
        <StateNotice title="Nothing was given yet">
          <span>The infusions are laid over one another here as soon as there is one.</span>
        </StateNotice>
      ) : (
        <>
          <PressureOverlay visits={given} />
          <TrendCharts visits={given} />
        </>
      )}
      <Intervals visits={series.sessions} nextVisit={series.nextVisit} />
    </main>
  )
}

/** All visits of one patient, compared. */
export const SeriesPage = () => {
  const recordNumber = useParams().id ?? ''
  const path = `/patients/${encodeURIComponent(recordNumber)}/series`
  const answer = useAnswer(['patients', recordNumber, 'series'], seriesAnswerSchema, path)
  if (answer.state === 'loading')
    return (
      <main>
        <LoadingNotice what="the visits of this patient" />
      </main>
    )
  if (answer.state === 'failed')
    return (
      <main>
        <FailureNotice what="The series of visits" problem={answer.problem} again={answer.again} />
        <p className={classes.backLine}>
          <Link to="/review">To all visits</Link>
        </p>
      </main>
    )
  return <Series key={recordNumber} series={answer.data} />
}
