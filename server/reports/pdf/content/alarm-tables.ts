import { MS_PER_SECOND } from '../../../../shared/domain/time.ts'
import { alarmLives, type AlarmLife } from '../../../core/statistics-alarm-list.ts'
import { alarmWords, channelWords } from '../../words/alarm-words.ts'
import { duration, NO_VALUE } from '../../words/figure-words.ts'
import type { Card, Cell, Section } from '../report-model.ts'
import type { ReportSource } from './report-source.ts'

const isPhysiological = (channel: string): boolean => channel.endsWith('.low') || channel.endsWith('.high')

export const alarmsCard = ({ alarms }: ReportSource): Card => ({
  title: 'Alarms',
  share: 1,
  table: {
    columns: [
      { title: '', share: 3.2 },
      { title: 'n', share: 0.8, align: 'right', isFigures: true },
      { title: 'seen in', share: 1.4, align: 'right', isFigures: true },
    ],
    rows: alarms.map(({ channel, priority, count, timeToAcknowledgeS }) => [
      {
        text: channelWords(channel),
        mark: { priority, kind: isPhysiological(channel) ? ('physiological' as const) : ('technical' as const) },
      },
      String(count),
      timeToAcknowledgeS === null ? 'not' : duration(timeToAcknowledgeS.median * MS_PER_SECOND),
    ]),
  },
  note: alarms.length === 0 ? 'There was none.' : 'Seen in: median time to the first acknowledgement, min:s.',
})

const remarks = ({ reminders, wasUnattended, isNotConfirmed }: AlarmLife): string =>
  [
    ...(wasUnattended ? ['nobody came within a minute'] : []),
    ...(reminders === 0 ? [] : [`reminded ${reminders === 1 ? 'once' : `${reminders} times`}`]),
    ...(isNotConfirmed ? ['not confirmed by the repeat'] : []),
  ].join(', ')

const row = ({ local }: ReportSource, life: AlarmLife): readonly (Cell | string)[] => {
  const { channel, kind, highest, raisedAt, acknowledged, overAt, worst, limit } = life
  return [
    { text: alarmWords(channel, worst, limit), mark: { priority: highest, kind } },
    highest,
    local.clock(raisedAt),
    acknowledged === null ? 'not' : duration(acknowledged.at - raisedAt),
    acknowledged?.by ?? '',
    overAt === null ? NO_VALUE : duration(overAt - raisedAt),
    { text: remarks(life), isMuted: true },
  ]
}

/** Each alarm with its worst value, the limit that it passed, and who saw it when. */
export const alarmsSection = (source: ReportSource): Section => {
  const lives = alarmLives(source.record.written)
  const figures = { align: 'right', isFigures: true } as const
  return {
    title: 'Alarms',
    table:
      lives.length === 0
        ? null
        : {
            columns: [
              { title: 'Alarm', share: 3.4 },
              { title: 'Priority', share: 1.3 },
              { title: 'raised', share: 1.4, ...figures },
              { title: 'seen in', share: 1.3, ...figures },
              { title: 'by', share: 2 },
              { title: 'over after', share: 1.5, ...figures },
              { title: '', share: 3 },
            ],
            rows: lives.map((life) => row(source, life)),
          },
    note:
      lives.length === 0
        ? 'There was no alarm.'
        : 'Worst value among the transitions of each alarm, and the limit that it passed. Seen in: from the raise to the first acknowledgement, min:s. This is a secondary display: the bedside monitor is the primary source of alarms.',
  }
}
