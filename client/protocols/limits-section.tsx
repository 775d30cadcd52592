import { Button, NativeSelect, NumberInput } from '@mantine/core'
import { memo } from 'react'
import { PRIORITIES, type Limit } from '../../shared/domain/limit.ts'
import { MONITORED_PHASES, type MonitoredPhase } from '../../shared/domain/phase.ts'
import type { FigureGroup } from '../../shared/domain/protocol.ts'
import { METRIC_INFO, METRICS } from '../../shared/domain/vital.ts'
import { groupsInForm, type Faults, type Path } from './draft-form.ts'
import { useEditor } from './editor-context.ts'
import { Section } from './fields.tsx'
import { THRESHOLD_KINDS, thresholdFigure, thresholdKind, thresholdOf, type ThresholdKind } from './limit-form.ts'
import classes from './protocols.module.css'
import { RemoveButton } from './remove-button.tsx'

const HEADS = ['Vital sign', 'Side', 'Priority', 'Limit', '', 'After, s', 'Over after, s', 'Inside by', ''] as const
const METRIC_CHOICES = METRICS.map((metric) => ({ value: metric, label: METRIC_INFO[metric].label }))

interface RowProps {
  readonly limit: Limit
  /** `limits.3` */
  readonly place: string
  readonly number: number
  /** What is wrong in this row, by the name of the field, as text: it tells rows apart that need drawing again. */
  readonly fault: string
  readonly set: (path: Path, value: unknown) => void
}

const pathOf = (place: string): Path => place.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))

interface CellProps extends RowProps {
  readonly name: 'onDelay' | 'offDelay' | 'hysteresis'
  readonly label: string
}

/** While it is written a figure may be missing. */
const figureOf = (figure: number | null): number | '' => figure ?? ''

const FigureCell = ({ limit, place, number, set, name, label }: CellProps) => (
  <td>
    <NumberInput
      w={84}
      aria-label={`${label}, row ${number}`}
      hideControls
      allowNegative={false}
      decimalScale={1}
      value={figureOf(limit[name])}
      onChange={(value) => set([...pathOf(place), name], typeof value === 'number' ? value : null)}
    />
  </td>
)

const ThresholdCells = ({ limit, place, number, set }: RowProps) => {
  const kind = thresholdKind(limit.threshold)
  const write = (next: ThresholdKind, figure: number | null) =>
    set([...pathOf(place), 'threshold'], thresholdOf(next, figure))
  return (
    <>
      <td>
        <NativeSelect
          w={150}
          aria-label={`Kind of limit, row ${number}`}
          data={[...THRESHOLD_KINDS]}
          value={kind}
          onChange={(event) => write(event.currentTarget.value as ThresholdKind, null)}
        />
      </td>
      <td>
        <NumberInput
          w={130}
          aria-label={`Limit, row ${number}`}
          hideControls
          decimalScale={1}
          suffix={kind === 'percentOfBaseline' ? ' %' : ` ${METRIC_INFO[limit.metric].unitLabel}`}
          value={thresholdFigure(limit.threshold) ?? ''}
          onChange={(value) => write(kind, typeof value === 'number' ? value : null)}
        />
      </td>
    </>
  )
}

const Row = memo((props: RowProps) => {
  const { limit, place, number, fault, set } = props
  const change = (name: string) => (event: { readonly currentTarget: { readonly value: string } }) =>
    set([...pathOf(place), name], event.currentTarget.value)
  return (
    <>
      <tr>
        <td>
          <NativeSelect
            w={140}
            aria-label={`Vital sign, row ${number}`}
            data={METRIC_CHOICES}
            value={limit.metric}
            onChange={change('metric')}
          />
        </td>
        <td>
          <NativeSelect
            w={110}
            aria-label={`Side, row ${number}`}
            data={['low', 'high']}
            value={limit.direction}
            onChange={change('direction')}
          />
        </td>
        <td>
          <NativeSelect
            w={130}
            aria-label={`Priority, row ${number}`}
            data={[...PRIORITIES]}
            value={limit.priority}
            onChange={change('priority')}
          />
        </td>
        <ThresholdCells {...props} />
        <FigureCell {...props} name="onDelay" label="Alarms after seconds" />
        <FigureCell {...props} name="offDelay" label="Over after seconds" />
        <FigureCell {...props} name="hysteresis" label="Inside by" />
        <td>
          <RemoveButton
            label={`Remove row ${number}`}
            isUnderLabel={false}
            onClick={() => set(pathOf(place), undefined)}
          />
        </td>
      </tr>
      {fault === '' ? null : (
        <tr>
          <td colSpan={HEADS.length} role="alert" className={classes.rowFault}>
            {fault}
          </td>
        </tr>
      )}
    </>
  )
})
Row.displayName = 'LimitRow'

