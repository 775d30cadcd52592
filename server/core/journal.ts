import type { Scale } from '../../shared/domain/score.ts'
import { latest, type Instant } from '../../shared/domain/time.ts'
import type { EntryMark, JournalEntry } from './session.ts'

type Journal = readonly JournalEntry[]
type EntryOf<Type extends JournalEntry['type']> = Extract<JournalEntry, { readonly type: Type }>

const ofType = <Type extends JournalEntry['type']>(journal: Journal, type: Type): readonly EntryOf<Type>[] =>
  journal.filter((entry): entry is EntryOf<Type> => entry.type === type)

export const isAfter = (first: EntryMark, second: EntryMark): boolean =>
  first.at > second.at || (first.at === second.at && first.seq > second.seq)

/** By when it happened: what is entered late may be older than what stands before it. */
const newest = <Entry extends EntryMark>(entries: readonly Entry[]): Entry | undefined =>
  entries.reduce<Entry | undefined>(
    (best, entry) => (best === undefined || isAfter(entry, best) ? entry : best),
    undefined,
  )

/** Every bolus, a second nasal device included. */
export const bolusMg = (journal: Journal): number =>
  ofType(journal, 'bolusGiven').reduce((sum, entry) => sum + entry.data.mg, 0)

export const extensionMin = (journal: Journal): number =>
  ofType(journal, 'recoveryExtended').reduce((sum, entry) => sum + entry.data.minutes, 0)

/** The last completed check since then. */
export const newestCheck = (journal: Journal, since: Instant): Instant | null =>
  ofType(journal, 'checkCompleted')
    .filter((entry) => entry.at >= since)
    .reduce<Instant | null>((best, entry) => (best === null ? entry.at : latest(best, entry.at)), null)

/** The newest word on how often the pressure is taken in this visit. */
export const newestPressureChoice = (journal: Journal): EntryOf<'pressureIntervalSet'> | undefined =>
  newest(ofType(journal, 'pressureIntervalSet'))

export const newestScore = (
  journal: Journal,
  scale: Scale,
  since: Instant,
): EntryOf<'assessmentRecorded'> | undefined =>
  newest(ofType(journal, 'assessmentRecorded').filter((entry) => entry.data.scale === scale && entry.at >= since))

/** The newest word of a person on a criterion. */
export const newestAnswer = (journal: Journal, criterion: string): EntryOf<'criterionAssessed'> | undefined =>
  newest(ofType(journal, 'criterionAssessed').filter((entry) => entry.data.criterion === criterion))

export const hasSymptomAfter = (journal: Journal, symptoms: readonly string[], mark: EntryMark): boolean =>
  ofType(journal, 'symptomRecorded').some(
    (entry) => symptoms.includes(entry.data.symptom.trim().toLowerCase()) && isAfter(entry, mark),
  )

/** The newest intervention whose words are those that are looked for. */
export const newestIntervention = (
  journal: Journal,
  matches: (said: string) => boolean,
): (EntryMark & { readonly said: string }) | undefined =>
  newest(
    ofType(journal, 'interventionRecorded')
      .map(({ seq, at, data }) => ({ seq, at, said: `${data.intervention} ${data.detail ?? ''}` }))
      .filter(({ said }) => matches(said)),
  )
