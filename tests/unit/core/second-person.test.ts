import { describe, expect, it } from 'vitest'
import { at, beginVisit, nurse, otherNurse, prepared } from '../../support/visit.ts'

const checkOff = { type: 'checkOff', item: 'pumpChecked' } as const
const itemOf = (visit: ReturnType<typeof beginVisit>) =>
  visit.view(at(3)).checklist.find(({ id }) => id === checkOff.item)

describe('the check of dose and pump by a second person', () => {
  it('keeps who wrote it and who looked', () => {
    const visit = beginVisit()
    const [event] = visit.order({ ...checkOff, checkedBy: ' Otto ' }, at(1))
    expect(event).toMatchObject({ by: { name: 'Nora' }, data: { item: 'pumpChecked', done: true, checkedBy: 'Otto' } })
    expect(itemOf(visit)).toMatchObject({ done: true, by: 'Otto' })
  })

  it('is by whoever checked it off, where nobody else is named', () => {
    const visit = beginVisit()
    const [event] = visit.order(checkOff, at(1), { staff: otherNurse })
    expect(event?.data).toEqual({ item: 'pumpChecked', done: true })
    expect(itemOf(visit)).toMatchObject({ by: 'Otto' })
  })

  it('may be named afterwards, and the newest name holds', () => {
    const visit = prepared()
    visit.order({ ...checkOff, checkedBy: 'Otto' }, at(2))
    expect(itemOf(visit)).toMatchObject({ by: 'Otto' })
    visit.order({ type: 'uncheck', item: 'pumpChecked' }, at(2))
    expect(itemOf(visit)).not.toHaveProperty('by')
  })

  it('refuses an empty name and an item that is not there', () => {
    expect(beginVisit().refused({ ...checkOff, checkedBy: ' ' }, at(1)).message).toContain('name of who checked')
    expect(beginVisit().refused({ ...checkOff, item: 'none', checkedBy: 'Otto' }, at(1)).code).toBe('badRequest')
  })

  it('does not hold up a start by the same person: both stand in the record', () => {
    const visit = prepared()
    const [started] = visit.order({ type: 'startInfusion', doseMg: 40, durationMin: 40 }, at(2))
    expect(started?.by).toEqual(nurse)
    expect(itemOf(visit)).toMatchObject({ by: nurse.name })
  })
})
