import { IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import { ChemText } from '../ui/chem-text.tsx'
import classes from './tick-row.module.css'

const MARK = { yes: IconCheck, no: IconX, open: null, unknown: IconMinus } as const

export interface TickRowProps {
  readonly label: string
  /** In small behind the label. */
  readonly note: string
  /** `open`: not done; `no`: answered with no; `unknown`: not answered. */
  readonly mark: keyof typeof MARK
  readonly isDisabled?: boolean
  readonly onTick: () => void
}

/** One thing to be ticked, large enough for a gloved finger. */
export const TickRow = ({ label, note, mark, isDisabled = false, onTick }: TickRowProps) => {
  const Mark = MARK[mark]
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={mark === 'yes'}
      className={classes.row}
      disabled={isDisabled}
      onClick={onTick}
    >
      <span className={classes.box} aria-hidden="true">
        {Mark === null ? null : <Mark size={20} stroke={3} />}
      </span>
      <span className={classes.text}>
        <ChemText text={label} /> {note === '' ? null : <span className={classes.note}>{note}</span>}
      </span>
    </button>
  )
}
