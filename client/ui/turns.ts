import { useSyncExternalStore } from 'react'

/** Several alarms of one session follow each other at this pace (signals.md, *Look*). */
const ROTATE_EVERY_MS = 2_000

/** Counts the turns by which several alarms share one line. Real time: people read at their own speed, not the clinical clock's. */
export interface Turns {
  readonly now: () => number
  readonly subscribe: (changed: () => void) => () => void
}

export const createTurns = (): Turns => {
  const listeners = new Set<() => void>()
  let turn = 0
  let timer: ReturnType<typeof setInterval> | undefined
  const next = () => {
    turn += 1
    for (const listener of listeners) listener()
  }
  return {
    now: () => turn,
    subscribe: (changed) => {
      listeners.add(changed)
      timer ??= setInterval(next, ROTATE_EVERY_MS)
      return () => {
        listeners.delete(changed)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}

const never = () => () => undefined

/** Which of `count` things has its turn; all lines of a screen turn together. */
export const useTurnOf = (turns: Turns, count: number): number =>
  useSyncExternalStore(count > 1 ? turns.subscribe : never, () => (count > 1 ? turns.now() % count : 0))
