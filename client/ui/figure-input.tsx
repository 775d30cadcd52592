import { NumberInput, type MantineSize } from '@mantine/core'
import { ChemText } from './chem-text.tsx'

export interface FigureInputProps {
  readonly label: string
  readonly value: number | null
  readonly onChange: (value: number | null) => void
  /** Written behind the figure. */
  readonly unit: string
  readonly decimals?: number
  readonly required?: boolean
  readonly size?: MantineSize
  readonly error?: string | null
  readonly description?: string
  readonly autoFocus?: boolean
}

/** A figure with its unit; empty is no figure and never nought. */
export const FigureInput = ({
  label,
  value,
  onChange,
  unit,
  decimals = 0,
  error = null,
  ...rest
}: FigureInputProps) => (
  <NumberInput
    {...rest}
    label={<ChemText text={label} />}
    value={value ?? ''}
    onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    placeholder={unit}
    suffix={` ${unit}`}
    decimalScale={decimals}
    allowNegative={false}
    hideControls
    inputMode={decimals === 0 ? 'numeric' : 'decimal'}
    error={error}
  />
)
