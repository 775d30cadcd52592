import { Button, NativeSelect } from '@mantine/core'
import type { DoseRule, Route } from '../../shared/domain/protocol.ts'
import { useEditor } from './editor-context.ts'
import { FigureField, Section } from './fields.tsx'
import classes from './protocols.module.css'
import { RemoveButton } from './remove-button.tsx'

const AT_ONCE = { durationMin: 0, upToDurationMin: 0 }

/** A new rule of a kind begins empty but for what its route settles. */
const emptyRule = (kind: DoseRule['kind'], route: Route): object => {
  const length = route === 'iv' ? { durationMin: null, upToDurationMin: null } : AT_ONCE
  if (kind === 'fixed') return { kind, choicesMg: [null] }
  if (kind === 'perKg') return { kind, mgPerKg: null, upToMgPerKg: null, ...length }
  return { kind, mgPerKgPerHour: null, upToMgPerKgPerHour: null, ...length }
}

const ROUTES = [
  { value: 'iv', label: 'into a vein (iv)' },
  { value: 'im', label: 'into a muscle (im)' },
  { value: 'nasal', label: 'nasal' },
]

const KINDS = [
  { value: 'perKg', label: 'by weight (mg/kg)' },
  { value: 'perKgPerHour', label: 'by weight and time (mg/kg/h)' },
  { value: 'fixed', label: 'a choice of doses (mg)' },
]

const Length = () => (
  <>
    <FigureField path={['dose', 'durationMin']} label="Over" unit="min" decimals={1} />
    <FigureField path={['dose', 'upToDurationMin']} label="Usual up to" unit="min" decimals={1} />
  </>
)

const Choices = ({ choices }: { readonly choices: readonly unknown[] }) => {
  const { set } = useEditor()
  return (
    <div className={classes.row}>
      {choices.map((_, index) => (
        <FigureField
          key={index}
          path={['dose', 'choicesMg', index]}
          label={`Choice ${index + 1}`}
          unit="mg"
          decimals={1}
        />
      ))}
      <Button variant="default" mt={28} onClick={() => set(['dose', 'choicesMg', choices.length], null)}>
        Another choice
      </Button>
      {choices.length > 1 ? (
        <Button variant="default" mt={28} onClick={() => set(['dose', 'choicesMg', choices.length - 1], undefined)}>
          One less
        </Button>
      ) : null}
    </div>
  )
}

const DoseFigures = () => {
  const { form } = useEditor()
  switch (form.dose.kind) {
    case 'perKg':
      return (
        <div className={classes.fields}>
          <FigureField path={['dose', 'mgPerKg']} label="Proposed" unit="mg/kg" decimals={3} />
          <FigureField path={['dose', 'upToMgPerKg']} label="Usual up to" unit="mg/kg" decimals={3} />
          {form.route === 'iv' ? <Length /> : null}
        </div>
      )
    case 'perKgPerHour':
      return (
        <div className={classes.fields}>
          <FigureField path={['dose', 'mgPerKgPerHour']} label="Proposed" unit="mg/kg/h" decimals={3} />
          <FigureField path={['dose', 'upToMgPerKgPerHour']} label="Usual up to" unit="mg/kg/h" decimals={3} />
          <Length />
        </div>
      )
    case 'fixed':
      return <Choices choices={form.dose.choicesMg} />
  }
}

export const DoseSection = () => {
  const { form, faults, set } = useEditor()
  return (
    <Section title="Dose" places={['dose']} sources={['dose']}>
      <div className={classes.fields}>
        <NativeSelect
          label="Route"
          data={ROUTES}
          value={form.route}
          error={faults.route}
          onChange={(event) => set(['route'], event.currentTarget.value)}
        />
        <NativeSelect
          label="Dose"
          data={KINDS}
          value={form.dose.kind}
          error={faults['dose.kind']}
          onChange={(event) => set(['dose'], emptyRule(event.currentTarget.value as DoseRule['kind'], form.route))}
        />
      </div>
      <DoseFigures />
    </Section>
  )
}

export const RampSection = () => {
  const { form, set } = useEditor()
  return (
    <Section title="Ramp" places={['ramp']} sources={form.ramp.length > 0 ? ['ramp'] : []}>
      {form.ramp.length === 0 ? <p className={classes.muted}>The whole dose at one rate.</p> : null}
      {form.ramp.map((_, index) => (
        <div key={index} className={classes.row}>
          <FigureField path={['ramp', index, 'minutes']} label="First, for" unit="min" decimals={1} />
          <FigureField
            path={['ramp', index, 'shareOfRate']}
            label="At a share of the full rate"
            unit="×"
            decimals={3}
          />
          <RemoveButton label={`Remove step ${index + 1}`} onClick={() => set(['ramp', index], undefined)} />
        </div>
      ))}
      <div>
        <Button variant="default" onClick={() => set(['ramp', form.ramp.length], { minutes: null, shareOfRate: null })}>
          Add a step
        </Button>
      </div>
    </Section>
  )
}

export const MaximumSection = () => (
  <Section title="Maximum without an override" places={['maximum']} sources={['maximum']}>
    <div className={classes.fields}>
      <FigureField path={['maximum', 'mgPerKg']} label="By weight" unit="mg/kg" decimals={3} isOptional />
      <FigureField path={['maximum', 'mgTotal']} label="In all" unit="mg" decimals={1} isOptional />
      <FigureField path={['maximum', 'mgPerKgPerHour']} label="Rate" unit="mg/kg/h" decimals={3} isOptional />
    </div>
  </Section>
)
