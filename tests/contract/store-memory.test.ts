import { createMemoryRecords } from '../../server/store/memory-records.ts'
import { createMemoryStore } from '../../server/store/memory-store.ts'
import { responsibilityBookContract } from './responsibility-book.contract.ts'
import { recordStoreContract } from './record-store.contract.ts'
import { sessionStoreContract } from './session-store.contract.ts'

sessionStoreContract('memory store', () => {
  const store = createMemoryStore()
  return Promise.resolve({ store, reopen: null, stop: () => store.close() })
})

recordStoreContract('memory records', () =>
  Promise.resolve({ records: createMemoryRecords(), stop: () => Promise.resolve() }),
)

responsibilityBookContract('responsibilities in memory', () => {
  const records = createMemoryRecords()
  return Promise.resolve({ records, reopen: () => Promise.resolve(records), stop: () => Promise.resolve() })
})
