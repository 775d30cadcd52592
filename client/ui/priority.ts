import type { Priority } from '../../shared/domain/limit.ts'

/** A priority is told by mark, word, colour and flash rate together (signals.md, *Look*). */
export interface PriorityLook {
  readonly mark: string
  readonly word: string
}

export const PRIORITY_LOOK: Readonly<Record<Priority, PriorityLook>> = {
  high: { mark: '***', word: 'HIGH' },
  medium: { mark: '**', word: 'MEDIUM' },
  low: { mark: '*', word: 'LOW' },
}
