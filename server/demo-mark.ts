import type { RecordStore } from './ports/record-store.ts'

/** Set once a demo is whole: tells simulated patients and well-known passwords from a clinic's own. */
const ID = 'demo'

export const isDemo = async (records: RecordStore): Promise<boolean> =>
  (await records.all('setting')).some(({ id }) => id === ID)

export const markAsDemo = (records: RecordStore, seed: string): Promise<void> =>
  records.put([{ kind: 'setting', id: ID, value: { seed } }])
