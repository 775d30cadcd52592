import type { RecordedOverride, StoredEvent } from '../../../../shared/domain/session-event.ts'
import { SCALE_INFO } from '../../../../shared/domain/score.ts'
import type { Origin } from '../../../../shared/domain/vital.ts'
import { withAmendments } from '../../../core/statistics-amended.ts'
import { devicesOf } from '../../devices.ts'
import type { Section } from '../report-model.ts'
import type { ReportSource } from './report-source.ts'

const happenedAt = ({ at, occurredAt }: StoredEvent): StoredEvent['at'] => occurredAt ?? at

const overrideOf = (event: StoredEvent): RecordedOverride | undefined =>
  'override' in event.data ? event.data.override : undefined

/** What was passed by name against a rule, why, and by whom. */
const overrides = ({ record, local, words }: ReportSource): Section => {
  const rows = record.written.flatMap((event) => {
    const override = overrideOf(event)
    if (override === undefined) return []
    const rules = override.gates.map(({ label }) => label).join('; ')
    return [[local.clock(happenedAt(event)), words(event).text, rules, override.reason, event.by?.name ?? '']]
  })
  return {
    title: 'Decisions against a rule',
    table:
      rows.length === 0
        ? null
        : {
            columns: [
              { title: 'time', share: 1.2, isFigures: true },
              { title: 'What', share: 2.6 },
              { title: 'Rule', share: 3.4 },
              { title: 'Reason', share: 2.8 },
              { title: 'by', share: 1.8 },
            ],
            rows,
          },
    ...(rows.length === 0 ? { note: 'There was none.' } : {}),
  }
}

const scores = ({ record, local }: ReportSource): Section => {
  const rows = withAmendments(record.written).flatMap(({ now }) => {
    if (now.type !== 'assessmentRecorded') return []
    const { scale, score, items = {} } = now.data
    const { label, range } = SCALE_INFO[scale]
    const parts = Object.entries(items).map(([id, value]) => `${id} ${value}`)
    const bounds = `${range[0]} to ${range[1]}`
    return [[local.clock(happenedAt(now)), label, String(score), bounds, parts.join(', '), now.by?.name ?? '']]
  })
  return {
    title: 'Scores',
    table:
      rows.length === 0
        ? null
        : {
            columns: [
              { title: 'time', share: 1.2, isFigures: true },
              { title: 'Scale', share: 2.6 },
              { title: 'score', share: 0.9, align: 'right', isFigures: true },
              { title: 'range', share: 1.2 },
              { title: 'Items', share: 4.4 },
              { title: 'by', share: 1.8 },
            ],
            rows,
          },
    ...(rows.length === 0 ? { note: 'There was none.' } : {}),
  }
}

const SOURCE_WORD = { monitor: 'the monitor', staff: 'staff', open: 'nobody' } as const

const criteria = ({ record: { view } }: ReportSource): readonly Section[] => {
  if (view.recovery === undefined) return []
  return [
    {
      title: 'Criteria for going home',
      table: {
        columns: [
          { title: 'Criterion', share: 5 },
          { title: 'met', share: 1.2 },
          { title: 'answered by', share: 2 },
        ],
        rows: view.recovery.criteria.map(({ label, met, source }) => [
          label,
          { text: met ? 'met' : 'not met', isStrong: !met },
          { text: SOURCE_WORD[source], isMuted: true },
        ]),
      },
    },
  ]
}

const checklist = ({ record: { view } }: ReportSource): Section => ({
  title: 'Checklist before the start',
  table: {
    columns: [
      { title: 'Item', share: 5 },
      { title: 'done', share: 1.2 },
      { title: 'by', share: 2 },
    ],
    rows: view.checklist.map(({ label, required, done, by = '' }) => [
      `${label}${required ? '' : ' (where it applies)'}`,
      { text: done ? 'done' : 'open', isStrong: required && !done },
      { text: by, isMuted: true },
    ]),
  },
})

const signedWords = (signed: readonly Extract<StoredEvent, { readonly type: 'signedOff' }>[]): string => {
  const bare = signed.filter(({ data }) => data.isConfirmed !== true).length
  if (bare === 0) return 'Signed with the sign-in given once more.'
  return bare === signed.length
    ? 'Signed by a command alone: nobody gave the sign-in once more.'
    : `${bare} of ${signed.length} by a command alone, without the sign-in once more.`
}

const signatures = ({ record: { written }, local }: ReportSource): Section => {
  const signed = written.filter((event) => event.type === 'signedOff')
  const later = written.filter((event) => event.type === 'amended' && event.data.afterSignature).length
  return {
    title: 'Signatures',
    table:
      signed.length === 0
        ? null
        : {
            columns: [
              { title: 'Statement', share: 5 },
              { title: 'signed by', share: 2.4 },
              { title: 'sign-in once more', share: 2 },
              { title: 'at', share: 2.4 },
            ],
            rows: signed.map(({ at, by, data }) => [
              data.statement,
              by?.name ?? '',
              data.isConfirmed === true ? 'given' : 'not given',
              `${local.day(at)}, ${local.clock(at)}`,
            ]),
          },
    note: `${signed.length === 0 ? 'Nobody has signed this record.' : signedWords(signed)}${
      later === 0 ? '' : ` ${later} ${later === 1 ? 'entry was' : 'entries were'} amended after a signature.`
    }`,
  }
}

const ORIGIN_WORD: Readonly<Record<Origin, string>> = {
  device: 'measured',
  manual: 'by hand',
  simulated: 'SIMULATED',
  replay: 'REPLAY',
}

const readingWords = ({ record: { readings } }: ReportSource): string => {
  const counts = new Map<Origin, number>()
  for (const { origin } of [...readings.values()].flat()) counts.set(origin, (counts.get(origin) ?? 0) + 1)
  const words = [...counts].map(([origin, count]) => `${count} ${ORIGIN_WORD[origin]}`)
  return words.length === 0 ? 'none' : words.join(', ')
}

const integrity = (source: ReportSource): Section => {
  const { record, local } = source
  const { written, lastHash, view } = record
  const newest = written.at(-1)
  const monitors = [...devicesOf(record).values()]
  return {
    title: 'What this record stands on',
    table: {
      columns: [
        { title: '', share: 1.6 },
        { title: '', share: 7 },
      ],
      rows: [
        [
          'Protocol',
          `${view.protocol.name}, version ${view.protocol.version}${view.protocol.approved ? '' : ', not approved yet'}`,
        ],
        ['Readings', readingWords(source)],
        ['Monitors', monitors.length === 0 ? 'none' : monitors.join(', ')],
        [
          'Events',
          `${written.length}${newest === undefined ? '' : `, the newest of ${local.day(newest.at)}, ${local.clock(newest.at)}`}`,
        ],
        ['Last hash', `${lastHash} (SHA-256 of event ${newest?.seq ?? 0})`],
      ].map(([name = '', value = '']) => [{ text: name, isMuted: true }, value]),
    },
    note: 'Each event carries the hash of the one before it, so that this last hash vouches for all of them; each stored stretch of readings has a digest. “vigil verify” checks both in the store: a copy of this report whose hash is not the one it finds was made of another record.',
  }
}

export const closingSections = (source: ReportSource): readonly Section[] => [
  scores(source),
  ...criteria(source),
  overrides(source),
  checklist(source),
  signatures(source),
  integrity(source),
]
