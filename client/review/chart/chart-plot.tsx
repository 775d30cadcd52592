import { memo } from 'react'
import { ComposedChart, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { METRIC_INFO } from '../../../shared/domain/vital.ts'
import type { ChartSeries, ChartSpan, VisitChart } from '../../../shared/wire/chart.ts'
import { formatClock, formatTime } from '../../ui/format.ts'
import { ArtefactFrames } from './artefact-frames.tsx'
import { CuffMarks } from './cuff-marks.tsx'
import { DoseLayer, DoseTotal } from './dose-layer.tsx'
import { InPlot } from './in-plot.tsx'
import { AlarmLane, EntryLane, PhaseLane } from './lanes.tsx'
import { LimitLines } from './limit-lines.tsx'
import { PanelFrame } from './panel-frame.tsx'
import { axisDomain, layoutOf, type Panel } from './panels.ts'
import { PressureGround, PressureLayer } from './pressure-layer.tsx'
import { SeriesLayer } from './series-layer.tsx'
import { timeTicks } from './time-ticks.ts'

/** Room for the figures of the scales, and for what stands at the end of a line. Pixels. */
export const PLOT_MARGIN = { left: 88, right: 96, top: 4, axis: 26 } as const

const TICK = { fill: 'var(--muted)', fontSize: 13 }

export interface ChartPlotProps {
  readonly chart: VisitChart
  readonly shown: ChartSpan
}

const LABELS: Readonly<Record<string, string>> = {
  pressure: 'BP, HR',
  rate: 'mg/h',
  alarms: 'Alarms',
  entries: 'Entries',
}

const labelOf = ({ id }: Panel, lines: VisitChart['lines']): string =>
  LABELS[id] ?? lines.find(({ series }) => series.metric === id)?.series.label ?? ''

const artefactsOf = (series: readonly (ChartSeries | null)[]): readonly ChartSpan[] =>
  series.flatMap((one) => one?.artefacts ?? [])

const Lines = ({ lines, panels }: { readonly lines: VisitChart['lines']; readonly panels: readonly Panel[] }) =>
  lines.map(({ series }) => {
    const panel = panels.find(({ id }) => id === series.metric)
    return panel === undefined ? null : (
      <g key={series.metric}>
        <ArtefactFrames panel={panel} spans={series.artefacts} />
        <SeriesLayer panel={panel.id} series={series} form="line" />
        <CuffMarks panel={panel} spans={series.duringCuff} />
      </g>
    )
  })

const Layers = ({ chart, panels }: { readonly chart: VisitChart; readonly panels: readonly Panel[] }) => {
  const { pressure, lines, dose, phases, alarms, entries } = chart
  const frames = panels.filter(({ id }) => id !== 'phases')
  const pressurePanel = panels.find(({ id }) => id === 'pressure')
  return (
    <>
      <InPlot>
        <PressureGround pressure={pressure} />
      </InPlot>
      {frames.map((panel) => (
        <PanelFrame
          key={panel.id}
          panel={panel}
          label={labelOf(panel, lines)}
          hasScale={panel.id === 'pressure' || panel.id in METRIC_INFO}
        />
      ))}
      <PhaseLane phases={phases} />
      <LimitLines panel="pressure" limits={pressure.limits} />
      {lines.map(({ series, limits }) => (
        <LimitLines key={series.metric} panel={series.metric} limits={limits} />
      ))}
      <InPlot>
        {pressurePanel === undefined ? null : (
          <ArtefactFrames panel={pressurePanel} spans={artefactsOf([pressure.pulse, ...pressure.arterial])} />
        )}
        <PressureLayer pressure={pressure} />
        {pressurePanel === undefined ? null : (
          <CuffMarks panel={pressurePanel} spans={pressure.pulse?.duringCuff ?? []} />
        )}
        <Lines lines={lines} panels={panels} />
        {dose === null ? null : <DoseLayer dose={dose} />}
      </InPlot>
      {dose === null ? null : <DoseTotal dose={dose} />}
      <AlarmLane alarms={alarms} />
      <EntryLane entries={entries} />
    </>
  )
}

/** All of a visit on one time axis, as much of it as is shown. */
export const ChartPlot = memo(({ chart, shown }: ChartPlotProps) => {
  const { height, panels } = layoutOf(chart)
  const ticks = timeTicks(shown)
  return (
    <ResponsiveContainer width="100%" height={height + PLOT_MARGIN.top + PLOT_MARGIN.axis}>
      <ComposedChart
        data={[{ at: chart.from }, { at: chart.to }]}
        margin={{ top: PLOT_MARGIN.top, right: PLOT_MARGIN.right, bottom: 0, left: PLOT_MARGIN.left }}
        accessibilityLayer={false}
      >
        <XAxis
          xAxisId="time"
          dataKey="at"
          type="number"
          height={PLOT_MARGIN.axis}
          domain={[shown.from, shown.to]}
          ticks={[...ticks.at]}
          tickFormatter={ticks.hasSeconds ? formatClock : formatTime}
          allowDataOverflow
          stroke="var(--line)"
          tick={TICK}
        />
        {panels.map((panel) => (
          <YAxis
            key={panel.id}
            yAxisId={panel.id}
            type="number"
            width={0}
            domain={[...axisDomain(panel, height)]}
            allowDataOverflow
            tick={false}
            axisLine={false}
            tickLine={false}
          />
        ))}
        <Layers chart={chart} panels={panels} />
      </ComposedChart>
    </ResponsiveContainer>
  )
})
ChartPlot.displayName = 'ChartPlot'
