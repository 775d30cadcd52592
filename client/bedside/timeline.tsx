import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { ChemText } from '../ui/chem-text.tsx'
import { formatTime } from '../ui/format.ts'
import { useBedside } from './bedside-context.ts'
import { timelineRows, type TimelineRow } from './timeline-rows.ts'
import classes from './timeline.module.css'

const STATE_WORD = { saved: '', waiting: 'not saved yet', refused: 'refused' } as const

const detailOf = ({ state, detail, by, writtenAt }: TimelineRow): string =>
  [STATE_WORD[state], detail, by, writtenAt === null ? '' : `written at ${formatTime(writtenAt)}`]
    .filter((part) => part !== '')
    .join(' · ')

const Refusal = ({ row }: { readonly row: TimelineRow }) => {
  const { outbox } = useBedside()
  return (
    <span className={classes.refusal} role="alert">
      {row.refusal}
      <Button variant="default" size="md" onClick={() => outbox.dismiss(row.key)}>
        Take it off
      </Button>
    </span>
  )
}

const Row = ({ row }: { readonly row: TimelineRow }) => {
  const detail = detailOf(row)
  return (
    <li className={classes.row} data-state={row.state} data-alarm={row.alarm !== undefined}>
      <time className={classes.time}>{row.at === null ? '--:--' : formatTime(row.at)}</time>
      <span className={classes.said}>
        <span className={classes.text} data-struck={row.amendment !== ''}>
          {row.alarm === undefined ? null : <AlarmMark {...row.alarm} className={classes.mark} />}
          <ChemText text={row.text} />
          {row.entry === null ? null : <span className={classes.number}>{row.entry}</span>}
        </span>
        {row.amendment === '' ? null : <span className={classes.text}>{row.amendment}</span>}
        {detail === '' ? null : (
          <span className={classes.detail}>
            <ChemText text={detail} />
          </span>
        )}
        {row.state === 'refused' ? <Refusal row={row} /> : null}
      </span>
    </li>
  )
}

/** Everything that happened in this visit, newest first; what is on its way stands there at once. */
export const Timeline = () => {
  const { log, orders, names } = useBedside()
  const rows = useMemo(() => timelineRows(log, orders, names), [log, orders, names])
  return (
    <section className={classes.panel} aria-label="Timeline">
      <h2 className={classes.spoken}>Timeline</h2>
      {rows.length === 0 ? <p className={classes.empty}>Loading what has happened so far …</p> : null}
      {/* Focusable, so that it scrolls by keyboard as well. */}
      <ol className={classes.rows} tabIndex={0} aria-label="Events, newest first">
        {rows.map((row) => (
          <Row key={row.key} row={row} />
        ))}
      </ol>
    </section>
  )
}
