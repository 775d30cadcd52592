import { beforeAll, describe, expect, test } from 'vitest'
import { createRecordDesk } from '../../../server/reports/record-desk.ts'
import { recordAnswerSchema, type RecordAnswer } from '../../../shared/wire/record.ts'
import { chartAnswerSchema, type VisitChart } from '../../../shared/wire/chart.ts'
import { plusSeconds, type Instant } from '../../../shared/domain/time.ts'
import { ARTEFACT, signedVisit } from '../../support/told-visit.ts'
import { partsOf } from '../../support/visit-record.ts'
import { at, beginVisit } from '../../support/visit.ts'

const visit = signedVisit()
const NOW = at(80)
let record: RecordAnswer
let chart: VisitChart

const desk = async () => createRecordDesk(await partsOf(visit, NOW))

const chartOf = async (stretch: { from: Instant; to: Instant } | null): Promise<VisitChart> => {
  const answer = await (await desk()).chart(visit.state.id, stretch)
  const { chart: drawn } = chartAnswerSchema.parse(answer)
  if (drawn === null) throw new Error('There is no chart.')
  return drawn
}

beforeAll(async () => {
  chart = await chartOf(null)
  record = recordAnswerSchema.parse(await (await desk()).entries(visit.state.id))
})

describe('the chart of a visit', () => {
  test('reaches from admission to leaving, phase by phase', () => {
    expect([chart.from, chart.to, chart.stretch]).toEqual([at(0), at(60), { from: at(0), to: at(60) }])
    expect(chart.phases.map(({ phase }) => phase)).toEqual(['preparing', 'infusing', 'recovering'])
  })

  test('has facing carets, the pulse, saturation and breathing on scales of their own, and the dose', () => {
    expect(chart.pressure.cuff[0]).toMatchObject({ sbp: 145, dbp: 90, map: 107, isMarked: false })
    expect(chart.pressure.pulse?.metric).toBe('hr')
    expect(chart.lines.map(({ series }) => series.metric)).toEqual(['spo2', 'rr'])
    expect(chart.dose).toMatchObject({ totalMg: 40, rates: [{ rateMgPerHour: 60 }] })
  })

  test('keeps what was marked as artefact apart: framed, and never in the line', () => {
    const spo2 = chart.lines[0]?.series
    expect(spo2?.artefacts).toEqual([{ from: plusSeconds(at(2), ARTEFACT.from), to: plusSeconds(at(2), ARTEFACT.to) }])
    expect(spo2?.points.min.filter((value) => value === 61)).toEqual([])
    expect(spo2?.marked.value.filter((value) => value !== null)).not.toEqual([])
  })

  test('shows of a stretch every second, and everything else whole', async () => {
    const from = plusSeconds(at(2), 60)
    const fine = await chartOf({ from, to: plusSeconds(from, 60) })
    expect(fine.pressure.pulse?.points.time).toHaveLength(61)
    expect(fine.stretch).toEqual({ from, to: plusSeconds(from, 60) })
    expect([fine.phases, fine.pressure.cuff, fine.entries]).toEqual([chart.phases, chart.pressure.cuff, chart.entries])
  })

  test('of nobody admitted is none, and of no visit nothing', async () => {
    const empty = beginVisit()
    const parts = await partsOf(empty, at(0))
    expect(await createRecordDesk(parts).chart('s_none' as never, null)).toBeNull()
    expect(await createRecordDesk(parts).entries('s_none' as never)).toBeNull()
  })
})

describe('what people wrote', () => {
  test('keeps the first text of an amended entry beside what it reads now', () => {
    const amended = record.entries.filter(({ amendments }) => amendments.length > 0)
    expect(amended).toMatchObject([
      {
        first: { data: { values: { sbp: 210 } } },
        now: { data: { values: { sbp: 131 } } },
        amendments: [{ by: 'Dr Clara', reason: 'slip of the hand', afterSignature: false }],
      },
    ])
  })

  test('is numbered as the chart numbers it', () => {
    const numbered = record.entries.flatMap(({ number, now }) => (number === null ? [] : [[number, now.seq]]))
    expect(numbered).toEqual(chart.entries.map(({ number, seq }) => [number, seq]))
  })

  test('says who signed, with which words, and that nobody gave the sign-in once more', () => {
    expect(record.signatures).toMatchObject([{ by: 'Dr Clara', statement: 'Reviewed, complete.', isConfirmed: false }])
  })
})
