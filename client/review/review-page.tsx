import { Button, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import { sessionsAnswerSchema } from '../../shared/wire/review.ts'
import { request, type HttpProblem } from '../http/request.ts'
import { ProblemError } from '../http/use-answer.ts'
import { FailureNotice, LoadingNotice, StateNotice } from '../ui/state-notice.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import classes from './review.module.css'
import { VisitsTable } from './visits-table.tsx'

interface Search {
  readonly q: string
  /** `YYYY-MM-DD`, both days included. */
  readonly from: string | null
  readonly to: string | null
}

const NOTHING: Search = { q: '', from: null, to: null }
const TYPING_MS = 250
const PAGE = 50

const startOfDay = (day: string): string => new Date(`${day}T00:00:00`).toISOString()
const endOfDay = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString()

const pathOf = ({ q, from, to }: Search, cursor: string | null): string => {
  const query = new URLSearchParams({
    state: 'ended',
    limit: String(PAGE),
    ...(q.trim() === '' ? {} : { q: q.trim() }),
    ...(from === null ? {} : { from: startOfDay(from) }),
    ...(to === null ? {} : { to: endOfDay(to) }),
    ...(cursor === null ? {} : { cursor }),
  })
  return `/sessions?${query.toString()}`
}

const UNKNOWN: HttpProblem = { code: 'unknown', message: 'Something went wrong on this screen.', status: null }

const useVisits = (search: Search) =>
  useInfiniteQuery({
    queryKey: ['visits', search],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const answer = await request(sessionsAnswerSchema, { path: pathOf(search, pageParam), signal })
      if (!answer.ok) throw new ProblemError(answer.error)
      return answer.value
    },
    getNextPageParam: (page) => page.nextCursor ?? null,
  })

const Found = ({ search }: { readonly search: Search }) => {
  const visits = useVisits(search)
  if (visits.error !== null) {
    const problem = visits.error instanceof ProblemError ? visits.error.problem : UNKNOWN
    return <FailureNotice what="The list of visits" problem={problem} again={() => void visits.refetch()} />
  }
  if (visits.data === undefined) return <LoadingNotice what="the visits" />
  const rows = visits.data.pages.flatMap((page) => page.sessions)
  if (rows.length === 0)
    return search === NOTHING ? (
      <StateNotice title="No visit is over yet">
        <span>A visit stands here as soon as its patient is discharged.</span>
      </StateNotice>
    ) : (
      <StateNotice title="No visit is like that">
        <span>Try fewer letters of the name, another record number, or other days.</span>
      </StateNotice>
    )
  return (
    <>
      <VisitsTable visits={rows} />
      {visits.hasNextPage ? (
        <Button variant="default" loading={visits.isFetchingNextPage} onClick={() => void visits.fetchNextPage()}>
          Older visits
        </Button>
      ) : null}
    </>
  )
}

/** The visits that are over, newest first. */
export const ReviewPage = () => {
  const [search, setSearch] = useState(NOTHING)
  const [settled] = useDebouncedValue(search, TYPING_MS)
  const field = useRef<HTMLInputElement>(null)
  const { hash, key } = useLocation()
  useEffect(() => {
    if (hash === '#search') field.current?.focus()
  }, [hash, key])
  useShortcuts({ '/': () => field.current?.focus() })
  const change = (changed: Partial<Search>) => setSearch((before) => ({ ...before, ...changed }))
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>Review</h1>
      <search className={classes.search}>
        <TextInput
          ref={field}
          type="search"
          label="Name or record number"
          leftSection={<IconSearch size={20} aria-hidden />}
          value={search.q}
          onChange={(event) => change({ q: event.currentTarget.value })}
        />
        <DateInput
          label="From"
          clearable
          valueFormat="YYYY-MM-DD"
          placeholder="YYYY-MM-DD"
          value={search.from}
          onChange={(from) => change({ from })}
        />
        <DateInput
          label="To"
          clearable
          valueFormat="YYYY-MM-DD"
          placeholder="YYYY-MM-DD"
          value={search.to}
          onChange={(to) => change({ to })}
        />
      </search>
      <Found search={settled} />
    </main>
  )
}
