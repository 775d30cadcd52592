import { useId } from 'react'
import { MINUTES_AGO, NOW, occurrenceText } from '../occurrence.ts'
import classes from './occurrence-field.module.css'
import type { ChosenOccurrence } from './use-occurrence.ts'

interface ChipProps {
  readonly isPressed: boolean
  readonly onClick: () => void
  readonly children: string
}

const Chip = ({ isPressed, onClick, children }: ChipProps) => (
  <button type="button" className={classes.chip} aria-pressed={isPressed} onClick={onClick}>
    {children}
  </button>
)

export interface OccurrenceFieldProps {
  readonly occurrence: ChosenOccurrence
  /** What happened, as in `When did it happen?` */
  readonly label?: string
}

/** When it happened: now without a tap, a few minutes ago with one, any other time by its hour and minute. */
export const OccurrenceField = ({ occurrence, label = 'When did it happen?' }: OccurrenceFieldProps) => {
  const { chosen, judged, choose, chooseAgo } = occurrence
  const id = useId()
  const said = `${id}-said`
  const isNow = judged.at === null && judged.objection === null
  return (
    <div className={classes.field} role="group" aria-label={label}>
      <span className={classes.chips}>
        <Chip isPressed={isNow} onClick={() => choose(NOW)}>
          Now
        </Chip>
        {MINUTES_AGO.map((minutes) => (
          <Chip
            key={minutes}
            isPressed={chosen.kind === 'ago' && chosen.minutes === minutes}
            onClick={() => chooseAgo(minutes)}
          >
            {`${minutes} min ago`}
          </Chip>
        ))}
        <label className={classes.time} htmlFor={id}>
          at
          <input
            id={id}
            className={classes.input}
            aria-label={`${label} Time of day`}
            aria-invalid={judged.objection !== null}
            aria-describedby={judged.objection === null ? undefined : said}
            inputMode="numeric"
            autoComplete="off"
            placeholder="hh:mm"
            maxLength={5}
            value={occurrenceText(chosen)}
            onChange={(event) => choose({ kind: 'typed', text: event.currentTarget.value })}
          />
        </label>
      </span>
      {judged.objection === null ? null : (
        <p className={classes.objection} id={said} role="alert">
          {judged.objection}
        </p>
      )}
    </div>
  )
}
