/** One piece of work at a time, in the order in which it came. */
export interface Mailbox {
  /** How many wait or run. */
  waiting(): number
  post<T>(work: () => Promise<T>): Promise<T>
}

export const createMailbox = (): Mailbox => {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return {
    waiting: () => waiting,
    post: async (work) => {
      waiting += 1
      const turn = last.then(work)
      // Whoever posted it hears of a failure; the next in line is none the worse for it.
      last = turn.catch(() => undefined)
      try {
        return await turn
      } finally {
        waiting -= 1
      }
    },
  }
}
