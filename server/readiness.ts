import type { RecordStore } from './ports/record-store.ts'

/** Asked more often than this, the last answer stands: a probe must not be what wears the disk. Real time. */
const FRESH_FOR_MS = 5_000
const ANSWER_WITHIN_MS = 2_000

interface Answer {
  readonly at: number
  /** null: ready. */
  readonly reason: Promise<string | null>
}

/** Whether the store takes a write and has it durable. @returns what hinders it, null where nothing does */
export const createStoreProbe = (records: RecordStore, steady: () => number): (() => Promise<string | null>) => {
  let last: Answer | null = null

  const write = async (): Promise<string | null> => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve('the store does not answer'), ANSWER_WITHIN_MS)
    })
    const written = records.put([{ kind: 'setting', id: 'probe', value: {} }]).then(
      () => null,
      () => 'the store cannot be written',
    )
    return Promise.race([written, late]).finally(() => clearTimeout(timer))
  }

  return () => {
    if (last === null || steady() - last.at > FRESH_FOR_MS) last = { at: steady(), reason: write() }
    return last.reason
  }
}
