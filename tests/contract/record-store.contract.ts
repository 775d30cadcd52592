import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecordStore } from '../../server/ports/record-store.ts'
import { StoreError } from '../../server/ports/session-store.ts'

export interface StartedRecords {
  readonly records: RecordStore
  readonly stop: () => Promise<void>
}

/** What every store of records must do. */
export const recordStoreContract = (name: string, start: () => Promise<StartedRecords>): void => {
  describe(name, { timeout: 60_000 }, () => {
    let started: StartedRecords
    beforeEach(async () => {
      started = await start()
    })
    afterEach(async () => {
      await started.stop()
    })

    it('gives the records of a kind in the order in which they came', async () => {
      const { records } = started
      await records.put([
        { kind: 'bay', id: 'b2', value: { name: 'Bay 2' } },
        { kind: 'user', id: 'b2', value: 'not a bay' },
        { kind: 'bay', id: 'b1', value: { name: 'Bay 1', notes: [null, true, 1.5, 'é'] } },
      ])
      expect(await records.all('bay')).toEqual([
        { id: 'b2', value: { name: 'Bay 2' } },
        { id: 'b1', value: { name: 'Bay 1', notes: [null, true, 1.5, 'é'] } },
      ])
      expect(await records.all('token')).toEqual([])
    })

    it('replaces a record in its place', async () => {
      const { records } = started
      for (const id of ['x', 'y']) await records.put([{ kind: 'setting', id, value: 1 }])
      await records.put([{ kind: 'setting', id: 'x', value: 2 }])
      expect(await records.all('setting')).toEqual([
        { id: 'x', value: 2 },
        { id: 'y', value: 1 },
      ])
    })

    it('removes a record of its kind alone; coming back, it stands at the end', async () => {
      const { records } = started
      for (const id of ['x', 'y'])
        await records.put([
          { kind: 'token', id, value: 1 },
          { kind: 'login', id, value: 1 },
        ])
      await records.remove('token', 'x')
      await records.remove('token', 'unknown')
      expect(await records.all('token')).toEqual([{ id: 'y', value: 1 }])
      expect(await records.all('login')).toHaveLength(2)
      await records.put([{ kind: 'token', id: 'x', value: 3 }])
      expect((await records.all('token')).map(({ id }) => id)).toEqual(['y', 'x'])
    })

    it('keeps all records of a call or none', async () => {
      const { records } = started
      const put = records.put([
        { kind: 'device', id: 'd1', value: 1 },
        { kind: 'device', id: 'd2', value: { offset: NaN } },
      ])
      await expect(put).rejects.toBeInstanceOf(StoreError)
      expect(await records.all('device')).toEqual([])
    })

    it('is not changed by what its caller does with a value afterwards', async () => {
      const { records } = started
      const value = { name: 'as written' }
      await records.put([{ kind: 'protocol', id: 'p', value }])
      value.name = 'changed'
      expect(await records.all('protocol')).toEqual([{ id: 'p', value: { name: 'as written' } }])
    })
  })
}
