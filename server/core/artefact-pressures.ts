import type { SuggestedArtefact } from '../../shared/domain/artefact.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import { plusSeconds, type Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'

/** What one measurement of a pressure is made of. */
interface PressureSite {
  readonly sys: Metric
  readonly dia: Metric
  readonly mean: Metric
}

const SITES: readonly PressureSite[] = [
  { sys: 'sbp', dia: 'dbp', mean: 'map' },
  { sys: 'abpSys', dia: 'abpDia', mean: 'abpMean' },
]

/** Under this the pulse is none that a patient can have who sits and talks; a damped line or a moved cuff has it. mmHg, ours. */
const LEAST_PULSE_MMHG = 10

/** An arterial line gives a value a second: what is impossible in a row is one stretch. Seconds. */
const IN_A_ROW_S = 3

interface Pressure {
  readonly at: Instant
  readonly sys: number
  readonly dia: number
  readonly mean: number | undefined
}

const goodValues = (readings: readonly Reading[]): ReadonlyMap<Instant, number> =>
  new Map(
    readings.flatMap((reading) =>
      reading.kind === 'sample' && reading.quality === 'good' ? [[reading.measuredAt, reading.value] as const] : [],
    ),
  )

type ByMetric = ReadonlyMap<Metric, readonly Reading[]>

const pressuresOf = (readings: ByMetric, { sys, dia, mean }: PressureSite): readonly Pressure[] => {
  const [dias, means] = [goodValues(readings.get(dia) ?? []), goodValues(readings.get(mean) ?? [])]
  return [...goodValues(readings.get(sys) ?? [])].flatMap(([at, value]) => {
    const low = dias.get(at)
    return low === undefined ? [] : [{ at, sys: value, dia: low, mean: means.get(at) }]
  })
}

/** Why it cannot be; null: it can. */
const objectionTo = ({ sys, dia, mean }: Pressure): string | null => {
  if (sys <= dia) return `Systolic ${sys} mmHg is not above diastolic ${dia} mmHg.`
  if (sys - dia < LEAST_PULSE_MMHG)
    return `Systolic ${sys} and diastolic ${dia} mmHg are ${Number((sys - dia).toFixed(1))} mmHg apart; a pulse has at least ${LEAST_PULSE_MMHG}.`
  if (mean !== undefined && (mean > sys || mean < dia))
    return `The mean ${mean} mmHg lies outside of ${dia} to ${sys} mmHg.`
  return null
}

interface Row {
  readonly from: Instant
  readonly to: Instant
  readonly count: number
  readonly first: string
  readonly hasMean: boolean
}

const startRow = ({ at, mean }: Pressure, first: string): Row => ({
  from: at,
  to: at,
  count: 1,
  first,
  hasMean: mean !== undefined,
})

const rowsOf = (pressures: readonly Pressure[]): readonly Row[] => {
  const rows: Row[] = []
  for (const pressure of pressures) {
    const objection = objectionTo(pressure)
    if (objection === null) continue
    const row = rows.at(-1)
    if (row === undefined || pressure.at > plusSeconds(row.to, IN_A_ROW_S)) rows.push(startRow(pressure, objection))
    else
      rows[rows.length - 1] = {
        ...row,
        to: pressure.at,
        count: row.count + 1,
        hasMean: row.hasMean || pressure.mean !== undefined,
      }
  }
  return rows
}

/** Pressures of one measurement that cannot belong together. */
export const impossiblePressures = (readings: ByMetric): readonly SuggestedArtefact[] =>
  SITES.flatMap((site) =>
    rowsOf(pressuresOf(readings, site)).map(({ from, to, count, first, hasMean }) => ({
      kind: 'pulsePressure',
      metrics: [site.sys, site.dia, ...(hasMean ? [site.mean] : [])],
      from,
      to,
      why: count === 1 ? first : `${first} So it went for ${count} values in a row.`,
    })),
  )
