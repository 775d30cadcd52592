/** What the reader of the log asks for; an empty text asks for all. */
export interface Filter {
  /** `YYYY-MM-DD`, both days included. */
  readonly from: string | null
  readonly to: string | null
  readonly bay: string
  readonly protocol: string
  readonly channel: string
  readonly priority: string
  readonly kind: string
  readonly acknowledged: string
  /** One visit's id. */
  readonly session: string
}

const DAYS_SHOWN = 28
const MS_PER_DAY = 86_400_000

const dayOf = (at: number): string => {
  const date = new Date(at)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** The last four weeks. */
export const usualFilter = (now: number): Filter => ({
  from: dayOf(now - DAYS_SHOWN * MS_PER_DAY),
  to: null,
  bay: '',
  protocol: '',
  channel: '',
  priority: '',
  kind: '',
  acknowledged: '',
  session: '',
})

const startOfDay = (day: string): string => new Date(`${day}T00:00:00`).toISOString()
const endOfDay = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString()

const asked = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))

/** Which visits: what a trial is run over. */
export const visitFields = ({ from, to, bay, protocol, session }: Filter): Record<string, string> =>
  asked({
    from: from === null ? '' : startOfDay(from),
    to: to === null ? '' : endOfDay(to),
    bay,
    protocol,
    session,
  })

/** Which alarms of them. */
export const alarmFields = (filter: Filter): Record<string, string> => {
  const { channel, priority, kind, acknowledged } = filter
  return { ...visitFields(filter), ...asked({ channel, priority, kind, acknowledged }) }
}

export const pathWith = (path: string, fields: Readonly<Record<string, string>>): string => {
  const query = new URLSearchParams(fields).toString()
  return query === '' ? path : `${path}?${query}`
}
