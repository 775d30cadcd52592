import { z } from 'zod'
import { PHASES } from '../domain/phase.ts'
import { SCALES } from '../domain/score.ts'
import { directionSchema, metricSchema, prioritySchema } from './limit.ts'
import { nextVisitSchema } from './next-visit.ts'
import { epochMsSchema, isoTimeSchema, sessionIdSchema } from './primitive.ts'
import { liveQualitySchema, originSchema, sessionViewSchema } from './session-view.ts'
import { wireEventSchema } from './stored-event.ts'

/** Newest first. */
export const sessionsAnswerSchema = z.object({
  sessions: z.array(sessionViewSchema),
  /** Absent: this is the last page. */
  nextCursor: z.string().exactOptional(),
})

export const eventsAnswerSchema = z.object({ events: z.array(wireEventSchema) })

export const commandResultSchema = z.object({ seq: z.number().int(), events: z.array(wireEventSchema) })

/**
 * One metric over time. Whole: `quality` and `source` go along, null with quality `none`: the device spoke and had no
 * value. Thinned: `value` is the median of the good readings of a stretch, `min` and `max` its extremes, null a gap.
 */
export const columnSchema = z.object({
  time: z.array(epochMsSchema),
  value: z.array(z.number().nullable()),
  min: z.array(z.number().nullable()).exactOptional(),
  max: z.array(z.number().nullable()).exactOptional(),
  quality: z.array(liveQualitySchema).exactOptional(),
  source: z.array(originSchema).exactOptional(),
  /** Where an amendment corrected any: the value as it was written at first; null where nothing was corrected. */
  first: z.array(z.number().nullable()).exactOptional(),
  /** Where any is: poor or none while the cuff of the same monitor was at work, the probe most likely on that arm. */
  duringCuff: z.array(z.boolean()).exactOptional(),
})

export const readingsAnswerSchema = z.object({ metrics: z.partialRecord(metricSchema, columnSchema) })