const FIELD_WORD: Readonly<Record<string, string>> = {
  threshold: 'Limit',
  onDelay: 'After',
  offDelay: 'Over after',
  hysteresis: 'Inside by',
}

const faultOf = (faults: Faults, place: string): string =>
  Object.entries(faults)
    .filter(([where]) => where === place || where.startsWith(`${place}.`))
    .map(([where, message]) => {
      const field = where.slice(place.length + 1).split('.')[0] ?? ''
      return field === '' ? message : `${FIELD_WORD[field] ?? field}: ${message}`
    })
    .join('; ')

const NEW_LIMIT = {
  metric: 'spo2',
  direction: 'low',
  priority: 'medium',
  threshold: null,
  onDelay: 0,
  offDelay: 0,
  hysteresis: 0,
} as const

const LimitsTable = ({ limits, place }: { readonly limits: readonly Limit[]; readonly place: string }) => {
  const { faults, set } = useEditor()
  return (
    <>
      <div className={classes.scroll}>
        <table className={classes.limits}>
          <thead>
            <tr>
              {HEADS.map((head, index) => (
                <th key={index} scope={head === '' ? undefined : 'col'}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {limits.map((limit, index) => (
              <Row
                key={index}
                limit={limit}
                place={`${place}.${index}`}
                number={index + 1}
                fault={faultOf(faults, `${place}.${index}`)}
                set={set}
              />
            ))}
          </tbody>
        </table>
      </div>
      <div>
        <Button variant="default" onClick={() => set([...pathOf(place), limits.length], NEW_LIMIT)}>
          Add a limit
        </Button>
      </div>
    </>
  )
}

const isLimitGroup = (group: FigureGroup): boolean => group.startsWith('limits.')

export const LimitsSection = () => {
  const { form, faults } = useEditor()
  return (
    <Section title="Alarm limits" sources={groupsInForm(form).filter(isLimitGroup)}>
      <p className={classes.muted}>
        A low limit is passed below its figure, a high one above it: for &ldquo;165 or more&rdquo; write 164.
      </p>
      {faults.limits === undefined ? null : <p role="alert">{faults.limits}</p>}
      <LimitsTable limits={form.limits} place="limits" />
    </Section>
  )
}

const PhaseLimits = ({ phase }: { readonly phase: MonitoredPhase }) => {
  const { form, faults, set } = useEditor()
  const own = form.limitsByPhase?.[phase]
  const place = `limitsByPhase.${phase}`
  return (
    <>
      <div className={classes.row}>
        <span className={classes.grow}>
          <b>While {phase}</b> {own === undefined ? 'the limits above hold.' : 'these hold in place of those above:'}
        </span>
        <Button
          variant="default"
          onClick={() => set(['limitsByPhase', phase], own === undefined ? form.limits : undefined)}
        >
          {own === undefined ? `Own limits while ${phase}` : `No own limits while ${phase}`}
        </Button>
      </div>
      {faults[place] === undefined ? null : <p role="alert">{faults[place]}</p>}
      {own === undefined ? null : <LimitsTable limits={own} place={place} />}
    </>
  )
}

export const PhaseLimitsSection = () => (
  <Section title="Alarm limits of a phase">
    {MONITORED_PHASES.map((phase) => (
      <PhaseLimits key={phase} phase={phase} />
    ))}
  </Section>
)
