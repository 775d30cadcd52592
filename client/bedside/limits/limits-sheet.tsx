import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Limit } from '../../../shared/domain/limit.ts'
import { METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import { limitSheetSchema, type LimitSheetAnswer } from '../../../shared/wire/limit-sheet.ts'
import { useAnswer } from '../../http/use-answer.ts'
import { ChemText } from '../../ui/chem-text.tsx'
import { useNow } from '../../ui/use-now.ts'
import { instant } from '../../../shared/domain/time.ts'
import { isOffered, useBedside } from '../bedside-context.ts'
import { CHART_MINUTES } from '../chart/lines.ts'
import { Choice, OtherText } from '../sheets/choice.tsx'
import { OrderState } from '../sheets/gates.tsx'
import sheetClasses from '../sheets/sheet.module.css'
import { Sheet } from '../sheets/sheet.tsx'
import { LIMIT_REASONS } from '../sheets/usual-words.ts'
import { useTrackedOrder } from '../use-tracked-order.ts'
import { LimitChart } from './limit-chart.tsx'
import { isSame, metricsOf, moved } from './limit-draft.ts'
import { LimitRows, type ShownLimit } from './limit-rows.tsx'
import classes from './limits.module.css'
import { useDraft, type DraftAnswer } from './use-draft.ts'

const plural = (count: number): string => `${count} alarm${count === 1 ? '' : 's'}`

/** How many alarms the draft would have given: counted by the server, over what it kept. */
const Preview = ({ answer }: { readonly answer: DraftAnswer }) => (
  <p className={classes.preview} role="status">
    {answer.state === 'asking' ? 'Looking at the last 30 min …' : null}
    {answer.state === 'refused' ? answer.message : null}
    {answer.state === 'ready' ? (
      <>
        With these limits the last {CHART_MINUTES} min would have given <b>{plural(answer.whatIf.wouldBe.alarms)}</b>;
        there were <b>{answer.whatIf.were.alarms}</b>.
      </>
    ) : null}
  </p>
)

interface WiderProps {
  readonly wider: readonly string[]
  readonly onReason: (reason: string) => void
  readonly onBack: () => void
}

const Wider = ({ wider, onReason, onBack }: WiderProps) => (
  <section className={classes.wider} aria-label="Wider than the protocol">
    <h3 className={sheetClasses.heading}>Wider than the protocol: why?</h3>
    <p className={sheetClasses.hint}>
      The protocol has <ChemText text={wider.join('; ')} />. The reason is recorded with your name.
    </p>
    <div className={sheetClasses.choices}>
      {LIMIT_REASONS.map((reason) => (
        <Choice key={reason} onClick={() => onReason(reason)}>
          {reason}
        </Choice>
      ))}
    </div>
    <OtherText label="Another reason" action="Set limits" onSay={onReason} />
    <Button size="xl" variant="default" onClick={onBack}>
      Change the limits instead
    </Button>
  </section>
)

const shownOf = (draft: readonly Limit[], sheet: LimitSheetAnswer, answer: DraftAnswer): readonly ShownLimit[] =>
  draft.map((limit, index) => {
    const was = sheet.limits[index] ?? null
    const checked = answer.state === 'ready' ? answer.check.limits[index] : undefined
    // Until the server has resolved it, a derived limit stays where it was; an absolute one is what it says.
    const known = checked === undefined ? (was?.value ?? null) : checked.value
    return {
      id: checked?.id ?? was?.id ?? String(index),
      limit,
      index,
      value: typeof limit.threshold === 'number' ? limit.threshold : known,
      was,
    }
  })

interface TabsProps {
  readonly metrics: readonly Metric[]
  readonly metric: Metric
  readonly onMetric: (metric: Metric) => void
}

const Tabs = ({ metrics, metric, onMetric }: TabsProps) => (
  <div className={classes.tabs} role="group" aria-label="Vital sign">
    {metrics.map((it) => (
      <button key={it} type="button" className={classes.tab} aria-pressed={it === metric} onClick={() => onMetric(it)}>
        <ChemText text={METRIC_INFO[it].label} />
      </button>
    ))}
  </div>
)

interface EditorProps {
  readonly sheet: LimitSheetAnswer
  readonly onClose: () => void
}

/** Every figure that counts comes from the server: what a limit comes to, how many alarms, and whether it needs a reason. */
const Editor = ({ sheet, onClose }: EditorProps) => {
  const inForce = sheet.limits.map(({ limit }) => limit)
  const [draft, setDraft] = useState<readonly Limit[]>(inForce)
  const [asksWhy, setAsksWhy] = useState(false)
  const [metric, setMetric] = useState<Metric>(metricsOf(inForce)[0] ?? 'spo2')
  const now = useNow<number>((at) => at, 0)
  const answer = useDraft(draft)
  const order = useTrackedOrder(onClose)
  const shown = shownOf(draft, sheet, answer).filter(({ limit }) => limit.metric === metric)
  const { proposal } = sheet
  const canPropose = proposal.basis.length > 0
  const wider = answer.state === 'ready' ? answer.check.wider : []
  const set = (limits: readonly Limit[], reason: string) => order.send({ type: 'setLimits', limits, reason })
  if (asksWhy && wider.length > 0)
    return (
      <>
        <Wider wider={wider} onReason={(reason) => set(draft, reason)} onBack={() => setAsksWhy(false)} />
        <OrderState order={order} />
      </>
    )
  return (
    <>
      <Tabs metrics={metricsOf(draft)} metric={metric} onMetric={setMetric} />
      <LimitChart metric={metric} limits={shown} now={instant(now)} />
      <LimitRows metric={metric} limits={shown} onMove={(index, way) => setDraft(moved(draft, index, way))} />
      <div className={classes.foot}>
        <OrderState order={order} />
        {isSame(draft, proposal.limits) && canPropose ? <p className={sheetClasses.hint}>{proposal.rule}</p> : null}
        <div className={classes.actions}>
          <Preview answer={answer} />
          <Button size="xl" px="md" variant="default" disabled={!canPropose} onClick={() => setDraft(proposal.limits)}>
            Propose
          </Button>
          <Button
            size="xl"
            px="md"
            variant="default"
            disabled={sheet.isProtocol}
            onClick={() => set(sheet.protocol, '')}
          >
            Back to the protocol
          </Button>
          <Button
            size="xl"
            px="md"
            disabled={answer.state !== 'ready' || isSame(draft, inForce)}
            onClick={() => (wider.length > 0 ? setAsksWhy(true) : set(draft, ''))}
          >
            Set limits
          </Button>
        </div>
      </div>
    </>
  )
}

/** Changes the alarm limits of this visit, over what its patient has shown. */
export const LimitsSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const bedside = useBedside()
  const { id, phase, limits, seq } = bedside.view
  const [openedAt] = useState(seq)
  // Other limits in force, by another person or another phase: the sheet begins anew from those.
  const inForce = JSON.stringify([phase, ...limits.map(({ changedAt, value }) => [changedAt, value])])
  const path = isOffered(bedside, 'setLimits') ? `/sessions/${id}/limits` : null
  const answer = useAnswer(['limits', id, openedAt, inForce], limitSheetSchema, path)
  return (
    <Sheet title="Alarm limits" onClose={onClose} size="wide">
      {answer.state === 'loading' ? <p className={sheetClasses.hint}>Asking for the limits in force …</p> : null}
      {answer.state === 'failed' ? (
        <>
          <p className={sheetClasses.refusal} role="alert">
            {answer.problem.message}
          </p>
          <Button size="xl" variant="default" onClick={answer.again}>
            Try again
          </Button>
        </>
      ) : null}
      {answer.state === 'ready' ? <Editor key={inForce} sheet={answer.data} onClose={onClose} /> : null}
    </Sheet>
  )
}
