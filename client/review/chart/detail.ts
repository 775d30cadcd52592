import type { ChartSpan, VisitChart } from '../../../shared/wire/chart.ts'
import { covers } from './zoom.ts'

/** The whole visit's chart with the finer series in it, where they cover what is shown; else as it was. */
export const detailOf = (chart: VisitChart, fine: VisitChart, shown: ChartSpan): VisitChart => {
  if (!covers(fine.stretch, shown)) return chart
  return {
    ...chart,
    pressure: { ...chart.pressure, pulse: fine.pressure.pulse, arterial: fine.pressure.arterial },
    lines: chart.lines.map((line) => {
      const finer = fine.lines.find(({ series: { metric } }) => metric === line.series.metric)
      return finer === undefined ? line : { ...line, series: finer.series }
    }),
  }
}
