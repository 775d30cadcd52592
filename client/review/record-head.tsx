import { Button } from '@mantine/core'
import { Link } from 'react-router'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { VisitChart } from '../../shared/wire/chart.ts'
import { patientAnswerSchema } from '../../shared/wire/review.ts'
import { baysAnswerSchema } from '../../shared/wire/site.ts'
import { useAnswer } from '../http/use-answer.ts'
import { formatTime, formatDay } from '../ui/format.ts'
import { OriginMark } from '../ui/origin-mark.tsx'
import { useStaff } from '../ui/staff-context.ts'
import { ExportMenu } from './export-menu.tsx'
import classes from './review.module.css'

export interface RecordHeadProps {
  readonly view: SessionView
  readonly chart: VisitChart | null
  readonly onSign: () => void
}

const useBayName = (id: string): string => {
  const bays = useAnswer(['bays'], baysAnswerSchema, '/bays')
  return bays.state === 'ready' ? (bays.data.find((bay) => bay.id === id)?.name ?? 'a bay that is gone') : ''
}

/** `Infusion 3 of 6`: among the patient's visits in which something was given. */
const useTitle = ({ id, infusion, patient: { recordNumber } }: SessionView): string => {
  const path = recordNumber === undefined ? null : `/patients/${encodeURIComponent(recordNumber)}`
  const patient = useAnswer(['patients', recordNumber], patientAnswerSchema, path)
  if (infusion === undefined || patient.state !== 'ready') return 'Visit'
  const given = patient.data.sessions.filter((visit) => visit.infusion !== undefined)
  const place = given.findIndex((visit) => visit.id === id)
  return place === -1 ? 'Visit' : `Infusion ${place + 1} of ${given.length}`
}

const spanText = ({ from, to }: VisitChart, isOver: boolean): string =>
  `${formatDay(from)}, ${formatTime(from)} ${isOver ? `to ${formatTime(to)}` : 'on'}`

const CompareLink = ({ recordNumber }: { readonly recordNumber: string | undefined }) =>
  recordNumber === undefined ? null : (
    <Link to={`/patients/${encodeURIComponent(recordNumber)}`} className={classes.back}>
      Compare visits
    </Link>
  )

/** What was never admitted has nothing to play. */
const ReplayLink = ({ id, hasChart }: { readonly id: string; readonly hasChart: boolean }) =>
  hasChart ? (
    <Link to={`/replay/${encodeURIComponent(id)}`} className={classes.back}>
      Play again
    </Link>
  ) : null

/** Whose record it is, and what can be done with it. */
export const RecordHead = ({ view, chart, onSign }: RecordHeadProps) => {
  const { role } = useStaff()
  const bay = useBayName(view.bay)
  const title = useTitle(view)
  const { displayName, initials, recordNumber } = view.patient
  const isOver = view.phase === 'discharged' || view.phase === 'transferred' || view.phase === 'cancelled'
  const facts = [
    displayName ?? initials,
    recordNumber === undefined ? '' : `No. ${recordNumber}`,
    `${view.protocol.name} v${view.protocol.version}${view.protocol.approved ? '' : ', not approved yet'}`,
    bay,
    chart === null ? '' : spanText(chart, isOver),
    view.signed ? 'signed' : 'not signed yet',
  ].filter((fact) => fact !== '')
  return (
    <header className={classes.head}>
      <Link to="/review" className={classes.back}>
        Review
      </Link>
      <div className={classes.headFacts}>
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.facts}>{facts.join(' · ')}</p>
        <OriginMark view={view} className={classes.origin} />
      </div>
      <div className={classes.headActions}>
        <CompareLink recordNumber={recordNumber} />
        <ReplayLink id={view.id} hasChart={chart !== null} />
        <ExportMenu id={view.id} recordNumber={recordNumber} />
        {role === 'clinician' && (view.phase === 'discharged' || view.phase === 'transferred') ? (
          <Button onClick={onSign}>{view.signed ? 'Sign as well' : 'Sign'}</Button>
        ) : null}
      </div>
    </header>
  )
}
