import type { Metric } from '../../shared/domain/vital.ts'
import type { Column } from '../../shared/wire/review.ts'

type Metrics = Readonly<Partial<Record<Metric, Column>>>

export interface ValueRow {
  readonly at: number
  /** null: a gap, drawn as one. */
  readonly value: number | null
}

export interface PressureRow {
  readonly at: number
  readonly sbp: number
  readonly dbp: number
  readonly map: number | null
}

/** The column as rows; where readings were thinned, the extremes of each stretch stand beside its median. */
export const valueRows = (column: Column | undefined): readonly ValueRow[] => {
  if (column === undefined) return []
  return column.time.flatMap((at, index): ValueRow[] => {
    const value = column.value[index] ?? null
    const [min, max] = [column.min?.[index] ?? null, column.max?.[index] ?? null]
    const extremes = [min, max].filter((extreme) => extreme !== null && extreme !== value)
    return [value, ...extremes].map((it) => ({ at, value: it }))
  })
}

/** Heart rate, or the pulse of the oximeter where there is none. */
export const pulseRows = ({ hr, pr }: Metrics): readonly ValueRow[] => valueRows((hr?.time.length ?? 0) > 0 ? hr : pr)

/** Values of one blood pressure have one time. */
export const pressureRows = ({ sbp, dbp, map }: Metrics): readonly PressureRow[] => {
  const at = (column: Column | undefined): ReadonlyMap<number, number> =>
    new Map(
      (column?.time ?? []).flatMap((time, index): [number, number][] => {
        const value = column?.value[index] ?? null
        return value === null ? [] : [[time, value]]
      }),
    )
  const [diastolic, mean] = [at(dbp), at(map)]
  return [...at(sbp)].flatMap(([time, systolic]): PressureRow[] => {
    const low = diastolic.get(time)
    return low === undefined ? [] : [{ at: time, sbp: systolic, dbp: low, map: mean.get(time) ?? null }]
  })
}
