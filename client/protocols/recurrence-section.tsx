import { Button, NativeSelect } from '@mantine/core'
import type { Recurrence, TimedPhase } from '../../shared/domain/protocol.ts'
import { FigureInput } from '../ui/figure-input.tsx'
import { useEditor } from './editor-context.ts'
import { FigureField, Section } from './fields.tsx'
import classes from './protocols.module.css'
import { RemoveButton } from './remove-button.tsx'

type Name = 'bloodPressure' | 'check'

interface PhaseProps {
  readonly name: Name
  readonly phase: TimedPhase
}

const KINDS = [
  { value: 'none', label: 'not asked for' },
  { value: 'interval', label: 'every so many minutes' },
  { value: 'marks', label: 'at minutes of the phase' },
]

const emptyRule = (kind: string): object | undefined => {
  if (kind === 'interval') return { kind, steps: [{ everyMin: null }] }
  return kind === 'marks' ? { kind, atMin: [null], thenEveryMin: null } : undefined
}

const Intervals = ({ name, phase, steps }: PhaseProps & { readonly steps: readonly unknown[] }) => {
  const { set } = useEditor()
  const place = [name, phase, 'steps'] as const
  return (
    <>
      {steps.map((_, index) => (
        <div key={index} className={classes.row}>
          <FigureField path={[...place, index, 'everyMin']} label="Every" unit="min" decimals={1} />
          <FigureField path={[...place, index, 'untilMin']} label="Until minute (last: empty)" unit="min" isOptional />
          {steps.length > 1 ? (
            <RemoveButton label={`Remove step ${index + 1}`} onClick={() => set([...place, index], undefined)} />
          ) : null}
        </div>
      ))}
      <Button variant="default" onClick={() => set([...place, steps.length], { everyMin: null })}>
        Add a step
      </Button>
    </>
  )
}

const Marks = ({ name, phase, marks }: PhaseProps & { readonly marks: readonly unknown[] }) => {
  const { set } = useEditor()
  const place = [name, phase, 'atMin'] as const
  return (
    <>
      <div className={classes.row}>
        {marks.map((_, index) => (
          <FigureField key={index} path={[...place, index]} label={`Mark ${index + 1}`} unit="min" decimals={1} />
        ))}
        <FigureField path={[name, phase, 'thenEveryMin']} label="Then every (empty: no more)" unit="min" decimals={1} />
      </div>
      <div className={classes.row}>
        <Button variant="default" onClick={() => set([...place, marks.length], null)}>
          Another mark
        </Button>
        {marks.length > 1 ? (
          <Button variant="default" onClick={() => set([...place, marks.length - 1], undefined)}>
            One less
          </Button>
        ) : null}
      </div>
    </>
  )
}

/** Intervals that a visit may choose in place of the rule; an empty field takes its choice away. */
const Offered = ({ phase }: { readonly phase: TimedPhase }) => {
  const { form, faults, set } = useEditor()
  const place = `bloodPressureOptions.${phase}`
  const offered = form.bloodPressureOptions?.[phase] ?? []
  const write = (index: number, value: number | null) => {
    const next = value === null ? offered.toSpliced(index, 1) : Object.assign([...offered], { [index]: value })
    set(['bloodPressureOptions', phase], next.length === 0 ? undefined : next)
  }
  return (
    <div className={classes.row}>
      {[...offered, null].map((value, index) => (
        <FigureInput
          key={index}
          label={index === 0 ? 'Offered besides, every' : 'or every'}
          unit="min"
          decimals={1}
          value={value}
          error={faults[`${place}.${index}`] ?? (index === 0 ? (faults[place] ?? null) : null)}
          onChange={(next) => write(index, next)}
        />
      ))}
    </div>
  )
}

const Phase = ({ name, phase }: PhaseProps) => {
  const { form, faults, set } = useEditor()
  const rule: Recurrence | undefined = form[name][phase]
  const hasOptions = form.bloodPressureOptions?.[phase] !== undefined
  const isOffering = name === 'bloodPressure' && (rule !== undefined || hasOptions)
  return (
    <div className={classes.phase}>
      <NativeSelect
        label={`While ${phase}`}
        data={KINDS}
        value={rule?.kind ?? 'none'}
        error={faults[`${name}.${phase}`]}
        onChange={(event) => set([name, phase], emptyRule(event.currentTarget.value))}
      />
      {rule?.kind === 'interval' ? <Intervals name={name} phase={phase} steps={rule.steps} /> : null}
      {rule?.kind === 'marks' ? <Marks name={name} phase={phase} marks={rule.atMin} /> : null}
      {isOffering ? <Offered phase={phase} /> : null}
    </div>
  )
}

const PHASES: readonly TimedPhase[] = ['preparing', 'infusing', 'recovering']

export const RecurrenceSection = ({ name, title }: { readonly name: Name; readonly title: string }) => {
  const { form } = useEditor()
  return (
    <Section title={title} sources={Object.keys(form[name]).length > 0 ? [name] : []}>
      <div className={classes.phases}>
        {PHASES.map((phase) => (
          <Phase key={phase} name={name} phase={phase} />
        ))}
      </div>
    </Section>
  )
}
