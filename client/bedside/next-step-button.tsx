import { Button } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { NextStep } from '../../shared/domain/session-view.ts'
import { DUE_WORD, dueWhen } from '../ui/due-words.ts'
import { useNow } from '../ui/use-now.ts'
import { useBedside, waiting } from './bedside-context.ts'
import { DischargeSheet } from './sheets/discharge-sheet.tsx'
import { EndSheet } from './sheets/infusion-sheets.tsx'
import { ResumeSheet } from './sheets/resume-sheet.tsx'
import { StartSheet } from './sheets/start-sheet.tsx'
import classes from './visit-panel.module.css'

/** Steps that ask something before they are taken. */
const SHEETS = {
  startInfusion: StartSheet,
  resumeInfusion: ResumeSheet,
  endInfusion: EndSheet,
  discharge: DischargeSheet,
} as const

const hasSheet = (command: NextStep['command']): command is keyof typeof SHEETS => Object.hasOwn(SHEETS, command)

const LABEL: Readonly<Partial<Record<NextStep['command'], string>>> = {
  recordBaseline: 'Baseline from the monitor',
}

const useSubline = (step: NextStep): string => {
  const { view } = useBedside()
  const check = view.timers.find(({ kind, state }) => kind === 'check' && state !== 'done')
  const due = useNow((now) => (check === undefined ? '' : `${DUE_WORD.check} ${dueWhen(check.dueAt, now)}`), '')
  if (step.command === 'completeCheck') return due
  if (step.openGates.length === 0) return ''
  return step.openGates.length === 1 ? '1 thing is open' : `${step.openGates.length} things are open`
}

const Step = ({ step }: { readonly step: NextStep }) => {
  const { give, view, orders, mayAct } = useBedside()
  const [isAsking, setIsAsking] = useState(false)
  const navigate = useNavigate()
  const subline = useSubline(step)
  const { command } = step
  const isUnsaved = waiting(orders, command).length > 0
  const take = () => {
    if (hasSheet(command)) setIsAsking(true)
    else if (command === 'recordBaseline') give({ type: command, from: 'monitor' })
    else if (command === 'signOff') void navigate(`/review/${view.id}`)
    else give({ type: command })
  }
  const SheetFor = hasSheet(command) ? SHEETS[command] : null
  return (
    <>
      <Button
        className={classes.next}
        fullWidth
        disabled={!mayAct || isUnsaved}
        onClick={take}
        classNames={{ label: classes.nextLabel ?? '' }}
      >
        <span className={classes.nextWord}>{LABEL[command] ?? step.label}</span>
        {isUnsaved || subline !== '' ? (
          <span className={classes.nextNote}>{isUnsaved ? 'not saved yet' : subline}</span>
        ) : null}
      </Button>
      {isAsking && SheetFor !== null ? <SheetFor onClose={() => setIsAsking(false)} /> : null}
    </>
  )
}

/** The one large button: what is usually done next, as the server says it. */
export const NextStepButton = () => {
  const { nextStep } = useBedside().view
  return nextStep === undefined ? null : <Step key={nextStep.command} step={nextStep} />
}
