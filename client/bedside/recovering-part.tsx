import { useState } from 'react'
import type { CriterionView, RecoveryView } from '../../shared/domain/session-view.ts'
import { formatCountdown, formatDuration } from '../ui/format.ts'
import { useNow } from '../ui/use-now.ts'
import { useBedside } from './bedside-context.ts'
import { ItemScoreSheet } from './sheets/score-sheet.tsx'
import { TickRow } from './tick-row.tsx'
import { TimerRows } from './timer-rows.tsx'
import classes from './visit-panel.module.css'

const STATUS_WORD: Readonly<Record<RecoveryView['status'], string>> = {
  recovering: 'Recovering',
  due: 'Due for assessment',
  ready: 'Ready for discharge',
  overdue: 'Overdue: longest stay passed',
}

const Clock = ({ recovery }: { readonly recovery: RecoveryView }) => {
  const [endedAt, until] = [Date.parse(recovery.endedAt), Date.parse(recovery.minimumUntil)]
  const since = useNow((now) => formatDuration(now - endedAt), '--')
  const share = useNow((now) => Math.min(100, Math.round(((now - endedAt) / Math.max(1, until - endedAt)) * 100)), 0)
  return (
    <>
      <p className={classes.headline}>
        <span className={classes.large}>{since}</span>
        <span className={classes.beside}>since the end</span>
      </p>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label="Recovery minimum"
        aria-valuenow={share}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span className={classes.barDone} style={{ width: `${share}%` }} />
      </div>
    </>
  )
}

const MinimumLeft = ({ until }: { readonly until: string }) => (
  <div>
    <dt>Minimum</dt>
    <dd>
      {useNow((now) => {
        const left = Date.parse(until) - now
        return left > 0 ? `${formatCountdown(left)} left` : 'passed'
      }, '')}
    </dd>
  </div>
)

const markOf = ({ source, met }: CriterionView) => {
  if (source === 'open') return 'unknown'
  return met ? 'yes' : 'no'
}

const sourceWord = ({ source, met, note }: CriterionView): string => {
  if (source === 'open') return note ?? 'not answered'
  const said = met ? 'met' : 'not met'
  return source === 'monitor' ? `${said}, by the monitor` : said
}

const SCORED = 'aldrete'

const Criterion = ({ criterion, onScore }: { readonly criterion: CriterionView; readonly onScore: () => void }) => {
  const { give, orders, mayAct } = useBedside()
  const { id, label, met } = criterion
  const isUnsaved = orders.some(
    ({ type, body, refusal }) => refusal === null && type === 'assessCriterion' && body.criterion === id,
  )
  const assess = () => {
    if (id === SCORED) onScore()
    else give({ type: 'assessCriterion', criterion: id, met: !met })
  }
  return (
    <TickRow
      label={label}
      note={isUnsaved ? 'not saved yet' : sourceWord(criterion)}
      mark={markOf(criterion)}
      isDisabled={!mayAct}
      onTick={assess}
    />
  )
}

/** The recovery clock, what is due, and the criteria for going home. */
export const RecoveringPart = () => {
  const { recovery } = useBedside().view
  const [isScoring, setIsScoring] = useState(false)
  if (recovery === undefined) return null
  const criteria = recovery.criteria.filter(({ stage }) => stage === 'ready')
  const met = criteria.filter((criterion) => criterion.met).length
  return (
    <>
      <Clock recovery={recovery} />
      <dl className={classes.columns}>
        <MinimumLeft until={recovery.minimumUntil} />
        <TimerRows isNarrow except={['recovery', 'stay']} />
      </dl>
      <p className={classes.inLine}>
        <b>{STATUS_WORD[recovery.status]}</b>
        <span>
          {met} of {criteria.length} criteria met
        </span>
      </p>
      <div className={classes.checks} role="group" aria-label="Criteria for going home">
        {criteria.map((criterion) => (
          <Criterion key={criterion.id} criterion={criterion} onScore={() => setIsScoring(true)} />
        ))}
      </div>
      {isScoring ? <ItemScoreSheet scale={SCORED} onClose={() => setIsScoring(false)} /> : null}
    </>
  )
}
