import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Override } from '../../../shared/domain/command.ts'
import type { DoseQuestion } from '../../../shared/domain/dose-preview.ts'
import type { KeptCommand } from '../../live/outbox-order.ts'
import { FigureInput } from '../../ui/figure-input.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useBedside } from '../bedside-context.ts'
import { useTrackedOrder } from '../use-tracked-order.ts'
import { Choice, OtherText } from './choice.tsx'
import { DoseEffect, previewedGates, useDosePreview } from './dose-effect.tsx'
import { Gates, isGate, OrderState, overrideOf } from './gates.tsx'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'
import { RATE_REASONS } from './usual-words.ts'

type Kind = 'rate' | 'bolus'

/** Of the rate that runs; the usual steps down and up. */
const SHARES = [0.5, 0.75, 1.25] as const

const Shares = ({ rate, onRate }: { readonly rate: number; readonly onRate: (rate: number) => void }) => (
  <div className={classes.choices}>
    {SHARES.map((share) => (
      <Choice key={share} onClick={() => onRate(Math.round(rate * share * 10) / 10)}>
        {formatFigure(rate * share)} mg/h
      </Choice>
    ))}
  </div>
)

interface FigureProps {
  readonly kind: Kind
  readonly figure: number | null
  readonly onFigure: (figure: number | null) => void
}

const RateFigure = ({ kind, figure, onFigure }: FigureProps) => {
  const rate = useBedside().view.infusion?.rateMgPerHour ?? 0
  const isRate = kind === 'rate'
  return (
    <>
      {isRate && rate > 0 ? <Shares rate={rate} onRate={onFigure} /> : null}
      <FigureInput
        size="xl"
        label={isRate ? `New rate, now ${formatFigure(rate)} mg/h` : 'Bolus'}
        unit={isRate ? 'mg/h' : 'mg'}
        decimals={1}
        value={figure}
        onChange={onFigure}
      />
    </>
  )
}

type RateQuestion = Extract<DoseQuestion, { readonly type: 'changeRate' | 'giveBolus' }>

const questionOf = (kind: Kind, figure: number | null): RateQuestion | null => {
  if (figure === null) return null
  return kind === 'rate' ? { type: 'changeRate', rateMgPerHour: figure } : { type: 'giveBolus', mg: figure }
}

const Reasons = ({ kind, onSay }: { readonly kind: Kind; readonly onSay: (reason: string) => void }) => (
  <>
    <h3 className={classes.heading}>Why?</h3>
    <div className={classes.choices}>
      {RATE_REASONS.map((usual) => (
        <Choice key={usual} onClick={() => onSay(usual)}>
          {usual}
        </Choice>
      ))}
    </div>
    <OtherText label="Another reason" action={kind === 'rate' ? 'Change' : 'Give'} onSay={onSay} />
  </>
)

/** The kinds are told apart for the compiler; each carries its reason and what it passes. */
const orderOf = (question: RateQuestion, reason: string, passed: { readonly override?: Override }): KeptCommand =>
  question.type === 'changeRate' ? { ...question, reason, ...passed } : { ...question, reason, ...passed }

const RateForm = ({ kind, onClose }: { readonly kind: Kind; readonly onClose: () => void }) => {
  const [figure, setFigure] = useState<number | null>(null)
  const [override, setOverride] = useState('')
  const order = useTrackedOrder(onClose)
  const question = questionOf(kind, figure)
  const preview = useDosePreview(question)
  const gates = previewedGates(preview)
  const asksOverride = gates.length > 0 || isGate(order.refusal)
  const isReady = !asksOverride || override.trim() !== ''
  const send = (reason: string) => {
    const passed = asksOverride ? overrideOf(override, gates, order.refusal) : {}
    if (question !== null) order.send(orderOf(question, reason, passed))
  }
  return (
    <>
      <RateFigure kind={kind} figure={figure} onFigure={setFigure} />
      {question === null ? null : <DoseEffect preview={preview} />}
      {asksOverride ? (
        <Gates title="Above the maximum" gates={gates} reason={override} onReason={setOverride} onlyBy={null} />
      ) : null}
      {question === null || !isReady ? null : <Reasons kind={kind} onSay={send} />}
      <OrderState order={order} />
    </>
  )
}

/** Another rate for the rest of the plan, or a bolus beside it. */
export const RateSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { view } = useBedside()
  const mayRate = view.allowed.includes('changeRate')
  const [kind, setKind] = useState<Kind>(mayRate ? 'rate' : 'bolus')
  return (
    <Sheet title="Rate and bolus" size="wide" onClose={onClose}>
      {mayRate ? (
        <SegmentedControl
          size="xl"
          aria-label="What is changed"
          data={[
            { value: 'rate', label: 'Rate' },
            { value: 'bolus', label: 'Bolus' },
          ]}
          value={kind}
          onChange={setKind}
        />
      ) : null}
      <RateForm key={kind} kind={kind} onClose={onClose} />
    </Sheet>
  )
}
