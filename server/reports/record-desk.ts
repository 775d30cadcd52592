import { artefactsIn, judged } from '../core/artefact-suggestions.ts'
import type { RecordDesk } from '../ports/record-desk.ts'
import { recordChart } from './record-chart.ts'
import { recordEntries } from './record-entries.ts'
import { eachInTurn } from './turns.ts'
import { readRecord, type RecordParts } from './visit-record.ts'

/** What a chart draws; a cuff's value of before the stretch is among what it needs, so that all of it is read. */
const CHARTED = { metrics: ['hr', 'pr', 'spo2', 'rr', 'sbp', 'dbp', 'map', 'abpSys', 'abpDia'] } as const

export const createRecordDesk = (parts: RecordParts): RecordDesk => ({
  chart: async (id, stretch) => {
    const record = await readRecord(parts, id, CHARTED)
    return record === null ? null : { chart: await recordChart(record, stretch) }
  },
  artefacts: async (id) => {
    const record = await readRecord(parts, id)
    if (record === null) return null
    const found = await eachInTurn(artefactsIn(record.readings), (some) =>
      some.map((one) => judged(one, record.events)),
    )
    return found.flat().sort((one, other) => one.from - other.from)
  },
  entries: async (id) => {
    const record = await readRecord(parts, id, { metrics: [] })
    return record === null ? null : recordEntries(record)
  },
})
