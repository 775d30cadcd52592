import type { RecordKind, RecordStore } from '../ports/record-store.ts'
import { StoreError } from '../ports/session-store.ts'
import { canonicalJson } from './canonical-json.ts'

/** Keeps records until the process ends, as text, so that what comes back is what JSON holds of what went in. */
export const createMemoryRecords = (): RecordStore => {
  const kinds = new Map<RecordKind, Map<string, string>>()
  const kindOf = (kind: RecordKind): Map<string, string> => {
    const known = kinds.get(kind)
    if (known !== undefined) return known
    const added = new Map<string, string>()
    kinds.set(kind, added)
    return added
  }
  return {
    all: async (kind) => {
      await Promise.resolve()
      return [...kindOf(kind)].map(([id, value]) => ({ id, value: JSON.parse(value) as unknown }))
    },
    put: async (records) => {
      await Promise.resolve()
      const texts = records.map(({ kind, id, value }) => ({ kind, id, text: jsonOf(value) }))
      for (const { kind, id, text } of texts) kindOf(kind).set(id, text)
    },
    remove: async (kind, id) => {
      await Promise.resolve()
      kindOf(kind).delete(id)
    },
  }
}

/** @throws StoreError for what has no JSON, before anything is kept. */
const jsonOf = (value: unknown): string => {
  try {
    return canonicalJson(value)
  } catch (error) {
    throw new StoreError('failed', String(error))
  }
}
