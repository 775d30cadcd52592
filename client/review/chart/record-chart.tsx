import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { chartAnswerSchema, type ChartSpan, type VisitChart } from '../../../shared/wire/chart.ts'
import { ask } from '../../http/use-answer.ts'
import { ChartOverlay } from './chart-overlay.tsx'
import { ChartPlot } from './chart-plot.tsx'
import { ChartTable } from './chart-table.tsx'
import classes from './chart.module.css'
import { CuffLegend } from './cuff-marks.tsx'
import { detailOf } from './detail.ts'
import { covers, detailAround, lengthOf } from './zoom.ts'
import { ZoomBar } from './zoom-bar.tsx'

export interface RecordChartProps {
  readonly sessionId: string
  readonly chart: VisitChart
  /** What somebody asked to see; null: the whole visit. */
  readonly asked: ChartSpan | null
  readonly onShown: (shown: ChartSpan) => void
  /** A stretch that is spoken of elsewhere on the page. */
  readonly pointed: ChartSpan | null
  readonly onMark: (stretch: ChartSpan) => void
}

/** A stretch is asked for when the hand rests. */
const SETTLED_MS = 120

const pathOf = (id: string, { from, to }: ChartSpan): string => {
  const query = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })
  return `/sessions/${encodeURIComponent(id)}/chart?${query.toString()}`
}

/** The visit, finer where somebody looks closer; the coarse one stands until the finer one is there. */
const useDetail = (id: string, chart: VisitChart, shown: ChartSpan): VisitChart => {
  const [settled] = useDebouncedValue(shown, SETTLED_MS)
  const isWhole = lengthOf(settled) >= lengthOf(chart)
  const stretch = detailAround(chart, settled)
  const path = pathOf(id, stretch)
  const { data } = useQuery({
    queryKey: ['chart', id, path],
    enabled: !isWhole,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask(chartAnswerSchema, path, signal),
  })
  return useMemo(() => {
    const fine = data?.chart ?? null
    return fine === null || lengthOf(shown) >= lengthOf(chart) ? chart : detailOf(chart, fine, shown)
  }, [chart, data, shown])
}

/** One chart of the whole visit: drawn along to look closer, read with the crosshair, moved by hand and by keys. */
export const RecordChart = ({ sessionId, chart, asked, onShown, pointed, onMark }: RecordChartProps) => {
  // A visit that still runs grows: what was the whole of it stays the whole.
  const shown = asked !== null && covers(chart, asked) ? asked : { from: chart.from, to: chart.to }
  const drawn = useDetail(sessionId, chart, shown)
  return (
    <>
      <div className={classes.frame}>
        <ChartPlot chart={drawn} shown={shown} />
        <ChartOverlay chart={drawn} shown={shown} pointed={pointed} onShown={onShown} onMark={onMark} />
      </div>
      <CuffLegend chart={drawn} />
      <ZoomBar whole={chart} shown={shown} onShown={onShown} />
      <ChartTable chart={drawn} shown={shown} />
    </>
  )
}
