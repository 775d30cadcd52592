import { z } from 'zod'
import { ALARM_MARKS } from '../domain/alarm.ts'
import type { Override, StaffCommand, StaffCommandType } from '../domain/command.ts'
import type { Refusal } from '../domain/refusal.ts'
import { err, ok, type Result } from '../domain/result.ts'
import type { Instant } from '../domain/time.ts'
import { SCALES } from '../domain/score.ts'
import { limitSchema, metricSchema } from './limit.ts'
import {
  alarmIdSchema,
  bayIdSchema,
  deviceIdSchema,
  instantSchema,
  saidTextSchema,
  shortTextSchema,
} from './primitive.ts'

/** Figures are checked for being numbers here and for being sensible by the core, which says what would be. */
const figure = z.number()

const overrideSchema = z.strictObject({
  reason: saidTextSchema,
  gates: z.array(shortTextSchema).max(50).exactOptional(),
}) satisfies z.ZodType<Override>

const override = overrideSchema.exactOptional()
const reason = saidTextSchema

const doseStepSchema = z.strictObject({ rateMgPerHour: figure, minutes: figure })

const handValuesSchema = z.strictObject({
  sbp: figure.exactOptional(),
  dbp: figure.exactOptional(),
  map: figure.exactOptional(),
  hr: figure.exactOptional(),
  pr: figure.exactOptional(),
  spo2: figure.exactOptional(),
  rr: figure.exactOptional(),
  temp: figure.exactOptional(),
})

const type = <Name extends string>(name: Name) => ({ type: z.literal(name) })

const visitCommands = {
  admit: z.strictObject(type('admit')),
  checkOff: z.strictObject({
    ...type('checkOff'),
    item: shortTextSchema,
    checkedBy: shortTextSchema.exactOptional(),
  }),
  uncheck: z.strictObject({ ...type('uncheck'), item: shortTextSchema }),
  setPressureInterval: z.strictObject({ ...type('setPressureInterval'), everyMin: figure.nullable() }),
  completeCheck: z.strictObject({ ...type('completeCheck'), looked: saidTextSchema.exactOptional() }),
  extendRecovery: z.strictObject({ ...type('extendRecovery'), minutes: figure, reason }),
  assessCriterion: z.strictObject({
    ...type('assessCriterion'),
    criterion: shortTextSchema,
    met: z.boolean(),
    note: saidTextSchema.exactOptional(),
  }),
  discharge: z.strictObject({
    ...type('discharge'),
    escort: z.string().trim().max(200),
    ivRemoved: z.boolean(),
    instructionsGiven: z.boolean(),
    override,
  }),
  transfer: z.strictObject({ ...type('transfer'), to: shortTextSchema, reason }),
  cancel: z.strictObject({ ...type('cancel'), reason }),
}

const baselineSchema = z.union([
  z.strictObject({ ...type('recordBaseline'), from: z.literal('monitor') }),
  z.strictObject({
    ...type('recordBaseline'),
    sbp: figure,
    dbp: figure,
    hr: figure,
    spo2: figure,
    rr: figure.exactOptional(),
  }),
])

const infusionCommands = {
  startInfusion: z.strictObject({
    ...type('startInfusion'),
    doseMg: figure,
    durationMin: figure,
    route: z.enum(['iv', 'im', 'nasal']).exactOptional(),
    steps: z.array(doseStepSchema).min(1).max(100).exactOptional(),
    concentrationMgPerMl: figure.exactOptional(),
    override,
  }),
  changeRate: z.strictObject({ ...type('changeRate'), rateMgPerHour: figure, reason, override }),
  giveBolus: z.strictObject({ ...type('giveBolus'), mg: figure, reason, override }),
  pauseInfusion: z.strictObject({ ...type('pauseInfusion'), reason }),
  resumeInfusion: z.strictObject({ ...type('resumeInfusion'), override }),
}

const endInfusionSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ ...type('endInfusion'), outcome: z.literal('completed') }),
  z.strictObject({ ...type('endInfusion'), outcome: z.literal('stoppedEarly'), reason }),
])

