import { describe, expect, test } from 'vitest'
import { keepSearches, readSavedSearches, withSearch } from '../../../client/review/saved-searches.ts'
import {
  EVERYTHING,
  firstPage,
  nextPage,
  pathOf,
  readSearch,
  writeSearch,
  type VisitSearch,
} from '../../../client/review/visit-search.ts'

const query = (search: Partial<VisitSearch>, page = firstPage({ ...EVERYTHING, ...search })) =>
  new URLSearchParams(pathOf({ ...EVERYTHING, ...search }, page).split('?')[1])

describe('a search', () => {
  test('stands in the address, and is read from it again', () => {
    const search: VisitSearch = {
      q: 'ana',
      from: '2026-03-01',
      to: '2026-03-02',
      bay: 'b_1',
      protocol: 'im',
      outcome: 'transferred',
      highAlarm: true,
      signature: 'unsigned',
      order: 'oldest',
    }
    expect(readSearch(writeSearch(search))).toEqual(search)
    expect(writeSearch(EVERYTHING).size).toBe(0)
  })

  test('takes nothing from an address that does not fit', () => {
    const odd = new URLSearchParams('outcome=lost&signature=maybe&order=random&highAlarm=1')
    expect(readSearch(odd)).toEqual(EVERYTHING)
  })

  test('asks for whole days, and for nothing that was not asked', () => {
    const asked = query({ from: '2026-03-01', to: '2026-03-01', highAlarm: true })
    const day = Date.parse(asked.get('to') ?? '') - Date.parse(asked.get('from') ?? '')
    expect(day).toBe(86_399_999)
    expect([...asked.keys()]).toEqual(['state', 'limit', 'from', 'to', 'highAlarm', 'signed'])
  })
})

describe('the pages', () => {
  const first: VisitSearch = EVERYTHING

  test('begin with what nobody signed yet, to its last page, then the others', () => {
    const page = firstPage(first)
    expect(query({}, page).get('signed')).toBe('false')
    const second = nextPage(first, page, 'c1')
    expect(second).toEqual({ signed: false, cursor: 'c1' })
    expect(nextPage(first, second ?? page, undefined)).toEqual({ signed: true, cursor: null })
    expect(nextPage(first, { signed: true, cursor: 'c2' }, undefined)).toBeNull()
  })

  test('hold only what was asked for where one kind was', () => {
    const unsigned = { ...EVERYTHING, signature: 'unsigned' } as const
    expect(nextPage(unsigned, firstPage(unsigned), undefined)).toBeNull()
    expect(firstPage({ ...EVERYTHING, signature: 'signed' })).toEqual({ signed: true, cursor: null })
    expect(query({ signature: 'any' }).has('signed')).toBe(false)
  })
})

describe('saved searches', () => {
  const storage = () => {
    const kept = new Map<string, string>()
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => kept.set(key, text),
    }
  }

  test('are kept by name, the newest under a name', () => {
    const device = storage()
    const saved = withSearch(withSearch([], { name: 'mine', query: 'q=a' }), { name: 'mine', query: 'q=b' })
    keepSearches(device, withSearch(saved, { name: 'alarms', query: 'highAlarm=true' }))
    expect(readSavedSearches(device)).toEqual([
      { name: 'alarms', query: 'highAlarm=true' },
      { name: 'mine', query: 'q=b' },
    ])
  })

  test('are none where what is kept cannot be read', () => {
    expect(readSavedSearches({ getItem: () => '{' })).toEqual([])
    expect(readSavedSearches({ getItem: () => '[{"name":1}]' })).toEqual([])
  })
})
