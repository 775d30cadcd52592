import type { SessionView } from '../../shared/domain/session-view.ts'
import type { KnownNames } from '../ui/event-text.ts'

const labels = (list: readonly { readonly id: string; readonly label: string }[]): Readonly<Record<string, string>> =>
  Object.fromEntries(list.map(({ id, label }) => [id, label]))

/** What the ids in a visit's events are called. */
export const knownNames = (view: SessionView): KnownNames => ({
  items: labels(view.checklist),
  criteria: labels(view.recovery?.criteria ?? []),
  bays: {},
})
