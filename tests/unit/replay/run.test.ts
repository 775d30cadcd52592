import { describe, expect, test } from 'vitest'
import { CommandStop } from '../../../server/cli/io.ts'
import type { Moment } from '../../../server/cli/replay-plan.ts'
import { playReplay, toPosts, type ReplayRun } from '../../../server/cli/replay-run.ts'
import { instant, plusMs } from '../../../shared/domain/time.ts'
import { NOON } from '../../support/door.ts'

const moment = (seconds: number, spo2: number): Moment => ({
  offsetMs: seconds * 1_000,
  observations: [{ metric: 'spo2', value: spo2 }],
})

interface Sent {
  readonly atMs: number
  readonly body: { readonly observations: readonly { readonly value: number; readonly time: string }[] }
}

/** A server that takes everything, and a clock that only waiting moves. */
const play = async (moments: readonly Moment[], more: Partial<ReplayRun> & { answer?: object } = {}) => {
  let now = NOON
  const sent: Sent[] = []
  const progress: string[] = []
  const counts = await playReplay(moments, {
    server: {
      post: (body) => {
        sent.push({ atMs: now - NOON, body: body as Sent['body'] })
        return Promise.resolve({ accepted: 1, duplicates: 0, rejected: [], ...more.answer })
      },
    },
    device: 'replay-1',
    bay: 'bay-1',
    speed: 1,
    now: () => now,
    wait: (ms) => {
      now = plusMs(now, ms)
      return Promise.resolve()
    },
    onProgress: (done, total) => progress.push(`${done}/${total}`),
    ...more,
  })
  return { counts, sent, progress }
}

describe('a replay', () => {
  test('sends each moment when it is due, with that time', async () => {
    const { sent, counts, progress } = await play([moment(0, 97), moment(1.5, 96), moment(10, 95)])
    expect(sent.map(({ atMs }) => atMs)).toEqual([0, 1_500, 10_000])
    expect(sent.map(({ body }) => body.observations[0]?.time)).toEqual([
      '2026-03-02T12:00:00.000Z',
      '2026-03-02T12:00:01.500Z',
      '2026-03-02T12:00:10.000Z',
    ])
    expect(sent[0]?.body).toMatchObject({ device: 'replay-1', source: 'replay' })
    expect(counts).toEqual({ posts: 3, accepted: 3, duplicates: 0, rejected: 0, reasons: [] })
    expect(progress.at(-1)).toBe('3/3')
  })

  test('at 60 times the speed a minute is a second', async () => {
    const { sent } = await play([moment(0, 97), moment(60, 96)], { speed: 60 })
    expect(sent.map(({ atMs }) => atMs)).toEqual([0, 1_000])
  })

  test('stays below what a server takes of one device: moments close together are one post, each reading with its own time', () => {
    const posts = toPosts(
      Array.from({ length: 100 }, (_, second) => moment(second, 97)),
      500,
    )
    expect(posts).toHaveLength(10)
    expect(posts[0]?.observations.map(({ dueMs }) => dueMs)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
  })

  test('counts what was refused, with the first reasons', async () => {
    const answer = { accepted: 0, rejected: [{ index: 0, code: 'wrongUnit', message: 'No unit of this metric.' }] }
    const { counts } = await play(
      Array.from({ length: 7 }, (_, second) => moment(second, 97)),
      { answer },
    )
    expect(counts.rejected).toBe(7)
    expect(counts.reasons).toEqual(Array.from({ length: 5 }, () => 'No unit of this metric.'))
  })

  test('stops where nobody takes the readings, and says what to do', async () => {
    const stopped = play([moment(0, 97), moment(1, 96)], { answer: { held: 1 } })
    await expect(stopped).rejects.toThrow(CommandStop)
    await expect(stopped).rejects.toThrow('assign it to bay-1')
  })

  test('what does not answer as the API does is a fault', async () => {
    await expect(play([moment(0, 97)], { answer: { accepted: 'many' } })).rejects.toThrow()
  })
})

test('a late server does not shift what follows', async () => {
  let now = NOON
  const due: number[] = []
  await playReplay([moment(0, 97), moment(1, 96), moment(2, 95)], {
    server: {
      post: () => {
        due.push(now - NOON)
        now = instant(now + 1_700)
        return Promise.resolve({ accepted: 1, duplicates: 0, rejected: [] })
      },
    },
    device: 'd',
    bay: 'b',
    speed: 1,
    now: () => now,
    wait: (ms) => {
      now = plusMs(now, ms)
      return Promise.resolve()
    },
    onProgress: () => undefined,
  })
  expect(due).toEqual([0, 1_700, 3_400])
})
