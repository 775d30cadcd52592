import { z } from 'zod'
import { bayId, siteId, type BayId } from '../shared/domain/ids.ts'
import type { Refusal } from '../shared/domain/refusal.ts'
import { err, ok, type Result } from '../shared/domain/result.ts'
import type { Bay, Bays } from './ports/bays.ts'
import type { Identify } from './ports/identify.ts'
import type { RecordStore } from './ports/record-store.ts'

const bayRecordSchema = z.object({ name: z.string(), site: z.string().transform(siteId) })

const unknown = (id: BayId) => err<Refusal>({ code: 'notFound', message: `There is no bay ${id}.` })

const taken = (name: string) => err<Refusal>({ code: 'conflict', message: `There is a bay ${name} already.` })

/** The bays: held in memory, written through, changed one at a time. */
export const createBayBook = async (records: RecordStore, identify: Identify): Promise<Bays> => {
  const bays = new Map<BayId, Bay>()
  const listeners: (() => void)[] = []
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  for (const { id, value } of await records.all('bay')) {
    bays.set(bayId(id), { id: bayId(id), ...bayRecordSchema.parse(value) })
  }

  const isTaken = ({ id, name, site }: Bay): boolean =>
    [...bays.values()].some((bay) => bay.id !== id && bay.site === site && bay.name === name)

  /** Named in memory first, so that a second one of the same name is refused while the first is being written. */
  const write = async (bay: Bay): Promise<Result<Bay, Refusal>> => {
    if (isTaken(bay)) return taken(bay.name)
    const before = bays.get(bay.id)
    bays.set(bay.id, bay)
    try {
      await records.put([{ kind: 'bay', id: bay.id, value: { name: bay.name, site: bay.site } }])
    } catch (error) {
      if (before === undefined) bays.delete(bay.id)
      else bays.set(bay.id, before)
      throw error
    }
    tell()
    return ok(bay)
  }

  return {
    list: () => [...bays.values()],
    find: (id) => bays.get(id) ?? null,
    add: ({ name, site }) => write({ id: bayId(identify.newId('b')), name, site }),
    rename: (id, name) => {
      const bay = bays.get(id)
      return bay === undefined ? Promise.resolve(unknown(id)) : write({ ...bay, name })
    },
    remove: async (id) => {
      if (!bays.has(id)) return unknown(id)
      await records.remove('bay', id)
      bays.delete(id)
      tell()
      return ok(null)
    },
    onChanged: (listener) => {
      listeners.push(listener)
    },
  }
}
