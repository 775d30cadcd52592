/** Runs what it is given one after another, so that a check still holds when what it allowed is written. */
export const createOneAtATime = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(task)
    last = result.catch(() => undefined)
    return result
  }
}