/** Plain statistics; null where there was no reading to count. */
const plainSchema = z.object({
  n: z.number().int().nonnegative(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  median: z.number().nullable(),
})

const outsideSchema = z.object({
  id: z.string(),
  direction: directionSchema,
  priority: prioritySchema,
  /** As last in force, in the metric's unit. */
  value: z.number(),
  seconds: z.number(),
  longestRunS: z.number(),
  /** Between the value and the limit, for as long as it was beyond: the metric's unit times minutes. */
  areaUnitMin: z.number(),
})

const valueSummarySchema = plainSchema.extend({
  /** Each value counted for as long as it held; null where none held for any time. */
  weighted: z.object({ mean: z.number().nullable(), seconds: z.number() }),
  /** Share of the time under monitoring with a value that was not stale; null: no such time. */
  percentWithSignal: z.number().nullable(),
  outside: z.array(outsideSchema),
})

/** The artefact filter: values of good quality, in no stretch that a person marked as artefact. */
const filterNameSchema = z.literal('goodUnmarked')

export const metricSummarySchema = valueSummarySchema.extend({
  /** Which filter these figures stand on, and how many values it left out. */
  filter: z.object({
    name: filterNameSchema,
    marked: z.number().int().nonnegative(),
    poor: z.number().int().nonnegative(),
  }),
  /** The same without the filter: poor readings and stretches marked as artefact included. */
  unfiltered: valueSummarySchema,
})

/** At the highest systolic pressure of the cuff since the start. mmHg over the baseline; minutes from the start. */
const pressureRiseSchema = z.object({
  sbp: z.number(),
  dbp: z.number().exactOptional(),
  peakAt: isoTimeSchema,
  peakAfterMin: z.number(),
  /** The first pressure after the peak within 10 % of the baseline; null: none yet. */
  backAt: isoTimeSchema.nullable(),
  backAfterMin: z.number().nullable(),
  /** It never left those 10 %. */
  stayedWithin: z.boolean(),
})

const pressureSummarySchema = z.object({
  filter: filterNameSchema,
  baseline: z.object({ sbp: z.number(), dbp: z.number() }),
  /** null: no pressure was measured since the start. */
  rise: pressureRiseSchema.nullable(),
  unfiltered: z.object({ rise: pressureRiseSchema.nullable() }),
})

const alarmSummarySchema = z.object({
  channel: z.string(),
  /** The highest that these alarms reached. */
  priority: prioritySchema,
  count: z.number().int(),
  acknowledged: z.number().int(),
  /** Over those acknowledged; null: none was. */
  timeToAcknowledgeS: z.object({ median: z.number(), longest: z.number() }).nullable(),
})

const doseSummarySchema = z.object({
  route: z.enum(['iv', 'im', 'nasal']),
  startedAt: isoTimeSchema,
  endedAt: isoTimeSchema.exactOptional(),
  outcome: z.enum(['completed', 'stoppedEarly']).exactOptional(),
  plannedMg: z.number(),
  deliveredMg: z.number(),
  mgPerKg: z.number(),
})

const phaseSpanSchema = z.object({
  phase: z.enum(PHASES),
  from: isoTimeSchema,
  /** Absent: it is the phase now. */
  to: isoTimeSchema.exactOptional(),
  seconds: z.number(),
})

export const summarySchema = z.object({
  metrics: z.partialRecord(metricSchema, metricSummarySchema),
  alarms: z.array(alarmSummarySchema),
  dose: doseSummarySchema.nullable(),
  /** null: no baseline was taken, or nothing was given. */
  pressure: pressureSummarySchema.nullable(),
  phases: z.array(phaseSpanSchema),
})

/** Whether a visit stands in the store as it was written. */
export const integritySchema = z.object({
  /** Hex SHA-256 of the newest event: a report, a bundle and an archive carry it. */
  lastHash: z.string(),
  events: z.number().int().nonnegative(),
  /** Stored stretches of readings, each with a digest. */
  chunks: z.number().int().nonnegative(),
  verified: z.boolean(),
  checkedAt: isoTimeSchema,
  /** Which event or stretch of readings is not as it was written, and what is wrong with it. */
  faults: z.array(z.object({ where: z.string(), message: z.string() })),
})

/** Oldest first. */
export const patientAnswerSchema = z.object({
  recordNumber: z.string(),
  displayName: z.string(),
  initials: z.string(),
  sessions: z.array(sessionViewSchema),
})

const scaleSchema = z.enum(SCALES)

const seriesVisitSchema = z.object({
  id: sessionIdSchema,
  createdAt: isoTimeSchema,
  plannedStart: isoTimeSchema.exactOptional(),
  phase: z.enum(PHASES),
  signed: z.boolean(),
  simulated: z.boolean(),
  replayed: z.boolean(),
  protocol: z.object({ id: z.string(), name: z.string(), version: z.number() }),
  weightKg: z.number().exactOptional(),
  /** Counted from 1 over the visits in which something was given; null: nothing was. */
  infusion: z.number().int().positive().nullable(),
  /** From the start of the infusion before it, to the nearest whole day; null: there was none before. */
  daysSincePrevious: z.number().int().nullable(),
  dose: doseSummarySchema.nullable(),
  scores: z.array(z.object({ scale: scaleSchema, score: z.number(), at: isoTimeSchema })),
  extremes: z.partialRecord(metricSchema, z.object({ min: z.number(), max: z.number() })),
  /** As in the visit's summary. */
  pressure: pressureSummarySchema.nullable(),
  /** Good pressures that nobody marked, in minutes from the start; from half an hour before it. mmHg. */
  cuff: z.array(z.object({ afterMin: z.number(), sbp: z.number().exactOptional(), dbp: z.number().exactOptional() })),
  /** The highest since the start, each scale for itself. */
  dissociation: z.array(z.object({ scale: scaleSchema, highest: z.number() })),
  /** PHQ-9, GAD-7 and pain where they were taken: the first and the last of the visit. */
  measures: z.array(z.object({ scale: scaleSchema, first: z.number(), last: z.number() })),
})

/** Oldest first, by start, else by plan. */
export const seriesAnswerSchema = z.object({
  recordNumber: z.string(),
  displayName: z.string(),
  initials: z.string(),
  sessions: z.array(seriesVisitSchema),
  nextVisit: nextVisitSchema,
})

export type EventsAnswer = z.infer<typeof eventsAnswerSchema>
export type Column = z.infer<typeof columnSchema>
export type ReadingsAnswer = z.infer<typeof readingsAnswerSchema>
export type Summary = z.infer<typeof summarySchema>
export type MetricSummary = z.infer<typeof metricSummarySchema>
export type DoseSummary = z.infer<typeof doseSummarySchema>
export type SeriesAnswer = z.infer<typeof seriesAnswerSchema>
