import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { describe, expect, it } from 'vitest'
import { BedsideProvider, type Bedside } from '../../client/bedside/bedside-context.ts'
import { useTrackedOrder } from '../../client/bedside/use-tracked-order.ts'
import { makeOrder, type Order } from '../../client/live/outbox-order.ts'
import { sessionId, userId } from '../../shared/domain/ids.ts'

const REFUSAL = { code: 'gateOpen', message: 'The recovery minimum has 12 min left.' }
const DISCHARGE = { type: 'discharge', escort: 'Partner', ivRemoved: true, instructionsGiven: true } as const

const openSheet = () => {
  const list = createStore<{ orders: readonly Order[] }>(() => ({ orders: [] }))
  const give: Bedside['give'] = (command) => {
    const key = `key-${list.getState().orders.length + 1}`
    const order = makeOrder({
      key,
      userId: userId('n'),
      sessionId: sessionId('s'),
      command,
      madeAt: null,
      number: 1,
      expectedSeq: null,
    })
    list.setState(({ orders }) => ({ orders: [...orders, order] }))
    return key
  }
  const dismiss = (key: string) =>
    list.setState(({ orders }) => ({ orders: orders.filter((order) => order.key !== key) }))
  const refuseAll = () =>
    act(() => list.setState(({ orders }) => ({ orders: orders.map((order) => ({ ...order, refusal: REFUSAL })) })))
  let closed = 0
  const Around = ({ children }: { readonly children: ReactNode }) => {
    const { orders } = useStore(list)
    return <BedsideProvider value={{ give, orders, outbox: { dismiss } } as Bedside}>{children}</BedsideProvider>
  }
  const sheet = renderHook(() => useTrackedOrder(() => (closed += 1)), { wrapper: Around })
  return {
    sheet,
    refuseAll,
    send: () => act(() => sheet.result.current.send(DISCHARGE)),
    kept: () => list.getState().orders.map(({ refusal }) => refusal?.code ?? 'waiting'),
    save: () => act(() => list.setState({ orders: [] })),
    timesClosed: () => closed,
  }
}

describe('an order that a sheet waits for', () => {
  it('takes a refusal that the sheet showed along when the sheet is closed', () => {
    const { sheet, send, refuseAll, kept } = openSheet()
    send()
    refuseAll()
    expect(sheet.result.current).toMatchObject({ state: 'refused', refusal: REFUSAL })
    expect(kept()).toEqual(['gateOpen'])
    sheet.unmount()
    expect(kept()).toEqual([])
  })

  it('leaves a refusal that came after the sheet was closed for the timeline', () => {
    const { sheet, send, refuseAll, kept } = openSheet()
    send()
    sheet.unmount()
    refuseAll()
    expect(kept()).toEqual(['gateOpen'])
  })

  it('forgets the refusal of one try at the next, and closes when that is saved', () => {
    const { send, refuseAll, kept, save, timesClosed } = openSheet()
    send()
    refuseAll()
    send()
    expect(kept()).toEqual(['waiting'])
    expect(timesClosed()).toBe(0)
    save()
    expect(timesClosed()).toBeGreaterThan(0)
  })
})
