import { useDebouncedValue } from '@mantine/hooks'
import type { ProtocolAnswer } from '../../shared/wire/protocol.ts'
import { proposalAnswerSchema } from '../../shared/wire/protocol.ts'
import { useAnswer } from '../http/use-answer.ts'
import { FigureInput } from '../ui/figure-input.tsx'
import { formatFigure } from '../ui/format.ts'
import type { FieldProps } from './field-props.ts'
import classes from './intake-page.module.css'

const TYPING_MS = 300

const proposalPath = (protocol: string | null, weightKg: number | null): string | null =>
  protocol === null || weightKg === null || weightKg <= 0
    ? null
    : `/protocols/${encodeURIComponent(protocol)}/proposal?weightKg=${weightKg}`

const maximumWords = ({ maximum }: ProtocolAnswer): string => {
  const parts = [
    maximum.mgTotal === undefined ? '' : `${formatFigure(maximum.mgTotal)} mg`,
    maximum.mgPerKg === undefined ? '' : `${formatFigure(maximum.mgPerKg)} mg/kg`,
    maximum.mgPerKgPerHour === undefined ? '' : `${formatFigure(maximum.mgPerKgPerHour)} mg/kg/h`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `Without an override at most ${parts.join(', ')}.`
}

const Waiting = ({ text }: { readonly text: string }) => <p className={classes.hint}>{text}</p>

export interface DoseFieldsProps extends FieldProps {
  readonly protocol: ProtocolAnswer | undefined
}

/** The dose that the server proposes for this weight, to be changed where the clinician says so. */
export const DoseFields = ({ form, change, protocol }: DoseFieldsProps) => {
  const [weightKg] = useDebouncedValue(form.weightKg, TYPING_MS)
  const proposal = useAnswer(['proposal'], proposalAnswerSchema, proposalPath(form.protocol, weightKg))
  if (protocol === undefined || form.weightKg === null)
    return <Waiting text="Weight and protocol give the proposed dose." />
  if (proposal.state === 'loading') return <Waiting text="Asking for the proposed dose …" />
  if (proposal.state === 'failed') return <Waiting text={proposal.problem.message} />
  const { doseMg, durationMin, mgPerKg } = proposal.data
  return (
    <div className={classes.dose}>
      <FigureInput
        label="Dose"
        unit="mg"
        decimals={1}
        description={`Proposed: ${formatFigure(doseMg)} mg, ${mgPerKg.toFixed(2)} mg/kg`}
        value={form.doseMg ?? doseMg}
        onChange={(dose) => change({ doseMg: dose })}
      />
      {protocol.route === 'iv' ? (
        <FigureInput
          label="Over"
          unit="min"
          description={`Proposed: ${formatFigure(durationMin)} min`}
          value={form.durationMin ?? durationMin}
          onChange={(minutes) => change({ durationMin: minutes })}
        />
      ) : null}
      <p className={classes.hint}>
        {maximumWords(protocol)}{' '}
        {protocol.approval === null ? 'Not approved yet: to be approved by your clinicians before use.' : ''}
      </p>
    </div>
  )
}
