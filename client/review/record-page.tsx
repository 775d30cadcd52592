import { useState, type ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { artefactsAnswerSchema, type ArtefactsAnswer } from '../../shared/wire/artefact.ts'
import { chartAnswerSchema, type ChartAnswer, type ChartSpan } from '../../shared/wire/chart.ts'
import { recordAnswerSchema, type RecordAnswer } from '../../shared/wire/record.ts'
import { eventsAnswerSchema, summarySchema, type EventsAnswer, type Summary } from '../../shared/wire/review.ts'
import { sessionViewSchema } from '../../shared/wire/session-view.ts'
import { useAnswer, type Answer } from '../http/use-answer.ts'
import { FailureNotice, LoadingNotice, StateNotice } from '../ui/state-notice.tsx'
import { ArtefactCard, type ArtefactCardProps } from './artefact-card.tsx'
import { ArtefactDialog } from './artefact-dialog.tsx'
import { RecordChart, type RecordChartProps } from './chart/record-chart.tsx'
import { DecisionCards } from './decision-cards.tsx'
import { EntryList } from './entry-list.tsx'
import { EventList } from './event-list.tsx'
import { IntegrityCard } from './integrity-card.tsx'
import { besides } from './chart/zoom.ts'
import { RecordHead } from './record-head.tsx'
import { RecordTables } from './record-tables.tsx'
import classes from './review.module.css'
import { SignDialog } from './sign-dialog.tsx'
import { SignatureCard } from './signature-card.tsx'

interface RecordParts {
  readonly view: SessionView
  readonly chart: Answer<ChartAnswer>
  readonly summary: Answer<Summary>
  readonly record: Answer<RecordAnswer>
  readonly events: Answer<EventsAnswer>
  readonly artefacts: Answer<ArtefactsAnswer>
}

/** The chart is what somebody opens a record for: what else takes the server long is asked for once that is there. */
const useRecord = (id: string): Omit<RecordParts, 'view'> & { readonly view: Answer<SessionView> } => {
  const path = `/sessions/${encodeURIComponent(id)}`
  const chart = useAnswer(['chart', id], chartAnswerSchema, `${path}/chart`)
  const then = (part: string): string | null => (chart.state === 'loading' ? null : `${path}/${part}`)
  return {
    view: useAnswer(['sessions', id], sessionViewSchema, path),
    chart,
    summary: useAnswer(['summary', id], summarySchema, then('summary')),
    record: useAnswer(['record', id], recordAnswerSchema, then('record')),
    artefacts: useAnswer(['artefacts', id], artefactsAnswerSchema, then('artefact-suggestions')),
    events: useAnswer(['events', id], eventsAnswerSchema, then('events')),
  }
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

type Dialog = { readonly kind: 'sign' } | { readonly kind: 'artefact'; readonly stretch: ChartSpan }

/** Which part of the visit the chart shows (null: all of it), and which stretch of it somebody points at. */
const useLook = () => {
  const [asked, onShown] = useState<ChartSpan | null>(null)
  const [pointed, onPoint] = useState<ChartSpan | null>(null)
  return { asked, onShown, pointed, onPoint }
}

const Chart = ({
  view,
  answer,
  ...look
}: {
  readonly view: SessionView
  readonly answer: Answer<ChartAnswer>
} & Pick<RecordChartProps, 'asked' | 'onShown' | 'pointed' | 'onMark'>) => (
  <section className={classes.chart} aria-label="Chart of the visit">
    <Part
      what="the chart"
      answer={answer}
      show={({ chart }) =>
        chart === null ? (
          <StateNotice title="There is nothing to draw">
            <span>The patient was never admitted; what staff entered stands among the events.</span>
          </StateNotice>
        ) : (
          <RecordChart sessionId={view.id} chart={chart} {...look} />
        )
      }
    />
  </section>
)

const Suggestions = ({
  answer,
  ...card
}: Omit<ArtefactCardProps, 'suggestions'> & { readonly answer: Answer<ArtefactsAnswer> }) => (
  <Part
    what="the suggested artefacts"
    answer={answer}
    show={({ suggestions }) =>
      suggestions.every(({ state }) => state === 'accepted') ? null : (
        <ArtefactCard suggestions={suggestions} {...card} />
      )
    }
  />
)

const Record = ({ view, chart, summary, record, events, artefacts }: RecordParts) => {
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const { onPoint, ...look } = useLook()
  const drawn = chart.state === 'ready' ? chart.data.chart : null
  const close = () => setDialog(null)
  return (
    <main className={classes.record}>
      <RecordHead view={view} chart={drawn} onSign={() => setDialog({ kind: 'sign' })} />
      <div className={classes.story}>
        <Chart view={view} answer={chart} {...look} onMark={(stretch) => setDialog({ kind: 'artefact', stretch })} />
        <section className={classes.events} aria-label="Entries">
          <Part what="the entries" answer={record} show={(data) => <EntryList record={data} view={view} />} />
        </section>
        <section className={classes.events} aria-label="Events">
          <Part what="the events" answer={events} show={(data) => <EventList events={data.events} view={view} />} />
        </section>
      </div>
      <aside className={classes.side}>
        <Suggestions
          view={view}
          answer={artefacts}
          onPoint={onPoint}
          onShow={(stretch) => (drawn === null ? undefined : look.onShown(besides(drawn, stretch)))}
        />
        <Part what="the summary" answer={summary} show={(data) => <RecordTables summary={data} view={view} />} />
        {record.state === 'ready' ? (
          <>
            <DecisionCards record={record.data} view={view} />
            <SignatureCard record={record.data} />
          </>
        ) : null}
        <IntegrityCard id={view.id} />
      </aside>
      {dialog?.kind === 'sign' ? <SignDialog view={view} onClose={close} /> : null}
      {dialog?.kind === 'artefact' && drawn !== null ? (
        <ArtefactDialog view={view} chart={drawn} stretch={dialog.stretch} onClose={close} />
      ) : null}
    </main>
  )
}

/** The record of one visit: its chart, what it comes to, and everything that happened. */
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
