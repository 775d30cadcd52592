import { Button } from '@mantine/core'
import { useState } from 'react'
import type { DoseQuestion } from '../../../shared/domain/dose-preview.ts'
import type { DoseProposal, OpenGate } from '../../../shared/domain/session-view.ts'
import { FigureInput } from '../../ui/figure-input.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useBedside } from '../bedside-context.ts'
import { useTrackedOrder } from '../use-tracked-order.ts'
import { DoseEffect, useDosePreview } from './dose-effect.tsx'
import { Gates, isGate, OrderState, overrideOf } from './gates.tsx'
import { SecondPerson } from './second-person.tsx'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'

type StartQuestion = Extract<DoseQuestion, { readonly type: 'startInfusion' }>

interface StartFigures {
  readonly doseMg: number | null
  readonly durationMin: number | null
  readonly concentrationMgPerMl: number | null
}

const proposedWords = ({ doseMg, durationMin, mgPerKg }: DoseProposal): string => {
  const over = durationMin === 0 ? '' : ` over ${formatFigure(durationMin)} min`
  return `Proposed: ${formatFigure(doseMg)} mg${over}, ${mgPerKg.toFixed(2)} mg/kg`
}

const questionOf = ({ doseMg, durationMin, concentrationMgPerMl }: StartFigures): StartQuestion | null => {
  if (doseMg === null || durationMin === null) return null
  const concentration = concentrationMgPerMl === null ? {} : { concentrationMgPerMl }
  return { type: 'startInfusion', doseMg, durationMin, ...concentration }
}

const START: readonly OpenGate[] = []

const useStartGates = (): readonly OpenGate[] => {
  const { nextStep } = useBedside().view
  return nextStep?.command === 'startInfusion' ? nextStep.openGates : START
}

const Figures = ({
  figures,
  change,
  isAtOnce,
}: {
  readonly figures: StartFigures
  readonly change: (change: Partial<StartFigures>) => void
  readonly isAtOnce: boolean
}) => (
  <div className={classes.figures}>
    <FigureInput
      size="xl"
      label="Dose"
      unit="mg"
      decimals={1}
      value={figures.doseMg}
      onChange={(doseMg) => change({ doseMg })}
    />
    {isAtOnce ? null : (
      <>
        <FigureInput
          size="xl"
          label="Over"
          unit="min"
          value={figures.durationMin}
          onChange={(durationMin) => change({ durationMin })}
        />
        <FigureInput
          size="xl"
          label="Concentration"
          unit="mg/mL"
          decimals={2}
          value={figures.concentrationMgPerMl}
          onChange={(concentrationMgPerMl) => change({ concentrationMgPerMl })}
        />
      </>
    )}
  </div>
)

interface StartFormProps {
  readonly proposal: DoseProposal
  readonly onClose: () => void
}

const StartForm = ({ proposal, onClose }: StartFormProps) => {
  const [figures, setFigures] = useState<StartFigures>({
    doseMg: proposal.doseMg,
    durationMin: proposal.durationMin,
    concentrationMgPerMl: null,
  })
  const [reason, setReason] = useState('')
  const order = useTrackedOrder(onClose)
  const question = questionOf(figures)
  const preview = useDosePreview(question)
  const proposed = useStartGates()
  const gates = preview.state === 'ready' ? preview.data.openGates : proposed
  const isAtOnce = proposal.durationMin === 0
  const asksReason = gates.length > 0 || isGate(order.refusal)
  const { doseMg } = figures
  const isOpen = question === null || (asksReason && reason.trim() === '')
  const start = () => {
    if (question !== null) order.send({ ...question, ...(asksReason ? overrideOf(reason, gates, order.refusal) : {}) })
  }
  const verb = isAtOnce ? 'Give' : 'Start'
  return (
    <>
      <Figures
        figures={figures}
        change={(change) => setFigures((before) => ({ ...before, ...change }))}
        isAtOnce={isAtOnce}
      />
      <p className={classes.hint}>{proposedWords(proposal)}</p>
      {question === null ? null : <DoseEffect preview={preview} />}
      <SecondPerson />
      {asksReason ? (
        <Gates title="Still open" gates={gates} reason={reason} onReason={setReason} onlyBy={null} />
      ) : null}
      <OrderState order={order} />
      <Button size="xl" loading={order.state === 'sending'} disabled={isOpen} onClick={start}>
        {asksReason ? `${verb} with this override` : `${verb} ${doseMg === null ? '' : formatFigure(doseMg)} mg`}
      </Button>
    </>
  )
}

/** The dose as the server proposes it, to be confirmed or changed; what is still open asks for a reason. */
export const StartSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { proposal } = useBedside().view
  return (
    <Sheet title={proposal?.durationMin === 0 ? 'Give the dose' : 'Start the infusion'} onClose={onClose}>
      {proposal === undefined ? (
        <p className={classes.hint}>The infusion has begun already.</p>
      ) : (
        <StartForm proposal={proposal} onClose={onClose} />
      )}
    </Sheet>
  )
}
