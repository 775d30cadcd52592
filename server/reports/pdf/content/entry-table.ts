import { isLifeEvent } from '../../../core/alarm-transitions.ts'
import type { SessionEventType, StoredEvent } from '../../../../shared/domain/session-event.ts'
import { MS_PER_MINUTE } from '../../../../shared/domain/time.ts'
import { withAmendments, type AmendedEvent } from '../../../core/statistics-amended.ts'
import { joined } from '../../words/figure-words.ts'
import type { ChartEntry } from '../build-chart.ts'
import type { Cell, Section } from '../report-model.ts'
import type { VisitRecord } from '../../visit-record.ts'
import type { ReportSource } from './report-source.ts'

/** What a nurse or clinician noted of the patient and did: the chart numbers it. */
const NUMBERED: ReadonlySet<SessionEventType> = new Set([
  'rateChanged',
  'bolusGiven',
  'infusionPaused',
  'infusionResumed',
  'vitalsRecorded',
  'assessmentRecorded',
  'symptomRecorded',
  'interventionRecorded',
  'noteAdded',
  'limitsChanged',
  'artefactMarked',
])

/** Has a table of its own, or is told with what it corrects. */
const ELSEWHERE: ReadonlySet<SessionEventType> = new Set(['checklistChanged', 'amended', 'signedOff', 'audioPaused'])

const happenedAt = ({ at, occurredAt }: StoredEvent): StoredEvent['at'] => occurredAt ?? at

export interface Entry extends AmendedEvent {
  /** null: the chart does not number it. */
  readonly number: number | null
}

/** Everything that people wrote, in the order in which it happened. */
export const entriesOf = ({ written: events }: Pick<VisitRecord, 'written'>): readonly Entry[] => {
  const written = withAmendments(events)
    .filter(({ first }) => first.by !== undefined && !ELSEWHERE.has(first.type) && !isLifeEvent(first))
    .sort((one, other) => happenedAt(one.now) - happenedAt(other.now) || one.now.seq - other.now.seq)
  let last = 0
  return written.map((entry) => {
    if (!NUMBERED.has(entry.now.type)) return { ...entry, number: null }
    last += 1
    return { ...entry, number: last }
  })
}

export const chartEntries = (record: Pick<VisitRecord, 'written'>): readonly ChartEntry[] =>
  entriesOf(record).flatMap(({ now, number }) =>
    number === null ? [] : [{ at: happenedAt(now), number, seq: now.seq }],
  )

const isLate = (event: StoredEvent): boolean => event.at - happenedAt(event) >= MS_PER_MINUTE

const amendmentWords = ({ amendments }: Entry, { local }: ReportSource): string =>
  amendments
    .map(({ at, by, data }) => {
      const after = data.afterSignature ? ' after the signature' : ''
      return `Amended${after} by ${by?.name ?? 'unknown'}, ${local.time(at)}: ${data.reason}`
    })
    .join('; ')

const row = (entry: Entry, source: ReportSource): readonly (Cell | string)[] => {
  const { first, now, number } = entry
  const { local, words } = source
  const [before, after] = [words(first), words(now)]
  const isAmended = entry.amendments.length > 0
  const struckTime = happenedAt(first) === happenedAt(now) ? {} : { struck: local.clock(happenedAt(first)) }
  return [
    number === null ? '' : { text: '', number },
    { text: local.clock(happenedAt(now)), ...struckTime },
    { text: after.text, ...(before.text === after.text ? {} : { struck: before.text }) },
    {
      text: joined(after.detail, isLate(now) ? `written ${local.clock(now.at)}` : '', amendmentWords(entry, source)),
      ...(isAmended && before.detail !== after.detail ? { struck: before.detail } : {}),
      isMuted: true,
    },
    now.by?.name ?? '',
  ]
}

/** Everything that people wrote of the visit; what was amended stays readable. */
export const entriesSection = (source: ReportSource): Section => {
  const entries = entriesOf(source.record)
  return {
    title: 'Entries',
    table: {
      columns: [
        { title: 'No.', share: 0.6 },
        { title: 'time', share: 1.2, isFigures: true },
        { title: 'What', share: 4 },
        { title: '', share: 4.4 },
        { title: 'by', share: 2 },
      ],
      rows: entries.map((entry) => row(entry, source)),
    },
    note: 'Numbers are those of the chart. Struck through: what an entry said before it was amended.',
  }
}
