import { instant, toIso, type Instant } from '../../shared/domain/time.ts'
import { observationsAnswerSchema, type ObservationInput } from '../../shared/wire/observation.ts'
import { failed } from './io.ts'
import type { Moment } from './replay-plan.ts'
import type { ServerClient } from './server-client.ts'

export interface ReplayCounts {
  readonly posts: number
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: number
  /** Why the first of them were. */
  readonly reasons: readonly string[]
}

export interface ReplayRun {
  readonly server: Pick<ServerClient, 'post'>
  readonly device: string
  readonly bay: string
  readonly speed: number
  readonly now: () => Instant
  readonly wait: (ms: number) => Promise<void>
  readonly onProgress: (done: number, total: number) => void
}

/** The server takes 200 messages a second of one device; a quick replay puts moments together. */
const SHORTEST_STEP_MS = 20
const MAX_REASONS = 5

const NOTHING: ReplayCounts = { posts: 0, accepted: 0, duplicates: 0, rejected: 0, reasons: [] }

/** Readings of one post, each with the time at which it is due to be sent. */
interface Post {
  readonly dueMs: number
  readonly moments: number
  readonly observations: readonly { readonly dueMs: number; readonly observation: ObservationInput }[]
}

/** @param speed recorded seconds a second */
export const toPosts = (moments: readonly Moment[], speed: number): readonly Post[] => {
  const posts: Post[] = []
  for (const { offsetMs, observations } of moments) {
    const dueMs = offsetMs / speed
    const own = observations.map((observation) => ({ dueMs, observation }))
    const last = posts.at(-1)
    const first = last?.observations[0]?.dueMs
    if (last !== undefined && first !== undefined && dueMs - first < SHORTEST_STEP_MS) {
      posts[posts.length - 1] = {
        dueMs,
        moments: last.moments + 1,
        observations: [...last.observations, ...own],
      }
    } else posts.push({ dueMs, moments: 1, observations: own })
  }
  return posts
}

const stamped = ({ observations }: Post, startedAt: Instant): readonly ObservationInput[] =>
  observations.map(({ dueMs, observation }) => ({ ...observation, time: toIso(instant(startedAt + dueMs)) }))

const counted = (before: ReplayCounts, answer: unknown): ReplayCounts & { readonly held: number } => {
  const { accepted, duplicates, rejected, held = 0 } = observationsAnswerSchema.parse(answer)
  return {
    posts: before.posts + 1,
    accepted: before.accepted + accepted,
    duplicates: before.duplicates + duplicates,
    rejected: before.rejected + rejected.length,
    reasons: [...before.reasons, ...rejected.map(({ message }) => message)].slice(0, MAX_REASONS),
    held,
  }
}

/** Sends moment by moment, as a device would. @throws CommandStop where nobody takes the readings */
export const playReplay = async (moments: readonly Moment[], run: ReplayRun): Promise<ReplayCounts> => {
  const startedAt = run.now()
  let counts = NOTHING
  let done = 0
  for (const post of toPosts(moments, run.speed)) {
    const pauseMs = startedAt + post.dueMs - run.now()
    if (pauseMs > 0) await run.wait(pauseMs)
    const body = { device: run.device, source: 'replay', observations: stamped(post, startedAt) }
    const { held, ...next } = counted(counts, await run.server.post(body))
    if (held > 0) {
      throw failed(
        `The device ${run.device} stands in no bay with a running session, or has to be confirmed there: assign it to ${run.bay} on the Devices page.`,
      )
    }
    counts = next
    done += post.moments
    run.onProgress(done, moments.length)
  }
  return counts
}
