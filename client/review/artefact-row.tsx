import { Button } from '@mantine/core'
import { METRIC_INFO } from '../../shared/domain/vital.ts'
import type { ArtefactSuggestion } from '../../shared/wire/artefact.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { formatClock } from '../ui/format.ts'
import classes from './artefact.module.css'
import type { ChartSpan } from '../../shared/wire/chart.ts'

export interface ArtefactRowProps {
  /** The stretch that a hand or the keyboard stands on; null: it left. */
  readonly onPoint: (stretch: ChartSpan | null) => void
  /** Brings the stretch into the chart. */
  readonly onShow: (stretch: ChartSpan) => void
  readonly suggestion: ArtefactSuggestion
  readonly mayJudge: boolean
  readonly isBusy: boolean
  readonly onAccept: (id: string) => void
  /** Absent: it is dismissed. */
  readonly onDismiss?: (id: string) => void
}

const nameOf = ({ metrics, from }: ArtefactSuggestion): string =>
  `${metrics.map((metric) => METRIC_INFO[metric].label).join(', ')}, ${formatClock(from)}`

/** One suggestion: what, when and why; standing on it shows where. */
export const ArtefactRow = ({
  suggestion,
  mayJudge,
  isBusy,
  onPoint,
  onShow,
  onAccept,
  onDismiss,
}: ArtefactRowProps) => {
  const { id, from, to, why, by } = suggestion
  const name = nameOf(suggestion)
  const point = () => onPoint({ from, to })
  return (
    <li
      className={classes.row}
      onPointerEnter={point}
      onPointerLeave={() => onPoint(null)}
      onFocus={point}
      onBlur={() => onPoint(null)}
    >
      <button type="button" data-suggestion className={classes.what} onClick={() => onShow({ from, to })}>
        <strong>
          <ChemText text={name} />
        </strong>
        <span className={classes.why}>
          <ChemText text={why} />
          {by === null ? '' : ` Dismissed by ${by}.`}
        </span>
      </button>
      {mayJudge ? (
        <div className={classes.acts}>
          <Button
            size="sm"
            variant="default"
            className={classes.act}
            disabled={isBusy}
            aria-label={`Accept: ${name}`}
            onClick={() => onAccept(id)}
          >
            Accept
          </Button>
          {onDismiss === undefined ? null : (
            <Button
              size="sm"
              variant="default"
              className={classes.act}
              disabled={isBusy}
              aria-label={`Dismiss: ${name}`}
              onClick={() => onDismiss(id)}
            >
              Dismiss
            </Button>
          )}
        </div>
      ) : null}
    </li>
  )
}
