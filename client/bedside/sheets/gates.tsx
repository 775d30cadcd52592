import { Textarea } from '@mantine/core'
import type { Override } from '../../../shared/domain/command.ts'
import type { OpenGate } from '../../../shared/domain/session-view.ts'
import type { OrderRefusal } from '../../live/outbox-order.ts'
import type { TrackedOrder } from '../use-tracked-order.ts'
import classes from './sheet.module.css'

/** Refusals that a decision by name may pass (session.md section 3); the code is the name of the gate. */
const GATE_CODES: ReadonlySet<string> = new Set([
  'checklistOpen',
  'baselinePressureGate',
  'doseOverMaximum',
  'gateOpen',
])

export const isGate = (refusal: OrderRefusal | null): boolean => refusal !== null && GATE_CODES.has(refusal.code)

/** The override names the gates that were seen; after a refusal at another gate it covers what the server named. */
export const overrideOf = (
  reason: string,
  gates: readonly OpenGate[],
  refusal: OrderRefusal | null,
): { readonly override?: Override } => {
  if (reason.trim() === '') return {}
  const named = gates.map(({ gate }) => gate)
  const refused = refusal === null || !isGate(refusal) || named.includes(refusal.code) ? [] : [refusal.code]
  return { override: { reason: reason.trim(), gates: [...named, ...refused] } }
}

export interface GatesProps {
  readonly title: string
  readonly gates: readonly OpenGate[]
  readonly reason: string
  readonly onReason: (reason: string) => void
  /** Who may decide to go on all the same; null: this person may. */
  readonly onlyBy: string | null
}

/** What stands in the way, and the reason for going on all the same. */
export const Gates = ({ title, gates, reason, onReason, onlyBy }: GatesProps) => (
  <section>
    <h3 className={classes.heading}>{title}</h3>
    <ul className={classes.gates}>
      {gates.map(({ gate, label }) => (
        <li key={gate}>{label}</li>
      ))}
    </ul>
    {onlyBy === null ? (
      <Textarea
        mt="xs"
        size="xl"
        label="To go on all the same: your reason, recorded with your name"
        value={reason}
        autosize
        minRows={1}
        onChange={(event) => onReason(event.currentTarget.value)}
      />
    ) : (
      <p className={classes.hint}>{onlyBy}</p>
    )}
  </section>
)

/** Where an order of a dialog stands: refused in the server's words, or kept because nobody answers. */
export const OrderState = ({ order }: { readonly order: TrackedOrder }) => {
  if (order.refusal !== null)
    return (
      <p className={classes.refusal} role="alert">
        {order.refusal.message}
      </p>
    )
  if (order.state !== 'sending') return null
  return (
    <p className={classes.hint} role="status">
      Not saved yet. It is kept and sent until the server answers; you may close this.
    </p>
  )
}
