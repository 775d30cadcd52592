import type { z } from 'zod'
import type { Instant } from '../../shared/domain/time.ts'
import { METRICS } from '../../shared/domain/vital.ts'
import { observationsBodySchema, observationSchema } from '../../shared/wire/observation.ts'
import type { Clock } from '../ports/clock.ts'
import type { ObservationAnswer, ObservationIntake, ObservationSender } from '../ports/observations.ts'
import type { DeviceReport, Door, IngestAnswer, RawReading, ReadingRejection } from '../ports/source.ts'

type Refused = Extract<ObservationAnswer, { readonly error: unknown }>

const refused = (status: Refused['status'], code: string, message: string): Refused => ({
  status,
  error: { code, message },
})

/** What is wrong with an observation, by the field that is wrong. */
const FIELD_FAULTS: Readonly<Record<string, readonly [code: string, message: string]>> = {
  metric: ['unknownMetric', `"metric" is not one of ${METRICS.join(', ')}.`],
  value: ['badValue', '"value" is a number, or null where the device has none.'],
  unit: ['unknownUnit', '"unit" is text, such as mm[Hg].'],
  time: ['badTime', '"time" is RFC 3339 with a zone, such as 2026-03-01T09:30:00.000Z.'],
  recordedAt: ['badTime', '"recordedAt" is RFC 3339 with a zone, such as 2026-03-01T09:30:00.000Z.'],
  quality: ['badQuality', '"quality" is good, poor or invalid.'],
  status: ['badStatus', '"status" is ok, sensorOff or noSignal.'],
  backlog: ['badBacklog', '"backlog" is true or false.'],
}

const faultOf = (index: number, error: z.ZodError): ReadingRejection => {
  const field = String(error.issues[0]?.path[0] ?? '')
  const [code, message] = FIELD_FAULTS[field] ?? [
    'badObservation',
    'An observation is { metric, value, unit?, time? }.',
  ]
  return { index, code, message }
}

/** A reading, and where it stood in the body. */
interface Indexed {
  readonly index: number
  readonly reading: RawReading
}

const readObservation = (raw: unknown, index: number): Indexed | ReadingRejection => {
  const parsed = observationSchema.safeParse(raw)
  if (!parsed.success) return faultOf(index, parsed.error)
  const { time, backlog, ...rest } = parsed.data
  return {
    index,
    reading: {
      ...rest,
      ...(time === undefined ? {} : { deviceTime: time }),
      ...(backlog === undefined ? {} : { isBacklog: backlog }),
    },
  }
}

interface Post {
  readonly report: DeviceReport
  /** Place in the body of each reading of the report. */
  readonly places: readonly number[]
  readonly rejected: readonly ReadingRejection[]
}

const whatIsWrong = ({ issues: [issue] }: z.ZodError): string =>
  [issue?.path.join('.') ?? '', issue?.message ?? ''].filter((part) => part !== '').join(': ')

const isIndexed = (one: Indexed | ReadingRejection): one is Indexed => 'reading' in one
const isRejection = (one: Indexed | ReadingRejection): one is ReadingRejection => 'code' in one

/** Turns a body into what the door takes. */
const readPost = (body: unknown, sender: ObservationSender, receivedAt: Instant): Post | Refused => {
  const parsed = observationsBodySchema.safeParse(body)
  if (!parsed.success) {
    return refused(
      400,
      'badRequest',
      `The body is { device, observations: [{ metric, value }] }: ${whatIsWrong(parsed.error)}.`,
    )
  }
  const { device, source, observations } = parsed.data
  if (sender.device !== null && device !== undefined && device !== sender.device) {
    return refused(403, 'notAllowed', 'This token speaks for another device.')
  }
  const identity = sender.device ?? device
  if (identity === undefined) return refused(400, 'badRequest', 'Say in "device" which device this is.')
  const read = observations.map(readObservation)
  const good = read.filter(isIndexed)
  const isReplay = source === 'replay'
  return {
    report: {
      identity,
      feed: isReplay ? 'replay' : 'http',
      receivedAt,
      isSimulated: false,
      ...(isReplay ? { isReplay } : {}),
      readings: good.map(({ reading }) => reading),
    },
    places: good.map(({ index }) => index),
    rejected: read.filter(isRejection),
  }
}

/** What the door said, with each index where it stands in the body. */
const toAnswer = (answer: IngestAnswer, { report, places, rejected }: Post): ObservationAnswer => {
  switch (answer.kind) {
    case 'busy':
      return {
        ...refused(503, 'busy', 'Nothing was kept; send it again later.'),
        retryAfterS: answer.retryAfterS,
      }
    case 'refused':
      return refused(answer.code === 'tooManyMessages' ? 429 : 409, answer.code, answer.message)
    case 'stored': {
      const moved = answer.rejected.map((one) => ({ ...one, index: places[one.index] ?? one.index }))
      const { accepted, duplicates, held = 0 } = answer
      return {
        status: 202,
        body: {
          accepted,
          duplicates,
          rejected: [...rejected, ...moved].toSorted((a, b) => a.index - b.index),
          ...(report.feed === 'replay' ? { held } : {}),
        },
      }
    }
  }
}

/** The HTTP feed: one post is one message of a device. */
export const createObservationIntake =
  (door: Door, clock: Clock): ObservationIntake =>
  async (body, sender) => {
    const post = readPost(body, sender, clock.now())
    return 'report' in post ? toAnswer(await door.accept(post.report), post) : post
  }
