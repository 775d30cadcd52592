import { z } from 'zod'
import { PHASES } from '../domain/phase.ts'
import { METRICS } from '../domain/vital.ts'
import { prioritySchema } from './limit.ts'
import { epochMsSchema } from './primitive.ts'

// A visit as it is drawn: what the record's chart and the printed one show, worked out once, at the server. Times are
// epoch milliseconds, as in all series.

const spanSchema = z.object({ from: epochMsSchema, to: epochMsSchema })

/** Where a scale begins and ends, and how far its lines are apart; in the unit of what it measures. */
const scaleSchema = z.object({ low: z.number(), high: z.number(), step: z.number().positive() })

/** Thinned by least and greatest: `value` was measured at `time`; all null is a gap. */
const chartPointsSchema = z.object({
  time: z.array(epochMsSchema),
  value: z.array(z.number().nullable()),
  min: z.array(z.number().nullable()),
  max: z.array(z.number().nullable()),
})

const chartSeriesSchema = z.object({
  metric: z.enum(METRICS),
  label: z.string(),
  /** Good values that nobody marked. */
  points: chartPointsSchema,
  /** Good values that a person marked as artefact. */
  marked: chartPointsSchema,
  artefacts: z.array(spanSchema),
  /** Poor or none while the cuff of the same monitor was at work: the probe most likely on that arm. */
  duringCuff: z.array(spanSchema),
})

/** A limit while it was in force, resolved. */
const chartLimitSchema = spanSchema.extend({ label: z.string(), value: z.number() })

const cuffSchema = z.object({
  at: epochMsSchema,
  sbp: z.number().exactOptional(),
  dbp: z.number().exactOptional(),
  map: z.number().exactOptional(),
  isMarked: z.boolean(),
})

const pressurePanelSchema = z.object({
  scale: scaleSchema,
  cuff: z.array(cuffSchema),
  arterial: z.array(chartSeriesSchema),
  pulse: chartSeriesSchema.nullable(),
  /** What the systolic pressure was expected to be. mmHg. */
  expected: z.array(z.object({ at: epochMsSchema, low: z.number(), high: z.number() })),
  limits: z.array(chartLimitSchema),
})

const linePanelSchema = z.object({
  scale: scaleSchema,
  series: chartSeriesSchema,
  limits: z.array(chartLimitSchema),
})

const dosePanelSchema = z.object({
  rates: z.array(spanSchema.extend({ rateMgPerHour: z.number() })),
  atOnce: z.array(z.object({ at: epochMsSchema, mg: z.number() })),
  /** What had been given by then. mg. */
  given: z.array(z.object({ at: epochMsSchema, mg: z.number() })),
  totalMg: z.number(),
})

const chartAlarmSchema = spanSchema.extend({
  channel: z.string(),
  priority: prioritySchema,
  kind: z.enum(['physiological', 'technical']),
})

export const visitChartSchema = spanSchema.extend({
  /** What the series cover: all of it, or the stretch that was asked for. */
  stretch: spanSchema,
  phases: z.array(spanSchema.extend({ phase: z.enum(PHASES) })),
  pressure: pressurePanelSchema,
  lines: z.array(linePanelSchema),
  /** null: nothing was given. */
  dose: dosePanelSchema.nullable(),
  alarms: z.array(chartAlarmSchema),
  /** What staff noted and did, numbered in the order in which it happened; `seq` is the event's. */
  entries: z.array(z.object({ at: epochMsSchema, number: z.number().int().positive(), seq: z.number().int() })),
})

/** null: nobody was admitted, so that there is nothing to draw. */
export const chartAnswerSchema = z.object({ chart: visitChartSchema.nullable() })

export type VisitChart = z.infer<typeof visitChartSchema>
export type ChartSeries = z.infer<typeof chartSeriesSchema>
export type ChartPoints = z.infer<typeof chartPointsSchema>
export type ChartLimit = z.infer<typeof chartLimitSchema>
export type ChartScale = z.infer<typeof scaleSchema>
export type ChartSpan = z.infer<typeof spanSchema>
export type ChartAnswer = z.infer<typeof chartAnswerSchema>
