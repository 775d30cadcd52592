import { newestIntervention } from './journal.ts'
import type { EntryMark, SessionState } from './session.ts'

/** How nurses write it; an intervention is free text. */
const SPEAKS_OF_OXYGEN = /\boxygen\b|\bo[2₂](?!\w)|\bnasal cannula\b|\broom air\b/iu
const ENDS_IT = /\b(off|stopped|ended|removed|weaned|room air)\b/iu

/** Since which entry the patient has oxygen, as far as anybody wrote it; null: breathes room air. */
export const oxygenSince = ({ journal }: Pick<SessionState, 'journal'>): EntryMark | null => {
  const newest = newestIntervention(journal, (said) => SPEAKS_OF_OXYGEN.test(said))
  if (newest === undefined) return null
  return ENDS_IT.test(newest.said) ? null : newest
}
