import { z } from 'zod'
import type { Channel } from '../domain/alarm.ts'
import { PHASES } from '../domain/phase.ts'
import { SCALES } from '../domain/score.ts'
import type {
  AlarmView,
  CriterionView,
  InfusionView,
  SessionView,
  TimerView,
  VitalView,
} from '../domain/session-view.ts'
import { directionSchema, metricSchema, prioritySchema } from './limit.ts'
import {
  alarmIdSchema,
  bayIdSchema,
  deviceIdSchema,
  isoTimeSchema,
  protocolIdSchema,
  sessionIdSchema,
  siteIdSchema,
  userIdSchema,
} from './primitive.ts'

export const originSchema = z.enum(['device', 'manual', 'simulated', 'replay'])
export const liveQualitySchema = z.enum(['good', 'poor', 'invalid', 'none'])
const timerKindSchema = z.enum(['infusion', 'pause', 'bloodPressure', 'check', 'recovery', 'stay'])
const stageSchema = z.enum(['ready', 'departure'])

const vitalSchema = z.object({
  value: z.number().nullable(),
  time: isoTimeSchema,
  receivedAt: isoTimeSchema,
  quality: liveQualitySchema,
  source: originSchema,
  staleAfterS: z.number(),
  usualSpacingS: z.number(),
  isSpot: z.boolean(),
  last: z.object({ value: z.number(), time: isoTimeSchema }).exactOptional(),
}) satisfies z.ZodType<VitalView>

const channelSchema = z.string().transform((text) => text as Channel)

const alarmSchema = z.object({
  id: alarmIdSchema,
  channel: channelSchema,
  kind: z.enum(['physiological', 'technical']),
  priority: prioritySchema,
  highest: prioritySchema,
  phase: z.enum(['active', 'latched']),
  acknowledged: z.boolean(),
  acknowledgedBy: z.string().exactOptional(),
  acknowledgedAt: isoTimeSchema.exactOptional(),
  unattended: z.boolean(),
  reminded: z.boolean().exactOptional(),
  value: z.number().nullable(),
  worst: z.number().nullable(),
  limit: z.number().nullable(),
  since: isoTimeSchema,
  soundFrom: isoTimeSchema.exactOptional(),
  notConfirmedByRepeat: z.boolean().exactOptional(),
  repeatUntil: isoTimeSchema.exactOptional(),
  text: z.string(),
}) satisfies z.ZodType<AlarmView>

const timerSchema = z.object({
  kind: timerKindSchema,
  label: z.string(),
  startedAt: isoTimeSchema,
  dueAt: isoTimeSchema,
  state: z.enum(['running', 'due', 'overdue', 'done']),
}) satisfies z.ZodType<TimerView>

export const infusionSchema = z.object({
  startedAt: isoTimeSchema,
  route: z.enum(['iv', 'im', 'nasal']),
  plannedMg: z.number(),
  deliveredMg: z.number(),
  rateMgPerHour: z.number(),
  percent: z.number(),
  projectedEnd: isoTimeSchema,
  mgPerKg: z.number(),
  volumeMl: z.number().exactOptional(),
  remainingMl: z.number().exactOptional(),
  pausedSince: isoTimeSchema.exactOptional(),
  endedAt: isoTimeSchema.exactOptional(),
  outcome: z.enum(['completed', 'stoppedEarly']).exactOptional(),
}) satisfies z.ZodType<InfusionView>

const criterionSchema = z.object({
  id: z.string(),
  label: z.string(),
  stage: stageSchema,
  met: z.boolean(),
  source: z.enum(['monitor', 'staff', 'open']),
  note: z.string().exactOptional(),
}) satisfies z.ZodType<CriterionView>

export const gateSchema = z.object({ gate: z.string(), label: z.string() })

const nextStepSchema = z.object({
  command: z.enum([
    'admit',
    'recordBaseline',
    'startInfusion',
    'completeCheck',
    'resumeInfusion',
    'endInfusion',
    'discharge',
    'signOff',
  ]),
  label: z.string(),
  openGates: z.array(gateSchema),
})

const baselineSchema = z.object({
  sbp: z.number(),
  dbp: z.number(),
  hr: z.number(),
  spo2: z.number(),
  rr: z.number().exactOptional(),
})

/** The view at both edges: the server sends it, a screen replaces what it had by it. */
export const sessionViewSchema: z.ZodType<SessionView> = z.object({
  id: sessionIdSchema,
  site: siteIdSchema,
  bay: bayIdSchema,
  seq: z.number().int().nonnegative(),
  phase: z.enum(PHASES),
  phaseSince: isoTimeSchema,
  simulated: z.boolean(),
  replayed: z.boolean(),
  patient: z.object({
    initials: z.string(),
    displayName: z.string().exactOptional(),
    recordNumber: z.string().exactOptional(),
    dateOfBirth: z.string().exactOptional(),
    weightKg: z.number().exactOptional(),
  }),
  protocol: z.object({ id: protocolIdSchema, name: z.string(), version: z.number(), approved: z.boolean() }),
  plannedStart: isoTimeSchema.exactOptional(),
  baseline: baselineSchema.exactOptional(),
  proposal: z
    .object({ doseMg: z.number(), durationMin: z.number(), rateMgPerHour: z.number(), mgPerKg: z.number() })
    .exactOptional(),
  checklist: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      required: z.boolean(),
      done: z.boolean(),
      by: z.string().exactOptional(),
    }),
  ),
  devices: z.array(z.object({ id: deviceIdSchema, name: z.string(), state: z.enum(['connected', 'silent', 'left']) })),
  limits: z.array(
    z.object({
      id: z.string(),
      metric: metricSchema,
      direction: directionSchema,
      priority: prioritySchema,
      value: z.number(),
      changedBy: z.string().exactOptional(),
      changedAt: isoTimeSchema.exactOptional(),
    }),
  ),
  vitals: z.partialRecord(metricSchema, vitalSchema),
  alarms: z.array(alarmSchema),
  audible: prioritySchema.exactOptional(),
  audioPausedUntil: isoTimeSchema.exactOptional(),
  heldForOthers: z
    .object({ first: userIdSchema, until: isoTimeSchema, audible: prioritySchema.exactOptional() })
    .exactOptional(),
  infusion: infusionSchema.exactOptional(),
  recovery: z
    .object({
      endedAt: isoTimeSchema,
      minimumUntil: isoTimeSchema,
      criteria: z.array(criterionSchema),
      status: z.enum(['recovering', 'due', 'ready', 'overdue']),
      openGates: z.array(gateSchema),
      knownItems: z.partialRecord(z.enum(SCALES), z.record(z.string(), z.number())),
    })
    .exactOptional(),
  timers: z.array(timerSchema),
  pressureInterval: z
    .object({ everyMin: z.number().nullable(), protocolMin: z.number().nullable(), offeredMin: z.array(z.number()) })
    .exactOptional(),
  nextDue: z.object({ kind: timerKindSchema, label: z.string(), dueAt: isoTimeSchema }).exactOptional(),
  nextStep: nextStepSchema.exactOptional(),
  allowed: z.array(z.string()),
  signed: z.boolean(),
})
