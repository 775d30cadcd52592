import type { RecordKind, RecordStore, StoredRecord } from '../../server/ports/record-store.ts'

/** Records that live as long as the test; JSON goes through text, as it does in every real store. */
export const createMemoryRecords = (): RecordStore => {
  const kinds = new Map<RecordKind, Map<string, string>>()
  const kindOf = (kind: RecordKind) => {
    const known = kinds.get(kind) ?? new Map<string, string>()
    kinds.set(kind, known)
    return known
  }
  const parsed = (id: string, text: string): StoredRecord => ({ id, value: JSON.parse(text) })
  return {
    all: (kind) => Promise.resolve([...kindOf(kind)].map(([id, text]) => parsed(id, text))),
    put: (records) => {
      for (const { kind, id, value } of records) kindOf(kind).set(id, JSON.stringify(value))
      return Promise.resolve()
    },
    remove: (kind, id) => {
      kindOf(kind).delete(id)
      return Promise.resolve()
    },
  }
}
