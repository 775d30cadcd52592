/** What visits are looked for. Texts as they stand in the address; empty is not asked for. */
export interface VisitSearch {
  readonly q: string
  /** `YYYY-MM-DD`, both days included. */
  readonly from: string
  readonly to: string
  readonly bay: string
  readonly protocol: string
  readonly outcome: '' | 'discharged' | 'transferred' | 'cancelled'
  readonly highAlarm: boolean
  /** `first`: those that nobody signed yet come before the others. */
  readonly signature: 'first' | 'unsigned' | 'signed' | 'any'
  readonly order: 'newest' | 'oldest'
}

export const EVERYTHING: VisitSearch = {
  q: '',
  from: '',
  to: '',
  bay: '',
  protocol: '',
  outcome: '',
  highAlarm: false,
  signature: 'first',
  order: 'newest',
}

const oneOf = <T extends string>(text: string | null, known: readonly T[], usual: T): T =>
  known.find((one) => one === text) ?? usual

/** Reads an address; what does not fit is not asked for. */
export const readSearch = (query: URLSearchParams): VisitSearch => ({
  q: query.get('q') ?? '',
  from: query.get('from') ?? '',
  to: query.get('to') ?? '',
  bay: query.get('bay') ?? '',
  protocol: query.get('protocol') ?? '',
  outcome: oneOf(query.get('outcome'), ['', 'discharged', 'transferred', 'cancelled'], ''),
  highAlarm: query.get('highAlarm') === 'true',
  signature: oneOf(query.get('signature'), ['first', 'unsigned', 'signed', 'any'], 'first'),
  order: oneOf(query.get('order'), ['newest', 'oldest'], 'newest'),
})

/** Only what is not as usual, so that an address says what was asked for. */
export const writeSearch = (search: VisitSearch): URLSearchParams =>
  new URLSearchParams(
    Object.entries(search).flatMap(([name, value]: [string, string | boolean]) =>
      value === EVERYTHING[name as keyof VisitSearch] ? [] : [[name, String(value)]],
    ),
  )

/** One page of an answer: of those that are signed, of those that are not, or of both. */
export interface VisitPage {
  readonly signed: boolean | null
  readonly cursor: string | null
}

export const firstPage = ({ signature }: VisitSearch): VisitPage => {
  if (signature === 'any') return { signed: null, cursor: null }
  return { signed: signature === 'signed', cursor: null }
}

/** After the last of those that nobody signed come the others, where they were asked for as well. */
export const nextPage = (
  { signature }: VisitSearch,
  page: VisitPage,
  nextCursor: string | undefined,
): VisitPage | null => {
  if (nextCursor !== undefined) return { ...page, cursor: nextCursor }
  return signature === 'first' && page.signed === false ? { signed: true, cursor: null } : null
}

const PAGE = 50

const startOfDay = (day: string): string => new Date(`${day}T00:00:00`).toISOString()
const endOfDay = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString()

export const pathOf = (search: VisitSearch, { signed, cursor }: VisitPage): string => {
  const { q, from, to, bay, protocol, outcome, highAlarm, order } = search
  const query = new URLSearchParams({
    state: 'ended',
    limit: String(PAGE),
    ...(q.trim() === '' ? {} : { q: q.trim() }),
    ...(from === '' ? {} : { from: startOfDay(from) }),
    ...(to === '' ? {} : { to: endOfDay(to) }),
    ...(bay === '' ? {} : { bay }),
    ...(protocol === '' ? {} : { protocol }),
    ...(outcome === '' ? {} : { outcome }),
    ...(highAlarm ? { highAlarm: 'true' } : {}),
    ...(signed === null ? {} : { signed: String(signed) }),
    ...(order === 'newest' ? {} : { order }),
    ...(cursor === null ? {} : { cursor }),
  })
  return `/sessions?${query.toString()}`
}
