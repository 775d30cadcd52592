import { Button } from '@mantine/core'
import { useState } from 'react'
import type { DoseProposal, OpenGate } from '../../../shared/domain/session-view.ts'
import { FigureInput } from '../../ui/figure-input.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useBedside } from '../bedside-context.ts'
import { useTrackedOrder } from '../use-tracked-order.ts'
import { Gates, isGate, OrderState, overrideOf } from './gates.tsx'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'

interface StartFigures {
  readonly doseMg: number | null
  readonly durationMin: number | null
  readonly concentrationMgPerMl: number | null
}

const doseWords = ({ doseMg, durationMin }: StartFigures, proposal: DoseProposal, weightKg: number | undefined) => {
  const perKg = doseMg === null || weightKg === undefined ? '' : `${(doseMg / weightKg).toFixed(2)} mg/kg`
  const proposed = `Proposed: ${formatFigure(proposal.doseMg)} mg`
  const over = proposal.durationMin === 0 ? '' : ` over ${formatFigure(proposal.durationMin)} min`
  return [perKg, durationMin === null ? '' : `${proposed}${over}`].filter((part) => part !== '').join(' · ')
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
  const { view } = useBedside()
  const [figures, setFigures] = useState<StartFigures>({
    doseMg: proposal.doseMg,
    durationMin: proposal.durationMin,
    concentrationMgPerMl: null,
  })
  const [reason, setReason] = useState('')
  const order = useTrackedOrder(onClose)
  const gates = useStartGates()
  const isAtOnce = proposal.durationMin === 0
  const asksReason = gates.length > 0 || isGate(order.refusal)
  const { doseMg, durationMin, concentrationMgPerMl } = figures
  const isOpen = doseMg === null || durationMin === null || (asksReason && reason.trim() === '')
  const start = () => {
    if (doseMg === null || durationMin === null) return
    order.send({
      type: 'startInfusion',
      doseMg,
      durationMin,
      ...(concentrationMgPerMl === null ? {} : { concentrationMgPerMl }),
      ...(asksReason ? overrideOf(reason, gates, order.refusal) : {}),
    })
  }
  const verb = isAtOnce ? 'Give' : 'Start'
  return (
    <>
      <Figures
        figures={figures}
        change={(change) => setFigures((before) => ({ ...before, ...change }))}
        isAtOnce={isAtOnce}
      />
      <p className={classes.hint}>{doseWords(figures, proposal, view.patient.weightKg)}</p>
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
