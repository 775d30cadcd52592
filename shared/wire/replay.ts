import { z } from 'zod'
import { METRICS } from '../domain/vital.ts'
import { prioritySchema } from './limit.ts'
import { epochMsSchema } from './primitive.ts'
import { sessionViewSchema } from './session-view.ts'

/** Of one answer: a minute of a replay at any speed. */
export const FRAMES_PER_ANSWER = 60

/** How much faster than it was a visit can be played again. */
export const REPLAY_SPEEDS = [1, 2, 5, 10, 30, 60] as const
export const FASTEST_REPLAY = 60

export const replayAnswerSchema = z.object({
  /** The whole of what can be played again. */
  begins: epochMsSchema,
  ends: epochMsSchema,
  /** Every alarm as it was raised, in order. */
  alarms: z.array(z.object({ at: epochMsSchema, channel: z.string(), priority: prioritySchema })),
  /** What had come by the last frame, from ten minutes before the first; null is a gap. */
  trends: z.partialRecord(
    z.enum(METRICS),
    z.object({ time: z.array(epochMsSchema), value: z.array(z.number().nullable()) }),
  ),
  /** The visit as it stood at each of these instants, by what was stored then; none where `from` is past its end. */
  frames: z.array(z.object({ at: epochMsSchema, view: sessionViewSchema })),
})

export type ReplayAnswer = z.infer<typeof replayAnswerSchema>
export type ReplayFrame = ReplayAnswer['frames'][number]
