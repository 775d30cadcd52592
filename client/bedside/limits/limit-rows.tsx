import { IconMinus, IconPlus } from '@tabler/icons-react'
import type { Direction, Limit } from '../../../shared/domain/limit.ts'
import { METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import type { LimitSheetAnswer } from '../../../shared/wire/limit-sheet.ts'
import { ChemText } from '../../ui/chem-text.tsx'
import { formatFigure } from '../../ui/format.ts'
import { PRIORITY_LOOK } from '../../ui/priority.ts'
import { isSame, thresholdText } from './limit-draft.ts'
import classes from './limits.module.css'

/** A limit of the draft, with what it comes to and where it comes from. */
export interface ShownLimit {
  readonly id: string
  readonly limit: Limit
  /** Its place in the whole set. */
  readonly index: number
  /** As the server resolves it; null while there is no baseline. */
  readonly value: number | null
  readonly was: LimitSheetAnswer['limits'][number] | null
}

const DIRECTION_WORD: Readonly<Record<Direction, string>> = { low: 'Below', high: 'Above' }

/** What a limit is against the protocol's, and who set it so. */
const originText = ({ limit, was }: ShownLimit): string => {
  if (was === null) return ''
  const isProtocol = was.protocol !== null && isSame([limit], [was.protocol])
  if (isProtocol) return 'protocol'
  const protocol = was.protocol === null ? 'not in the protocol' : `protocol ${thresholdText(was.protocol)}`
  const isAsSet = isSame([limit], [was.limit])
  return isAsSet && was.changedBy !== undefined ? `${protocol}; set by ${was.changedBy}` : protocol
}

const wordsOf = (limit: Limit): string =>
  `${METRIC_INFO[limit.metric].label} ${limit.direction === 'low' ? 'below' : 'above'} ${thresholdText(limit)}, ${limit.priority} priority`

interface RowProps {
  readonly shown: ShownLimit
  readonly onMove: (index: number, direction: 1 | -1) => void
}

const LimitRow = ({ shown, onMove }: RowProps) => {
  const { limit, index, value } = shown
  const words = wordsOf(limit)
  const isDerived = typeof limit.threshold !== 'number'
  const origin = originText(shown)
  return (
    <li className={classes.row} data-changed={origin !== 'protocol'}>
      <button type="button" className={classes.step} aria-label={`Lower: ${words}`} onClick={() => onMove(index, -1)}>
        <IconMinus size={28} aria-hidden />
      </button>
      <span className={classes.figure}>
        <span className={classes.figureMain}>
          <span className={classes.mark} aria-hidden="true">
            {PRIORITY_LOOK[limit.priority].mark}
          </span>
          <b>{thresholdText(limit)}</b>
          {isDerived ? <span>{value === null ? 'no baseline' : `= ${formatFigure(value)}`}</span> : null}
        </span>
        <span className={classes.figureSide}>
          {PRIORITY_LOOK[limit.priority].word}, {limit.onDelay === 0 ? 'at once' : `after ${limit.onDelay} s`}
          {origin === '' ? '' : ` · ${origin}`}
        </span>
      </span>
      <button type="button" className={classes.step} aria-label={`Raise: ${words}`} onClick={() => onMove(index, 1)}>
        <IconPlus size={28} aria-hidden />
      </button>
    </li>
  )
}

export interface LimitRowsProps {
  readonly metric: Metric
  readonly limits: readonly ShownLimit[]
  readonly onMove: (index: number, direction: 1 | -1) => void
}

/** The limits of one vital sign, low beside high: each is moved by taps. */
export const LimitRows = ({ metric, limits, onMove }: LimitRowsProps) => (
  <div className={classes.sides}>
    {(['low', 'high'] as const).map((direction) => {
      const side = limits.filter(({ limit }) => limit.direction === direction)
      return side.length === 0 ? null : (
        <section
          key={direction}
          aria-label={`${METRIC_INFO[metric].label}, ${DIRECTION_WORD[direction].toLowerCase()}`}
        >
          <h3 className={classes.side}>
            <ChemText text={`${METRIC_INFO[metric].label} ${DIRECTION_WORD[direction].toLowerCase()}`} />
          </h3>
          <ul className={classes.rows}>
            {side.map((shown) => (
              <LimitRow key={shown.id} shown={shown} onMove={onMove} />
            ))}
          </ul>
        </section>
      )
    })}
  </div>
)