const entryCommands = {
  recordVitals: z.strictObject({
    ...type('recordVitals'),
    values: handValuesSchema,
    measuredAt: instantSchema.exactOptional(),
  }),
  recordAssessment: z.strictObject({
    ...type('recordAssessment'),
    scale: z.enum(SCALES),
    items: z.record(z.string(), figure).exactOptional(),
    score: figure,
  }),
  recordSymptom: z.strictObject({
    ...type('recordSymptom'),
    symptom: shortTextSchema,
    grade: z.enum(['mild', 'moderate', 'severe']),
  }),
  recordIntervention: z.strictObject({
    ...type('recordIntervention'),
    intervention: shortTextSchema,
    detail: shortTextSchema.exactOptional(),
  }),
  addNote: z.strictObject({ ...type('addNote'), text: saidTextSchema }),
  markArtefact: z.strictObject({
    ...type('markArtefact'),
    metric: metricSchema,
    from: instantSchema,
    to: instantSchema,
    reason,
  }),
  amend: z.strictObject({
    ...type('amend'),
    seq: z.number().int().positive(),
    correction: z.record(z.string(), z.unknown()),
    reason,
  }),
  signOff: z.strictObject({ ...type('signOff'), statement: saidTextSchema }),
}

const alarmCommands = {
  /** An empty reason is read: the session says whether these limits need one. */
  setLimits: z.strictObject({
    ...type('setLimits'),
    limits: z.array(limitSchema).max(200),
    reason: z.string().trim().max(4_000),
  }),
  acknowledgeAlarm: z.strictObject({ ...type('acknowledgeAlarm'), alarmId: alarmIdSchema }),
  markAlarm: z.strictObject({
    ...type('markAlarm'),
    alarmId: alarmIdSchema,
    mark: z.enum(ALARM_MARKS),
    note: saidTextSchema.exactOptional(),
  }),
  pauseAudio: z.strictObject({ ...type('pauseAudio'), seconds: figure }),
}

const placeCommands = {
  moveBay: z.strictObject({ ...type('moveBay'), bay: bayIdSchema, devices: z.boolean().exactOptional() }),
  attachDevice: z.strictObject({ ...type('attachDevice'), device: deviceIdSchema }),
  detachDevice: z.strictObject({ ...type('detachDevice'), device: deviceIdSchema }),
  takeOverReadings: z.strictObject({
    ...type('takeOverReadings'),
    device: deviceIdSchema,
    from: instantSchema,
    to: instantSchema,
  }),
}

/** Suggestions are judged at a route of their own, by the names that the server gave them. */
type AskedCommandType = Exclude<StaffCommandType, 'judgeArtefacts'>

/** One schema a command, as `POST /sessions/:id/commands` and the live `command` event carry it. */
export const commandSchemas = {
  ...visitCommands,
  recordBaseline: baselineSchema,
  ...infusionCommands,
  endInfusion: endInfusionSchema,
  ...entryCommands,
  ...alarmCommands,
  ...placeCommands,
} satisfies { readonly [Type in AskedCommandType]: z.ZodType<Extract<StaffCommand, { readonly type: Type }>> }

/** What goes beside a command in the body of `POST …/commands`. */
const commandMetaSchema = z.strictObject({
  expectedSeq: z.number().int().nonnegative().exactOptional(),
  occurredAt: instantSchema.exactOptional(),
})

export interface ReadCommand {
  readonly command: StaffCommand
  readonly expectedSeq?: number
  readonly occurredAt?: Instant
}

const isCommandType = (type: unknown): type is AskedCommandType =>
  typeof type === 'string' && Object.hasOwn(commandSchemas, type)

const refusal = (code: 'unknownType' | 'badRequest', message: string) => err<Refusal>({ code, message })

const firstIssue = (error: z.ZodError): string => {
  const [issue] = error.issues
  if (issue === undefined) return 'the body does not fit'
  const where = issue.path.join('.')
  return where === '' ? issue.message : `${where}: ${issue.message}`
}

/** Reads `{ type, …fields, expectedSeq?, occurredAt? }`; a refusal names the field and what would fit. */
export const readCommand = (body: unknown): Result<ReadCommand, Refusal> => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refusal('badRequest', 'A command is a JSON object with a "type".')
  }
  const { expectedSeq, occurredAt, ...fields } = body as Record<string, unknown>
  const { type } = fields
  if (!isCommandType(type)) {
    const known = Object.keys(commandSchemas).join(', ')
    return refusal('unknownType', `There is no command of this type. Known are: ${known}.`)
  }
  const command = commandSchemas[type].safeParse(fields)
  if (!command.success) return refusal('badRequest', `The command ${type} does not fit: ${firstIssue(command.error)}.`)
  const meta = commandMetaSchema.safeParse({
    ...(expectedSeq === undefined ? {} : { expectedSeq }),
    ...(occurredAt === undefined ? {} : { occurredAt }),
  })
  if (!meta.success) return refusal('badRequest', `The command ${type} does not fit: ${firstIssue(meta.error)}.`)
  return ok({ command: command.data, ...meta.data })
}
