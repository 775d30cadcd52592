import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useEditor } from './editor-context.ts'
import { FigureField, Section, WordsField } from './fields.tsx'
import classes from './protocols.module.css'
import { RemoveButton } from './remove-button.tsx'

export const ChecklistSection = () => {
  const { form, set } = useEditor()
  return (
    <Section title="Checklist before the start" places={['checklist']} sources={['checklist']}>
      {form.checklist.map(({ required, label }, index) => (
        <div key={index} className={classes.row}>
          <WordsField path={['checklist', index, 'label']} label={`Item ${index + 1}`} />
          <WordsField path={['checklist', index, 'id']} label="Its word in the record" />
          <Checkbox
            mt={40}
            label="Required"
            checked={required}
            onChange={(event) => set(['checklist', index, 'required'], event.currentTarget.checked)}
          />
          <RemoveButton label={`Remove ${label}`} onClick={() => set(['checklist', index], undefined)} />
        </div>
      ))}
      <div>
        <Button
          variant="default"
          onClick={() => set(['checklist', form.checklist.length], { id: '', label: '', required: true })}
        >
          Add an item
        </Button>
      </div>
    </Section>
  )
}

const STAGES = [
  { value: 'ready', label: 'to be ready' },
  { value: 'departure', label: 'at departure' },
]

export const CriteriaSection = () => {
  const { form, set } = useEditor()
  return (
    <Section title="Criteria for going home" places={['criteria']} sources={['criteria']}>
      {form.criteria.map(({ stage, label }, index) => (
        <div key={index} className={classes.row}>
          <WordsField path={['criteria', index, 'label']} label={`Criterion ${index + 1}`} />
          <WordsField path={['criteria', index, 'id']} label="Its word in the record" />
          <NativeSelect
            label="When"
            data={STAGES}
            value={stage}
            onChange={(event) => set(['criteria', index, 'stage'], event.currentTarget.value)}
          />
          <RemoveButton label={`Remove ${label}`} onClick={() => set(['criteria', index], undefined)} />
        </div>
      ))}
      <div>
        <Button
          variant="default"
          onClick={() => set(['criteria', form.criteria.length], { id: '', label: '', stage: 'ready' })}
        >
          Add a criterion
        </Button>
      </div>
    </Section>
  )
}

export const GateSection = () => (
  <Section title="Baseline pressure" sources={['baselineGate']}>
    <div className={classes.fields}>
      <FigureField path={['baselineGate', 'sbp']} label="Systolic: a decision above" unit="mmHg" />
      <FigureField path={['baselineGate', 'dbp']} label="Diastolic: a decision above" unit="mmHg" />
    </div>
  </Section>
)

/** Empty: no date is worked out for the next visit. */
export const MaintenanceSection = () => {
  const { form } = useEditor()
  return (
    <Section title="Maintenance" sources={form.maintenanceDays === undefined ? [] : ['maintenance']}>
      <div className={classes.fields}>
        <FigureField path={['maintenanceDays']} label="From one visit to the next" unit="days" isOptional />
      </div>
    </Section>
  )
}

export const RecoverySection = () => (
  <Section title="Times and recovery" sources={['longestPause', 'recoveryMinimum', 'recoveryBand', 'longestStay']}>
    <div className={classes.fields}>
      <FigureField path={['longestPauseMin']} label="Longest pause" unit="min" />
      <FigureField path={['recoveryMinimumMin']} label="Recovery minimum" unit="min" />
      <FigureField path={['recoveryBandPercent']} label="Pressure within ± of the baseline" unit="%" />
      <FigureField path={['longestStayMin']} label="Longest stay" unit="min" />
    </div>
  </Section>
)
