import type { Override } from '../../shared/domain/command.ts'
import type { Refusal, RefusalCode } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import type { PassedGate, RecordedOverride } from '../../shared/domain/session-event.ts'
import { checkText } from './refusals.ts'

/** Something that stands in the way, and that a decision by name may pass. */
export interface Gate extends PassedGate {
  readonly code: RefusalCode
}

const passed = ({ gate, label }: Gate): PassedGate => ({ gate, label })

const refuseAt = (open: readonly [Gate, ...Gate[]]): Refusal => ({
  code: open[0].code,
  message: `${open.map((gate) => gate.label).join('; ')}. To go on all the same, give an override with a reason (gates: ${open.map((gate) => gate.gate).join(', ')}).`,
  details: { gates: open.map(passed) },
})

/** An override covers the gates that it names, or all where it names none; each passed one is recorded by name. */
export const passGates = (
  gates: readonly Gate[],
  override: Override | undefined,
): Result<{ readonly override?: RecordedOverride }, Refusal> => {
  const covers = (gate: Gate): boolean =>
    override !== undefined && (override.gates === undefined || override.gates.includes(gate.gate))
  const [first, ...others] = gates.filter((gate) => !covers(gate))
  if (first !== undefined) return err(refuseAt([first, ...others]))
  if (override === undefined || gates.length === 0) return ok({})
  const objection = checkText('The reason of the override', override.reason)
  if (objection !== null) return err(objection)
  return ok({ override: { reason: override.reason, gates: gates.map(passed) } })
}
