import type { ReactNode } from 'react'
import { useBedside } from './bedside-context.ts'
import { EndedPart } from './ended-part.tsx'
import { InfusingPart } from './infusing-part.tsx'
import { NextStepButton } from './next-step-button.tsx'
import { PhaseStepper } from './phase-stepper.tsx'
import { PreparingPart } from './preparing-part.tsx'
import { RecoveringPart } from './recovering-part.tsx'
import { ScheduledPart } from './scheduled-part.tsx'
import classes from './visit-panel.module.css'

const Part = (): ReactNode => {
  const { phase } = useBedside().view
  switch (phase) {
    case 'scheduled':
      return <ScheduledPart />
    case 'preparing':
      return <PreparingPart />
    case 'infusing':
    case 'paused':
      return <InfusingPart />
    case 'recovering':
      return <RecoveringPart />
    case 'discharged':
    case 'transferred':
    case 'cancelled':
      return <EndedPart />
  }
}

/** Where the visit stands, what this phase asks for, and the usual next step. */
export const VisitPanel = () => (
  <section className={classes.panel} aria-label="Visit">
    <PhaseStepper />
    <div className={classes.part}>
      <Part />
    </div>
    <NextStepButton />
  </section>
)
