import { setImmediate } from 'node:timers/promises'

/** All of them, one a turn of the loop: whoever waits for a reading or a beat comes in between. */
export const inTurns = async <T>(items: Iterable<T>): Promise<readonly T[]> => {
  const done: T[] = []
  for (const item of items) {
    done.push(item)
    await setImmediate()
  }
  return done
}
