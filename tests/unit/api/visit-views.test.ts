import { expect, test } from 'vitest'
import { createVisitViews } from '../../../server/api/visit-views.ts'
import { createMemoryStore } from '../../../server/store/memory-store.ts'
import { sessionRow } from '../../../server/engine/session-row.ts'
import { projectVisit } from '../../../server/visit-projection.ts'
import { signedVisit } from '../../support/told-visit.ts'

test('a visit that is over is gone through once, and its view outlives the process', async () => {
  const visit = signedVisit()
  const store = createMemoryStore()
  const { state } = visit
  await store.append([{ sessionId: state.id, afterSeq: 0, entries: visit.entries, row: sessionRow(state) }])
  let projected = 0
  const open = () =>
    createVisitViews({
      sessions: { view: () => null },
      store,
      project: (entries) => {
        projected += 1
        return projectVisit(entries)
      },
    })
  const views = open()
  const first = await views.of(state.id)
  expect(await views.of(state.id)).toEqual(first)
  expect(await open().of(state.id)).toEqual(first)
  expect(projected).toBe(1)
  await store.append([
    {
      sessionId: state.id,
      afterSeq: visit.entries.filter(({ type }) => type !== 'readingsStored').length,
      entries: [{ type: 'noteAdded', at: state.lastAt, data: { text: 'later' } }],
    },
  ])
  expect((await open().of(state.id))?.seq).toBe((first?.seq ?? 0) + 1)
  expect(projected).toBe(2)
})
