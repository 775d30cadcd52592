import { NOBODY_ANSWERS } from '../../shared/domain/responsibility.ts'
import type { ResponsibilityBook } from '../../server/ports/responsibility-book.ts'

/** A clinic in which nobody answers for any bay, and nobody is asked to. */
export const noResponsibilities: Pick<ResponsibilityBook, 'now' | 'onChanged'> = {
  now: () => NOBODY_ANSWERS,
  onChanged: () => undefined,
}
