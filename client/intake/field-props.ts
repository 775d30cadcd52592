import type { IntakeField, IntakeForm } from './intake-form.ts'

export interface FieldProps {
  readonly form: IntakeForm
  readonly change: (change: Partial<IntakeForm>) => void
  /** Sentences beside the fields that stand in the way; empty before the first try. */
  readonly missing: Readonly<Partial<Record<IntakeField, string>>>
}
