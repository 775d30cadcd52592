import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecordStore } from '../../server/ports/record-store.ts'
import type { AskedResponsibility, ResponsibilityBook } from '../../server/ports/responsibility-book.ts'
import { createResponsibilityBook } from '../../server/responsibility-book.ts'
import { bayId, siteId, userId, type BayId } from '../../shared/domain/ids.ts'
import { answerOf } from '../../shared/domain/responsibility.ts'
import { instant } from '../../shared/domain/time.ts'
import { createCountingIdentify } from '../support/counting-identify.ts'

export interface StartedRecords {
  readonly records: RecordStore
  /** As after an end of the process. */
  readonly reopen: () => Promise<RecordStore>
  readonly stop: () => Promise<void>
}

const T0 = instant(Date.UTC(2026, 2, 1, 9))
const ANNA = { id: userId('u1'), name: 'Anna Adler' }
const BEA = { id: userId('u2'), name: 'Bea Baum' }
const ADMIN = { id: userId('u3'), name: 'Ada Admin' }
const GONE = { id: userId('u4'), name: 'Gina Gone' }
const [ONE, TWO] = [bayId('b1'), bayId('b2')]

const USERS = [
  { ...ANNA, role: 'nurse', isActive: true, createdAt: T0 },
  { ...BEA, role: 'clinician', isActive: true, createdAt: T0 },
  { ...ADMIN, role: 'admin', isActive: true, createdAt: T0 },
  { ...GONE, role: 'nurse', isActive: false, createdAt: T0 },
] as const

const opened = (records: RecordStore, bays: readonly BayId[] = [ONE, TWO]): Promise<ResponsibilityBook> =>
  createResponsibilityBook({
    records,
    bays: {
      list: () => [],
      find: (id) => (bays.includes(id) ? { id, name: id.replace('b', 'Bay '), site: siteId('main') } : null),
    },
    users: { list: () => Promise.resolve(USERS) },
    clock: { now: () => T0 },
    identify: createCountingIdentify(),
  })

const take = (...bays: readonly BayId[]): AskedResponsibility => ({ type: 'takeBays', bays, from: null })
const offerTo = (to: string, ...bays: readonly BayId[]): AskedResponsibility => ({
  type: 'offerHandover',
  bays,
  to,
  note: 'Dizzy at 40 mg.',
})

/** Who answers for what, over every store. */
export const responsibilityBookContract = (name: string, start: () => Promise<StartedRecords>): void => {
  describe(name, { timeout: 60_000 }, () => {
    let started: StartedRecords
    let book: ResponsibilityBook
    beforeEach(async () => {
      started = await start()
      book = await opened(started.records)
    })
    afterEach(() => started.stop())

    it('stands after a restart as before: who answers, since when, what is offered, with its note', async () => {
      await book.order({ by: ANNA, command: take(ONE, TWO) })
      await book.order({ by: ANNA, command: offerTo(BEA.id, TWO) })
      const before = book.now()
      const again = await opened(await started.reopen())
      expect(again.now()).toEqual(before)
      expect(before).toMatchObject({ seq: 2, handovers: [{ to: BEA, note: 'Dizzy at 40 mg.', end: null }] })
      const handover = before.handovers[0]?.id
      if (handover === undefined) throw new Error('nothing is offered')
      await again.order({ by: BEA, command: { type: 'acceptHandover', handover } })
      const last = (await opened(await started.reopen())).now()
      expect([ONE, TWO].map((bay) => answerOf(last, bay)?.person)).toEqual([ANNA, BEA])
    })

    it('gives the same key its first answer, after a restart as well, and another order under it none', async () => {
      const order = { by: ANNA, command: take(ONE), idempotencyKey: 'k1' }
      expect(await book.order(order)).toMatchObject({ ok: true, value: { isRepeat: false } })
      const offer = { by: ANNA, command: offerTo(BEA.id, ONE), idempotencyKey: 'k2' }
      const first = await book.order(offer)
      book = await opened(await started.reopen())
      expect(await book.order(order)).toMatchObject({ ok: true, value: { isRepeat: true } })
      expect(await book.order(offer)).toEqual({ ok: true, value: { ...(first.ok ? first.value : {}), isRepeat: true } })
      expect(book.now()).toMatchObject({ seq: 2, handovers: [{}] })
      expect(await book.order({ ...order, command: take(TWO) })).toMatchObject({ error: { code: 'keyReused' } })
      // A key belongs to the person who gave it.
      expect(await book.order({ by: BEA, command: take(TWO), idempotencyKey: 'k1' })).toMatchObject({ ok: true })
    })

    it('lets one of two win who take the same bay at once', async () => {
      const both = await Promise.all([
        book.order({ by: ANNA, command: take(ONE) }),
        book.order({ by: BEA, command: take(ONE) }),
      ])
      expect(both.map(({ ok }) => ok)).toEqual([true, false])
      expect(both[1]).toMatchObject({ error: { code: 'conflict', message: expect.stringContaining('Anna') as string } })
    })

    it('offers to nurses and clinicians who can sign in, and to nobody else', async () => {
      await book.order({ by: ANNA, command: take(ONE) })
      for (const { id } of [ADMIN, GONE, { id: 'nobody' }])
        expect(await book.order({ by: ANNA, command: offerTo(id, ONE) })).toMatchObject({ error: { code: 'notFound' } })
      expect(await book.order({ by: ANNA, command: offerTo(BEA.id, ONE) })).toMatchObject({ ok: true })
    })

    it('tells which bays have somebody else now, after it is durable, and nothing of a refusal', async () => {
      const told: (readonly BayId[])[] = []
      book.onChanged((bays) => told.push(bays))
      await book.order({ by: ANNA, command: take(ONE, TWO) })
      await book.order({ by: BEA, command: take(ONE) })
      await book.order({ by: ANNA, command: offerTo(BEA.id, ONE) })
      await book.order({ by: ADMIN, command: { type: 'dismissPerson', person: BEA.id } })
      await book.order({ by: ADMIN, command: { type: 'dismissPerson', person: BEA.id } })
      expect(told).toEqual([[ONE, TWO], [], []])
    })

    it('changes nothing where it cannot be kept', async () => {
      const broken = await opened({ ...started.records, put: () => Promise.reject(new Error('disk')) })
      await expect(broken.order({ by: ANNA, command: take(ONE) })).rejects.toThrow('disk')
      expect(broken.now()).toMatchObject({ seq: 0, answering: [] })
    })

    it('shows nobody for a bay that was taken away', async () => {
      await book.order({ by: ANNA, command: take(ONE, TWO) })
      const without = await opened(await started.reopen(), [TWO])
      expect(without.now().answering.map(({ bay }) => bay)).toEqual([TWO])
    })
  })
}
