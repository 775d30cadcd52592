import type { AlarmKind } from '../../shared/domain/alarm.ts'
import type { Priority } from '../../shared/domain/limit.ts'
import { PRIORITY_LOOK } from './priority.ts'
import { TechnicalMark } from './technical-mark.tsx'

export interface AlarmMarkProps {
  readonly kind: AlarmKind
  readonly priority: Priority
  readonly className?: string | undefined
}

/** `***`, `**` or `*`, a technical alarm's behind its ◇; spoken as words. */
export const AlarmMark = ({ kind, priority, className }: AlarmMarkProps) => (
  <span className={className} role="img" aria-label={`${kind === 'technical' ? 'technical ' : ''}${priority} priority`}>
    {kind === 'technical' ? <TechnicalMark /> : null}
    {PRIORITY_LOOK[priority].mark}
  </span>
)
