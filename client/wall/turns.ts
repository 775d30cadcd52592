import { ROTATE_EVERY_MS } from './alarm-look.ts'

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
