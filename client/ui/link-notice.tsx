import { formatDuration } from './format.ts'
import classes from './link-notice.module.css'
import { TechnicalMark } from './technical-mark.tsx'

export interface LinkNoticeProps {
  readonly health: 'opening' | 'live' | 'stale' | 'lost'
  readonly silentS: number
  /** null: this screen did not sleep lately. */
  readonly sleptS: number | null
  /** The server's own words, where it does not let this screen watch. */
  readonly refusal: string | null
}

/** The screen's own technical alarm: it needs no server to say that the server is not heard. */
export const LinkNotice = ({ health, silentS, sleptS, refusal }: LinkNoticeProps) => {
  if (health === 'lost' || refusal !== null)
    return (
      <div className={classes.lost} role="alert">
        <span>
          <TechnicalMark /> ** NO LINK TO THE SERVER for {formatDuration(silentS * 1_000)}
        </span>
        <span>
          {refusal ?? 'The numbers are old: look at the bedside monitors. Entries are kept here and sent later.'}
        </span>
      </div>
    )
  if (sleptS !== null)
    return (
      <div className={classes.stale} role="status">
        <TechnicalMark /> This screen slept for {formatDuration(sleptS * 1_000)}, or its clock was set:{' '}
        {health === 'live' ? 'it has asked the server anew.' : 'the numbers may be old until the server answers.'}
      </div>
    )
  if (health !== 'stale') return null
  return (
    <div className={classes.stale} role="status">
      No word from the server for {silentS} s: the numbers may be old.
    </div>
  )
}
