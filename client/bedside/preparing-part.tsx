import { IconCheck } from '@tabler/icons-react'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { formatFigure } from '../ui/format.ts'
import { useBedside, type Bedside } from './bedside-context.ts'
import classes from './visit-panel.module.css'

type Item = SessionView['checklist'][number]

interface ItemState {
  readonly isDone: boolean
  readonly isUnsaved: boolean
}

/** As it stands with what is on its way: the newest tap counts. */
const stateOf = (item: Item, orders: Bedside['orders']): ItemState => {
  const pending = orders.findLast(
    ({ type, body, refusal }) =>
      refusal === null && (type === 'checkOff' || type === 'uncheck') && body.item === item.id,
  )
  if (pending === undefined) return { isDone: item.done, isUnsaved: false }
  return { isDone: pending.type === 'checkOff', isUnsaved: true }
}

/** `Medicines reviewed: benzodiazepines, …` is a heading and what it means. */
const inTwo = (label: string): readonly [string, string] => {
  const colon = label.indexOf(':')
  return colon === -1 ? [label, ''] : [label.slice(0, colon), label.slice(colon + 1).trim()]
}

const noteOf = (item: Item, { isDone, isUnsaved }: ItemState): string => {
  if (isUnsaved) return 'not saved yet'
  if (isDone) return item.by ?? ''
  return item.required ? inTwo(item.label)[1] : 'where it applies'
}

const CheckItem = ({ item }: { readonly item: Item }) => {
  const { give, orders, mayAct } = useBedside()
  const state = stateOf(item, orders)
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={state.isDone}
      className={classes.check}
      disabled={!mayAct}
      onClick={() => give({ type: state.isDone ? 'uncheck' : 'checkOff', item: item.id })}
    >
      <span className={classes.box} aria-hidden="true">
        {state.isDone ? <IconCheck size={20} stroke={3} /> : null}
      </span>
      <span className={classes.checkText}>
        {inTwo(item.label)[0]}
        <span className={classes.checkNote}>{noteOf(item, state)}</span>
      </span>
    </button>
  )
}

const baselineText = ({ baseline }: SessionView): string => {
  if (baseline === undefined) return 'not recorded yet'
  const { sbp, dbp, hr, spo2 } = baseline
  return `${formatFigure(sbp)}/${formatFigure(dbp)}, HR ${formatFigure(hr)}, SpO₂ ${formatFigure(spo2)}`
}

const doseText = ({ proposal }: SessionView): string => {
  if (proposal === undefined) return ''
  const over = proposal.durationMin === 0 ? ' at once' : ` over ${formatFigure(proposal.durationMin)} min`
  return `${formatFigure(proposal.doseMg)} mg${over}`
}

/** The checklist, the baseline and the dose that is proposed. */
export const PreparingPart = () => {
  const { view } = useBedside()
  const open = view.checklist.filter(({ required, done }) => required && !done).length
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>Checklist</dt>
          <dd>{open === 0 ? 'complete' : `${open} open`}</dd>
        </div>
        <div>
          <dt>Baseline</dt>
          <dd>{baselineText(view)}</dd>
        </div>
        <div>
          <dt>Dose proposed</dt>
          <dd>{doseText(view)}</dd>
        </div>
      </dl>
      <div className={classes.checks} role="group" aria-label="Checklist before the start">
        {view.checklist.map((item) => (
          <CheckItem key={item.id} item={item} />
        ))}
      </div>
    </>
  )
}
