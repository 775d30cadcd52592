import { beforeEach, describe, expect, it } from 'vitest'
import type { RecordStore } from '../../../server/ports/record-store.ts'
import type { ProtocolBook } from '../../../server/ports/protocols.ts'
import { createProtocolBook } from '../../../server/protocol-book.ts'
import { createMemoryRecords } from '../../../server/store/memory-records.ts'
import { protocolId } from '../../../shared/domain/ids.ts'
import { draftOf, type ProtocolDraft } from '../../../shared/domain/protocol.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import { PRODUCT_PROTOCOLS } from '../../../shared/domain/protocols/product-protocols.ts'
import { instant } from '../../../shared/domain/time.ts'

const NOW = instant(Date.UTC(2026, 2, 2, 9))
const ID = protocolId('iv-depression')
const edited: ProtocolDraft = { ...draftOf(IV_DEPRESSION), recoveryMinimumMin: 90 }
const BY = { by: 'Adam', note: 'Our rooms' }

let records: RecordStore
let book: ProtocolBook
const reopened = () => createProtocolBook({ records, now: () => NOW })

beforeEach(async () => {
  records = createMemoryRecords()
  book = await reopened()
})

const revise = async (draft: ProtocolDraft, basedOn: number, newest = basedOn) => {
  const made = await book.revise(draft, { ...BY, basedOn, newest })
  if (!made.ok) throw new Error(made.error.message)
  return made.value
}

describe('the book of protocols', () => {
  it('begins with what the product brings, and brings it once', async () => {
    expect(book.list()).toEqual(PRODUCT_PROTOCOLS)
    const again = await reopened()
    expect(again.histories().map(({ id, inUse, versions }) => [id, inUse, versions.length])).toEqual(
      PRODUCT_PROTOCOLS.map(({ id }) => [id, 1, 1]),
    )
  })

  it('makes a new version of a change, keeps the one before, and finds both after a restart', async () => {
    const { protocol } = await revise(edited, 1)
    expect(protocol).toMatchObject({ version: 2, approval: null, recoveryMinimumMin: 90 })
    const again = await reopened()
    expect(again.histories()).toEqual(book.histories())
    expect(again.version(ID, 1)?.protocol).toEqual(IV_DEPRESSION)
    expect(again.version(ID, 2)).toMatchObject({
      createdBy: 'Adam',
      note: 'Our rooms',
      basedOn: { id: ID, version: 1 },
      origin: 'clinic',
    })
  })

  it('lets no edit take the place of an approved version before it is approved itself', async () => {
    await book.approve(ID, 1, 'Dr Clara')
    await revise(edited, 1)
    expect(book.find(ID)).toMatchObject({ version: 1, approval: { by: 'Dr Clara', at: NOW } })
    await book.approve(ID, 2, 'Dr Clara')
    expect(book.find(ID)?.version).toBe(2)
    expect((await reopened()).find(ID)).toEqual(book.find(ID))
  })

  it('offers none of a protocol whose versions are all retired, and takes a new one again', async () => {
    await book.retire(ID, 1, { by: 'Dr Clara', reason: 'not here' })
    expect(book.find(ID)).toBeNull()
    expect((await reopened()).list().map(({ id }) => id)).not.toContain(ID)
    expect(book.histories()[0]).toMatchObject({ id: ID, inUse: null })
    await revise(edited, 1)
    expect(book.find(ID)?.version).toBe(2)
  })

  it.each([
    ['an id that is there', () => book.add(edited, BY), 'conflict', 'already'],
    ['a version of nothing', () => book.revise(edited, { ...BY, basedOn: 7, newest: 1 }), 'notFound', 'version 7'],
    [
      'no difference',
      () => book.revise(draftOf(IV_DEPRESSION), { ...BY, basedOn: 1, newest: 1 }),
      'conflict',
      'Nothing differs',
    ],
    ['an approval of nothing', () => book.approve(ID, 7, 'Dr Clara'), 'notFound', 'version 7'],
  ] as const)('refuses %s', async (_what, attempt, code, word) => {
    const before = book.histories()
    const refused = await attempt()
    expect(refused).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(word) as string } })
    expect(book.histories()).toEqual(before)
  })

  it('refuses a change by somebody who did not see the newest version', async () => {
    const [first, second] = await Promise.all([
      book.revise(edited, { ...BY, basedOn: 1, newest: 1 }),
      book.revise({ ...edited, recoveryMinimumMin: 75 }, { ...BY, basedOn: 1, newest: 1 }),
    ])
    expect(first.ok).toBe(true)
    expect(second).toMatchObject({ ok: false, error: { code: 'conflict' } })
  })

  it('refuses to decide twice', async () => {
    await book.approve(ID, 1, 'Dr Clara')
    expect(await book.approve(ID, 1, 'Dr Dora')).toMatchObject({ error: { code: 'conflict' } })
    await book.retire(ID, 1, { by: 'Dr Clara', reason: 'old' })
    expect(await book.retire(ID, 1, { by: 'Dr Clara', reason: 'old' })).toMatchObject({ error: { code: 'conflict' } })
    expect(await book.approve(ID, 1, 'Dr Dora')).toMatchObject({ error: { code: 'conflict' } })
  })

  it('takes a file as a new protocol, or as a version of the one with its id', async () => {
    const own = { ...edited, id: protocolId('ours'), name: 'Ours' }
    expect(await book.take(own, BY)).toMatchObject({ value: { protocol: { version: 1 }, basedOn: null } })
    expect(await book.take(edited, BY)).toMatchObject({ value: { protocol: { version: 2 } } })
    expect(await book.take(edited, BY)).toMatchObject({ error: { code: 'conflict' } })
    expect(book.list().map(({ id }) => id)).toEqual([...PRODUCT_PROTOCOLS.map(({ id }) => id), 'ours'])
  })

  it('brings what an update of the product changed as a version of its own, not approved', async () => {
    const [stored] = await records.all('protocol')
    const value = stored?.value as { protocol: object }
    const old = {
      ...value,
      protocol: { ...value.protocol, recoveryMinimumMin: 45, approval: { by: 'Dr Clara', at: 1 } },
    }
    await records.put([{ kind: 'protocol', id: stored?.id ?? '', value: old }])
    const updated = await reopened()
    expect(updated.find(ID)).toMatchObject({ version: 1, recoveryMinimumMin: 45 })
    expect(updated.version(ID, 2)).toMatchObject({
      origin: 'product',
      protocol: { recoveryMinimumMin: 60, approval: null },
    })
  })

  it('forgets what could not be written', async () => {
    const failing: RecordStore = { ...records, put: () => Promise.reject(new Error('disk')) }
    const fragile = await createProtocolBook({ records: failing, now: () => NOW })
    await expect(fragile.revise(edited, { ...BY, basedOn: 1, newest: 1 })).rejects.toThrow('disk')
    expect(fragile.find(ID)?.version).toBe(1)
  })
})
