/** What is not a session: one JSON document per id and kind, the whole of a kind small enough to hold in memory. */
export type RecordKind =
  | 'user'
  | 'login'
  | 'token'
  | 'bay'
  | 'device'
  | 'protocol'
  | 'setting'
  | 'audit'
  | 'hl7Out'
  | 'notice'
  | 'responsibility'

export interface StoredRecord {
  readonly id: string
  /** Parsed JSON; its reader checks it with its own schema. */
  readonly value: unknown
}

export interface RecordStore {
  /** In order of insertion. */
  all(kind: RecordKind): Promise<readonly StoredRecord[]>
  /** Durable when it resolves. Writes of one call stand or fall together. */
  put(records: readonly { readonly kind: RecordKind; readonly id: string; readonly value: unknown }[]): Promise<void>
  remove(kind: RecordKind, id: string): Promise<void>
}
