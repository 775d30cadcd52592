import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useLocation, useSearchParams } from 'react-router'
import { sessionsAnswerSchema } from '../../shared/wire/review.ts'
import type { HttpProblem } from '../http/request.ts'
import { ask, ProblemError } from '../http/use-answer.ts'
import { FailureNotice, LoadingNotice, StateNotice } from '../ui/state-notice.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import classes from './review.module.css'
import { SavedMenu } from './saved-menu.tsx'
import { SearchFields } from './search-fields.tsx'
import { EVERYTHING, firstPage, nextPage, pathOf, readSearch, writeSearch, type VisitSearch } from './visit-search.ts'
import { VisitsTable } from './visits-table.tsx'

const TYPING_MS = 250

const UNKNOWN: HttpProblem = { code: 'unknown', message: 'Something went wrong on this screen.', status: null }

const useVisits = (search: VisitSearch) =>
  useInfiniteQuery({
    queryKey: ['visits', search],
    initialPageParam: firstPage(search),
    queryFn: ({ pageParam, signal }) => ask(sessionsAnswerSchema, pathOf(search, pageParam), signal),
    getNextPageParam: ({ nextCursor }, _, page) => nextPage(search, page, nextCursor),
    placeholderData: keepPreviousData,
  })

const Found = ({ search }: { readonly search: VisitSearch }) => {
  const visits = useVisits(search)
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = visits
  const isEmpty = visits.data?.pages.every((page) => page.sessions.length === 0) === true
  const goesOn = isEmpty && hasNextPage
  // Where nothing waits for a signature, those that are signed follow by themselves.
  useEffect(() => {
    if (goesOn && !isFetchingNextPage) void fetchNextPage()
  }, [goesOn, isFetchingNextPage, fetchNextPage])
  if (visits.error !== null) {
    const problem = visits.error instanceof ProblemError ? visits.error.problem : UNKNOWN
    return <FailureNotice what="The list of visits" problem={problem} again={() => void visits.refetch()} />
  }
  if (visits.data === undefined || goesOn) return <LoadingNotice what="the visits" />
  const rows = visits.data.pages.flatMap((page) => page.sessions)
  if (rows.length === 0)
    return writeSearch(search).size === 0 ? (
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

/** The visits that are over: those that nobody signed yet first. */
export const ReviewPage = () => {
  const [query, setQuery] = useSearchParams()
  const [search, setSearch] = useState(() => readSearch(query))
  const [settled] = useDebouncedValue(search, TYPING_MS)
  const field = useRef<HTMLInputElement>(null)
  const { hash, key } = useLocation()
  useEffect(() => {
    if (hash === '#search') field.current?.focus()
  }, [hash, key])
  useShortcuts({ '/': () => field.current?.focus() })
  const set = (next: VisitSearch) => {
    setSearch(next)
    setQuery(writeSearch(next), { replace: true })
  }
  return (
    <main className={classes.page}>
      <div className={classes.titleRow}>
        <h1 className={classes.title}>Review</h1>
        <Button variant="subtle" color="gray" onClick={() => set(EVERYTHING)}>
          Show all
        </Button>
        <SavedMenu
          query={writeSearch(search).toString()}
          onChoose={(saved) => set(readSearch(new URLSearchParams(saved)))}
        />
      </div>
      <SearchFields search={search} field={field} change={(changed) => set({ ...search, ...changed })} />
      <Found search={settled} />
    </main>
  )
}
