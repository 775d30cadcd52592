import { Link } from 'react-router'
import { formatTime } from '../ui/format.ts'
import { PHASE_WORD } from '../ui/phase-words.ts'
import { useBedside } from './bedside-context.ts'
import { SheetLink } from './sheet-links.tsx'
import classes from './visit-panel.module.css'

export const EndedPart = () => {
  const { view, bay } = useBedside()
  return (
    <>
      <p className={classes.headline}>
        <span className={classes.large}>{PHASE_WORD[view.phase]}</span>
        <span className={classes.beside}>{formatTime(Date.parse(view.phaseSince))}</span>
      </p>
      <p className={classes.hint}>The visit is over and {bay} is free. Notes and corrections are made in its record.</p>
      <p className={classes.links}>
        {view.phase === 'transferred' ? <SheetLink view={view} kind="handover" /> : null}
        {view.phase === 'discharged' ? <SheetLink view={view} kind="instructions" /> : null}
        {view.infusion?.route === 'nasal' ? <SheetLink view={view} kind="esketamine" /> : null}
        <Link to={`/review/${view.id}`}>Open the record</Link>
        <Link to="/">To all bays</Link>
      </p>
    </>
  )
}
