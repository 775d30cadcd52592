import type { ChartAlarm, ChartModel } from '../../chart-model.ts'
import { ALARM_COLOR, alarmMark } from '../alarm-look.ts'
import { INK } from '../pen.ts'
import { drawLaneName, type Plot } from './plot.ts'

interface Placed<Item> {
  readonly item: Item
  readonly lane: number
}

/** Each into the first lane in which it touches nobody. */
const inLanes = <Item>(
  items: readonly Item[],
  extent: (item: Item) => readonly [left: number, right: number],
): readonly Placed<Item>[] => {
  const ends: number[] = []
  return items.map((item) => {
    const [left, right] = extent(item)
    const free = ends.findIndex((end) => end <= left)
    const lane = free === -1 ? ends.length : free
    ends[lane] = right
    return { item, lane }
  })
}

const laneCount = (placed: readonly Placed<unknown>[]): number => Math.max(1, ...placed.map(({ lane }) => lane + 1))

export interface Lanes {
  readonly height: number
  readonly draw: (top: number) => void
}

const ALARM_LANE = 11
const BAR = 3.8
const MARK_WIDTH = 11
const NARROWEST = 2

const alarmExtent = ({ x }: Plot, { from, to }: ChartAlarm): readonly [number, number] => [
  x(from),
  Math.max(x(to), x(from) + MARK_WIDTH),
]

const drawAlarm = ({ pen, x }: Plot, alarm: ChartAlarm, top: number): void => {
  const { from, to, priority, kind } = alarm
  const [left, width] = [x(from), Math.max(NARROWEST, x(to) - x(from))]
  alarmMark(pen, alarm, left + MARK_WIDTH / 2 - 1, top + 5.5)
  const bar = pen.doc.rect(left, top + 6.2, width, BAR)
  if (kind === 'technical') bar.lineWidth(0.7).strokeColor(ALARM_COLOR[priority]).stroke()
  else bar.fillColor(ALARM_COLOR[priority]).fill()
}

/** Alarms from raise to end, in their colour and mark; a technical one is hollow. */
export const alarmLanes = (plot: Plot, alarms: readonly ChartAlarm[]): Lanes => {
  const placed = inLanes(alarms, (alarm) => alarmExtent(plot, alarm))
  return {
    height: laneCount(placed) * ALARM_LANE,
    draw: (top) => {
      drawLaneName(plot, 'Alarms', top + 9.5)
      for (const { item, lane } of placed) drawAlarm(plot, item, top + lane * ALARM_LANE)
    },
  }
}

const ENTRY_LANE = 10.5
const RADIUS = 4.6

/** Numbered entries; what they say stands in the table of entries. */
export const entryLanes = (plot: Plot, entries: ChartModel['entries']): Lanes => {
  const { pen, x } = plot
  const placed = inLanes(entries, ({ at }) => [x(at) - RADIUS, x(at) + RADIUS + 0.6])
  return {
    height: laneCount(placed) * ENTRY_LANE,
    draw: (top) => {
      drawLaneName(plot, 'Entries', top + RADIUS + 2.4)
      for (const { item, lane } of placed) {
        const y = top + RADIUS + lane * ENTRY_LANE
        pen.doc.circle(x(item.at), y, RADIUS).fillColor(INK.text).fill()
        const size = item.number > 99 ? 4.4 : 5.8
        pen.text(String(item.number), x(item.at), y + size * 0.36, {
          size,
          weight: 'strong',
          color: INK.paper,
          align: 'center',
        })
      }
    },
  }
}
