import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import type { SessionView } from '../../shared/domain/session-view.ts'
import {
  eventsAnswerSchema,
  readingsAnswerSchema,
  summarySchema,
  type EventsAnswer,
  type ReadingsAnswer,
  type Summary,
} from '../../shared/wire/review.ts'
import { sessionViewSchema } from '../../shared/wire/session-view.ts'
import { baysAnswerSchema } from '../../shared/wire/site.ts'
import { useAnswer, type Answer } from '../http/use-answer.ts'
import { formatTime } from '../ui/format.ts'
import { OriginMark } from '../ui/origin-mark.tsx'
import { FailureNotice, LoadingNotice } from '../ui/state-notice.tsx'
import { formatDay } from './day.ts'
import { EventList } from './event-list.tsx'
import { RecordTables } from './record-tables.tsx'
import classes from './review.module.css'
import { TrendCharts } from './trend-charts.tsx'

/** About as many as the chart is wide; the server loses no extreme and no gap on the way. */
const MOST_POINTS = 900
const CHARTED = 'hr,pr,spo2,sbp,dbp,map'

interface RecordParts {
  readonly view: SessionView
  readonly summary: Answer<Summary>
  readonly readings: Answer<ReadingsAnswer>
  readonly events: Answer<EventsAnswer>
}

const useRecord = (id: string): Omit<RecordParts, 'view'> & { readonly view: Answer<SessionView> } => {
  const path = `/sessions/${encodeURIComponent(id)}`
  return {
    view: useAnswer(['sessions', id], sessionViewSchema, path),
    summary: useAnswer(['summary', id], summarySchema, `${path}/summary`),
    readings: useAnswer(
      ['readings', id],
      readingsAnswerSchema,
      `${path}/readings?metrics=${CHARTED}&maxPoints=${MOST_POINTS}`,
    ),
    events: useAnswer(['events', id], eventsAnswerSchema, `${path}/events`),
  }
}

const spanText = ({ phases }: Summary): string => {
  const [first, last] = [phases[0], phases.at(-1)]
  if (first === undefined || last === undefined) return ''
  const from = Date.parse(first.from)
  const to = last.to ?? last.from
  return `${formatDay(from)}, ${formatTime(from)} to ${formatTime(Date.parse(to))}`
}

const useBayName = (id: string): string => {
  const bays = useAnswer(['bays'], baysAnswerSchema, '/bays')
  return bays.state === 'ready' ? (bays.data.find((bay) => bay.id === id)?.name ?? id) : id
}

const Head = ({ view, summary }: Pick<RecordParts, 'view' | 'summary'>) => {
  const bay = useBayName(view.bay)
  const facts = [
    view.patient.recordNumber === undefined ? '' : `No. ${view.patient.recordNumber}`,
    `${view.protocol.name} v${view.protocol.version}`,
    bay,
    summary.state === 'ready' ? spanText(summary.data) : '',
    view.signed ? 'signed' : 'not signed',
  ].filter((fact) => fact !== '')
  return (
    <header className={classes.head}>
      <Link to="/review" className={classes.back}>
        Review
      </Link>
      <h1 className={classes.title}>{view.patient.displayName ?? view.patient.initials}</h1>
      <p className={classes.facts}>{facts.join(' · ')}</p>
      <OriginMark view={view} className={classes.origin} />
    </header>
  )
}

const Part = <T,>({
  what,
  answer,
  show,
}: {
  readonly what: string
  readonly answer: Answer<T>
  readonly show: (data: T) => ReactNode
}) => {
  if (answer.state === 'loading') return <LoadingNotice what={what} />
  if (answer.state === 'failed') return <FailureNotice what={what} problem={answer.problem} again={answer.again} />
  return show(answer.data)
}

const Record = ({ view, summary, readings, events }: RecordParts) => (
  <main className={classes.record}>
    <Head view={view} summary={summary} />
    <section className={classes.chart} aria-label="Trend of the visit">
      <Part
        what="the trend"
        answer={readings}
        show={(data) => (
          <TrendCharts
            metrics={data.metrics}
            phases={summary.state === 'ready' ? summary.data.phases : []}
            events={events.state === 'ready' ? events.data.events : []}
          />
        )}
      />
    </section>
    <aside className={classes.side}>
      <Part what="the summary" answer={summary} show={(data) => <RecordTables summary={data} view={view} />} />
    </aside>
    <section className={classes.events} aria-label="Events">
      <Part what="the events" answer={events} show={(data) => <EventList events={data.events} view={view} />} />
    </section>
  </main>
)

/** The plain record of one visit: trend, summary and everything that happened. */
export const RecordPage = () => {
  const { view, ...rest } = useRecord(useParams().id ?? '')
  if (view.state === 'loading')
    return (
      <main>
        <LoadingNotice what="the record" />
      </main>
    )
  if (view.state === 'failed')
    return (
      <main>
        <FailureNotice what="The record" problem={view.problem} again={view.again} />
        <p className={classes.backLine}>
          <Link to="/review">To all visits</Link>
        </p>
      </main>
    )
  return <Record view={view.data} {...rest} />
}
