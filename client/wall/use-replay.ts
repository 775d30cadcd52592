import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { MS_PER_SECOND } from '../../shared/domain/time.ts'
import { FRAMES_PER_ANSWER, replayAnswerSchema, type ReplayAnswer, type ReplayFrame } from '../../shared/wire/replay.ts'
import { ask, ProblemError, UNKNOWN } from '../http/use-answer.ts'
import type { HttpProblem } from '../http/request.ts'

export interface ReplayHand {
  readonly isPlaying: boolean
  readonly speed: number
  /** null: nothing is there yet */
  readonly whole: Pick<ReplayAnswer, 'begins' | 'ends' | 'alarms'> | null
  readonly frame: ReplayFrame | null
  readonly trends: ReplayAnswer['trends']
  readonly problem: HttpProblem | null
  readonly play: (isPlaying: boolean) => void
  readonly setSpeed: (speed: number) => void
  readonly seek: (at: number) => void
  readonly again: () => void
}

/** A stretch as it is asked for: all of them begin at whole multiples, so that what was seen is found again. */
const stretchAt = (at: number, begins: number, speed: number): number => {
  const length = FRAMES_PER_ANSWER * speed * MS_PER_SECOND
  return begins + Math.floor((at - begins) / length) * length
}

const useStretch = (id: string, from: number | null, speed: number, isWanted: boolean) => {
  const query = new URLSearchParams({
    stepS: String(speed),
    ...(from === null ? {} : { from: new Date(from).toISOString() }),
  })
  const path = `/sessions/${encodeURIComponent(id)}/replay?${query.toString()}`
  return useQuery({
    queryKey: ['replay', id, path],
    enabled: isWanted,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask(replayAnswerSchema, path, signal),
  })
}

const newestBy = (answer: ReplayAnswer | undefined, at: number): ReplayFrame | null =>
  answer?.frames.findLast((frame) => frame.at <= at) ?? null

const NOTHING = { begins: null, ends: 0 } as const

const trendsOf = (answer: ReplayAnswer | undefined): ReplayAnswer['trends'] => answer?.trends ?? {}

const problemOf = (failure: Error | null): HttpProblem | null => {
  if (failure === null) return null
  return failure instanceof ProblemError ? failure.problem : UNKNOWN
}

/** Moves on by a step a second for as long as it may. @param step null: it stands */
const useStepping = (at: number, step: number | null, ends: number, seek: (at: number) => void): void => {
  useEffect(() => {
    if (step === null || at >= ends) return undefined
    const timer = setTimeout(() => seek(Math.min(ends, at + step)), MS_PER_SECOND)
    return () => clearTimeout(timer)
  }, [at, step, ends, seek])
}

/** The stretch that an instant stands in, and the next one ahead of it. */
const useStretches = (id: string, at: number, speed: number, begins: number | null) => {
  const isWanted = begins !== null
  const from = stretchAt(at, begins ?? 0, speed)
  const current = useStretch(id, isWanted ? from : null, speed, isWanted)
  useStretch(id, isWanted ? from + FRAMES_PER_ANSWER * speed * MS_PER_SECOND : null, speed, isWanted)
  return current
}

/** Plays a visit on, a step of the chosen speed every second; waits where the next stretch is not there yet. */
export const useReplay = (id: string): ReplayHand => {
  const [isPlaying, play] = useState(true)
  const [speed, setSpeed] = useState(1)
  const [asked, seek] = useState<number | null>(null)
  const first = useStretch(id, null, 1, true)
  const whole = first.data ?? null
  const { begins, ends } = whole ?? NOTHING
  const at = asked ?? begins ?? 0
  const current = useStretches(id, at, speed, begins)
  const isThere = current.data !== undefined && !current.isPlaceholderData
  useStepping(at, isPlaying && isThere ? speed * MS_PER_SECOND : null, ends, seek)
  return {
    isPlaying: isPlaying && at < ends,
    speed,
    whole,
    frame: newestBy(current.data, at),
    trends: trendsOf(current.data),
    problem: problemOf(current.error ?? first.error),
    play,
    setSpeed,
    seek: (to) => seek(Math.min(ends, Math.max(begins ?? to, to))),
    again: () => void (first.error === null ? current : first).refetch(),
  }
}
