/** A stop that takes longer is no longer one: what is durable is durable without it. */
const STOP_WITHIN_MS = 10_000

const signalled = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })

/** Waits for the system or a person to end the program, and then ends it in order. @returns the exit code */
export const runUntilSignal = async (close: () => Promise<void>): Promise<number> => {
  await signalled()
  const overtime = setTimeout(() => process.exit(1), STOP_WITHIN_MS)
  await close()
  clearTimeout(overtime)
  return 0
}
