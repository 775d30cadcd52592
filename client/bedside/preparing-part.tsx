import type { SessionView } from '../../shared/domain/session-view.ts'
import { formatFigure } from '../ui/format.ts'
import { useBedside, type Bedside } from './bedside-context.ts'
import { PreviousVisitRow } from './previous-visit.tsx'
import { TickRow } from './tick-row.tsx'
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
  return inTwo(item.label)[1]
}

const CheckItem = ({ item }: { readonly item: Item }) => {
  const { give, orders, mayAct } = useBedside()
  const state = stateOf(item, orders)
  return (
    <TickRow
      label={inTwo(item.label)[0]}
      note={noteOf(item, state)}
      mark={state.isDone ? 'yes' : 'open'}
      isDisabled={!mayAct}
      onTick={() => give({ type: state.isDone ? 'uncheck' : 'checkOff', item: item.id })}
    />
  )
}

const baselineText = ({ baseline }: SessionView): string => {
  if (baseline === undefined) return 'not yet'
  const { sbp, dbp, hr, spo2 } = baseline
  return `${formatFigure(sbp)}/${formatFigure(dbp)}, ${formatFigure(hr)}, ${formatFigure(spo2)} %`
}

const doseText = ({ proposal }: SessionView): string => {
  if (proposal === undefined) return ''
  const over = proposal.durationMin === 0 ? ' at once' : ` in ${formatFigure(proposal.durationMin)} min`
  return `${formatFigure(proposal.doseMg)} mg${over}`
}

/** The baseline, the dose that is proposed, and the checklist. */
export const PreparingPart = () => {
  const { view } = useBedside()
  return (
    <>
      <p className={classes.inLine}>
        <span>
          <span className={classes.term}>Baseline</span> {baselineText(view)}
        </span>
        <span>
          <span className={classes.term}>Dose</span> {doseText(view)}
        </span>
      </p>
      <PreviousVisitRow />
      <div className={classes.checks} role="group" aria-label="Checklist before the start">
        {view.checklist.map((item) => (
          <CheckItem key={item.id} item={item} />
        ))}
      </div>
    </>
  )
}
