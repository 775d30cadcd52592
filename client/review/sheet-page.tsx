import { Button, TextInput } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { Link, useParams } from 'react-router'
import { commandResultSchema } from '../../shared/wire/review.ts'
import type { WireEvent } from '../../shared/wire/stored-event.ts'
import { visitSheetSchema, type SheetRow, type SheetSection, type VisitSheet } from '../../shared/wire/visit-sheet.ts'
import { request } from '../http/request.ts'
import { useAnswer } from '../http/use-answer.ts'
import { newIdempotencyKey } from '../live/idempotency-key.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { eventText, type KnownNames } from '../ui/event-text.ts'
import { formatTime, formatDay } from '../ui/format.ts'
import { useStaff } from '../ui/staff-context.ts'
import { FailureNotice, LoadingNotice } from '../ui/state-notice.tsx'
import { PrintMark } from './print-mark.tsx'
import classes from './sheet-page.module.css'

const Row = ({ row }: { readonly row: SheetRow }) => (
  <tr>
    <th scope="row">{row.label}</th>
    <td>
      {row.value === null ? (
        <span className={classes.blank} role="img" aria-label="not held" />
      ) : (
        <ChemText text={row.value} />
      )}
    </td>
    <td className={classes.when}>{row.at === undefined ? '' : formatTime(Date.parse(row.at))}</td>
  </tr>
)

const EventRow = ({ event, names }: { readonly event: WireEvent; readonly names: KnownNames }) => {
  const { text, detail } = eventText(event, names)
  return (
    <tr>
      <th scope="row">{formatTime(Date.parse(event.occurredAt ?? event.at))}</th>
      <td>
        <ChemText text={detail === '' ? text : `${text} · ${detail}`} />
      </td>
      <td className={classes.when}>{event.by?.name ?? ''}</td>
    </tr>
  )
}

const Section = ({ section, names }: { readonly section: SheetSection; readonly names: KnownNames }) => (
  <section>
    <h2>{section.heading}</h2>
    {section.lines.length === 0 ? null : (
      <ul>
        {section.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    )}
    <table>
      <tbody>
        {section.rows.map((row, index) => (
          <Row key={`${row.label}-${index}`} row={row} />
        ))}
        {section.events.map((event) => (
          <EventRow key={event.seq} event={event} names={names} />
        ))}
      </tbody>
    </table>
  </section>
)

interface AskedProps {
  readonly sheet: VisitSheet
  readonly label: string
  readonly onSaved: () => void
}

/** One thing that the sheet asks for and no entry holds: said here, it is a note of the visit. */
const Asked = ({ sheet, label, onSaved }: AskedProps) => {
  const [text, setText] = useState('')
  const [refusal, setRefusal] = useState('')
  const [key] = useState(() => newIdempotencyKey(crypto))
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    const body = { type: 'addNote', text: `${label}: ${text.trim()}` }
    void request(commandResultSchema, {
      method: 'POST',
      path: `/sessions/${sheet.sessionId}/commands`,
      body,
      idempotencyKey: key,
    }).then((answer) => (answer.ok ? onSaved() : setRefusal(answer.error.message)))
  }
  return (
    <form className={classes.asked} onSubmit={save}>
      <TextInput
        label={label}
        value={text}
        maxLength={200}
        error={refusal === '' ? undefined : refusal}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" size="md" variant="default" disabled={text.trim() === ''}>
        Record
      </Button>
    </form>
  )
}

const Missing = ({ sheet, onSaved }: Omit<AskedProps, 'label'>) => {
  const mayAct = useStaff().role !== 'admin'
  if (sheet.missing.length === 0) return null
  return (
    <section className={classes.missing} aria-label="Missing">
      <h2>Missing</h2>
      <p>{sheet.missing.map(({ label }) => label).join(', ')}</p>
      <div className={classes.asking}>
        {sheet.missing
          .filter(({ byNote }) => byNote && mayAct)
          .map(({ label }) => (
            <Asked key={label} sheet={sheet} label={label} onSaved={onSaved} />
          ))}
      </div>
    </section>
  )
}

const Head = ({ sheet }: { readonly sheet: VisitSheet }) => {
  const { displayName, recordNumber, dateOfBirth, weightKg } = sheet.patient
  const born = dateOfBirth === undefined ? [] : [`born ${dateOfBirth}`]
  const weight = weightKg === undefined ? [] : [`${weightKg} kg`]
  const madeAt = Date.parse(sheet.madeAt)
  return (
    <header>
      <h1>{sheet.title}</h1>
      <p className={classes.patient}>
        <b>{displayName}</b> {[`No. ${recordNumber}`, ...born, ...weight].join(' · ')}
      </p>
      <p className={classes.note}>
        {sheet.bay} · {sheet.protocol} · made {formatDay(madeAt)}, {formatTime(madeAt)}
        {sheet.simulated ? ' · SIMULATED' : ''}
      </p>
    </header>
  )
}

/** One page of a visit to print: made by the server, worded as everywhere. */
export const SheetPage = () => {
  const { id = '', sheet: kind = '' } = useParams()
  const path = `/sessions/${encodeURIComponent(id)}/sheets/${encodeURIComponent(kind)}`
  const answer = useAnswer(['sheets', id, kind], visitSheetSchema, path)
  if (answer.state === 'loading') return <LoadingNotice what="the sheet" />
  if (answer.state === 'failed') return <FailureNotice what="The sheet" problem={answer.problem} again={answer.again} />
  const { data: sheet, again } = answer
  const names: KnownNames = { ...sheet.names, bays: {} }
  return (
    <main className={classes.page}>
      <nav className={classes.actions} aria-label="This sheet">
        <Button size="lg" onClick={() => window.print()}>
          Print
        </Button>
        <Link to={`/review/${sheet.sessionId}`}>Its record</Link>
        <Link to={`/sessions/${sheet.sessionId}`}>To the bedside</Link>
      </nav>
      <PrintMark
        words={[sheet.patient.displayName, `No. ${sheet.patient.recordNumber}`, sheet.title]}
        simulated={sheet.simulated}
      />
      <article className={classes.sheet}>
        <Head sheet={sheet} />
        <Missing sheet={sheet} onSaved={again} />
        {sheet.sections.map((section) => (
          <Section key={section.heading} section={section} names={names} />
        ))}
      </article>
    </main>
  )
}
