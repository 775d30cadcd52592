import { IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { CriterionView, RecoveryView } from '../../shared/domain/session-view.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { formatCountdown, formatDuration } from '../ui/format.ts'
import { useNow } from '../ui/use-now.ts'
import { useBedside } from './bedside-context.ts'
import { ItemScoreSheet } from './sheets/score-sheet.tsx'
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
  const left = useNow(
    (now) => (now < until ? `${formatCountdown(until - now)} of the minimum left` : 'minimum passed'),
    '',
  )
  const share = useNow((now) => Math.min(100, Math.round(((now - endedAt) / Math.max(1, until - endedAt)) * 100)), 0)
  return (
    <>
      <p className={classes.headline}>
        <span className={classes.large}>{since}</span>
        <span className={classes.beside}>since the end, {left}</span>
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

const MARK = { met: IconCheck, unmet: IconX, open: IconMinus } as const

const sourceWord = ({ source, met }: CriterionView): string => {
  if (source === 'open') return 'not answered'
  const said = met ? 'met' : 'not met'
  return source === 'monitor' ? `${said}, by the monitor` : said
}

const SCORED = 'aldrete'

const Criterion = ({ criterion, onScore }: { readonly criterion: CriterionView; readonly onScore: () => void }) => {
  const { give, orders, mayAct } = useBedside()
  const { id, label, met, source } = criterion
  const isUnsaved = orders.some(
    ({ type, body, refusal }) => refusal === null && type === 'assessCriterion' && body.criterion === id,
  )
  const Mark = MARK[source === 'open' ? 'open' : met ? 'met' : 'unmet']
  const assess = () => {
    if (id === SCORED) onScore()
    else give({ type: 'assessCriterion', criterion: id, met: !met })
  }
  return (
    <button type="button" className={classes.check} data-met={met} disabled={!mayAct} onClick={assess}>
      <span className={classes.box} aria-hidden="true">
        <Mark size={20} stroke={3} />
      </span>
      <span className={classes.checkText}>
        <ChemText text={label} />
        <span className={classes.checkNote}>{isUnsaved ? 'not saved yet' : sourceWord(criterion)}</span>
      </span>
    </button>
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
      <dl className={classes.facts}>
        <div>
          <dt>{STATUS_WORD[recovery.status]}</dt>
          <dd>
            {met} of {criteria.length} criteria
          </dd>
        </div>
        <TimerRows except={['recovery', 'stay']} />
      </dl>
      <div className={classes.checks} role="group" aria-label="Criteria for going home">
        {criteria.map((criterion) => (
          <Criterion key={criterion.id} criterion={criterion} onScore={() => setIsScoring(true)} />
        ))}
      </div>
      {isScoring ? <ItemScoreSheet scale={SCORED} onClose={() => setIsScoring(false)} /> : null}
    </>
  )
}
