import type { ProtocolId } from '../shared/domain/ids.ts'
import type { ProtocolVersion } from '../shared/domain/protocol-version.ts'
import type { Refusal } from '../shared/domain/refusal.ts'
import type { Result } from '../shared/domain/result.ts'
import type { ProtocolFile } from '../shared/wire/protocol-file.ts'
import { openDataFolder, type DataFolder } from './data-folder.ts'
import { COMMAND_LINE, openAccounts } from './offline-accounts.ts'
import type { ProtocolBook, ProtocolVersions } from './ports/protocols.ts'
import { createProtocolBook } from './protocol-book.ts'
import { realNow } from './real-time.ts'

type Folder = Parameters<typeof openDataFolder>[0]

/** Opens the store for one command; refused while a server uses it. @throws StoreError */
const withBook = async <T>(at: Folder, use: (book: ProtocolBook, store: DataFolder) => Promise<T> | T): Promise<T> => {
  const store = await openDataFolder(at)
  try {
    return await use(await createProtocolBook({ records: store.records, now: realNow }), store)
  } finally {
    await store.sessions.close()
  }
}

export const listProtocolsOffline = (at: Folder): Promise<readonly ProtocolVersions[]> =>
  withBook(at, (book) => book.histories())

/** @param version null: the one that new visits take. @returns null: there is none */
export const findProtocolOffline = (
  at: Folder,
  id: ProtocolId,
  version: number | null,
): Promise<ProtocolVersion | null> =>
  withBook(at, (book) => {
    const wanted = version ?? book.find(id)?.version
    return wanted === undefined ? null : book.version(id, wanted)
  })

export const importProtocolOffline = (
  at: Folder,
  { protocol, version }: ProtocolFile,
): Promise<Result<ProtocolVersion, Refusal>> =>
  withBook(at, async (book, store) => {
    const by = { by: COMMAND_LINE.name, note: `From a file, there version ${version}` }
    const taken = await book.take(protocol, by)
    if (!taken.ok) return taken
    const { id, name, version: made } = taken.value.protocol
    const { audit } = (await openAccounts(store.records, false)).accounts
    await audit.record({ action: 'protocolVersionAdded', by: COMMAND_LINE, detail: `${name} version ${made} (${id})` })
    return taken
  })
