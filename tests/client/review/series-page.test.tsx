// The page of a patient's series over a server that a test plays: every state says what it is.
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen } from '@testing-library/react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '../../../client/http/query-client.ts'
import { SeriesPage } from '../../../client/review/series/series-page.tsx'
import type { SeriesAnswer } from '../../../shared/wire/review.ts'
import { sessionId } from '../../../shared/domain/ids.ts'

const TIME = '2026-03-02T09:00:00.000Z'

const CANCELLED: SeriesAnswer['sessions'][number] = {
  id: sessionId('s_1'),
  createdAt: TIME,
  phase: 'cancelled',
  signed: false,
  simulated: true,
  replayed: false,
  protocol: { id: 'iv-depression', name: 'IV depression', version: 1 },
  infusion: null,
  daysSincePrevious: null,
  dose: null,
  scores: [],
  extremes: {},
  pressure: null,
  cuff: [],
  dissociation: [],
  measures: [],
}

const infusion = (number: number): SeriesAnswer['sessions'][number] => ({
  ...CANCELLED,
  id: sessionId(`s_${number + 1}`),
  phase: 'discharged',
  infusion: number,
  dose: { route: 'iv', startedAt: TIME, plannedMg: 40, deliveredMg: 40, mgPerKg: 0.5 },
  cuff: [{ afterMin: 4, sbp: 131, dbp: 84 }],
})

const asked: string[] = []

const show = (answer: () => Promise<Response>) => {
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    return answer()
  })
  const router = createMemoryRouter([{ path: '/patients/:id', element: <SeriesPage /> }], {
    initialEntries: ['/patients/R%207%2F1'],
  })
  render(
    <MantineProvider>
      <QueryClientProvider client={createQueryClient()}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  )
}

const PERSON = { recordNumber: 'R 7/1', displayName: 'Ada Example', initials: 'A.E.' }

const told =
  (sessions: SeriesAnswer['sessions'], nextVisit: SeriesAnswer['nextVisit'] = null) =>
  () =>
    Promise.resolve(Response.json({ ...PERSON, sessions, nextVisit }))

afterEach(() => {
  asked.length = 0
  vi.unstubAllGlobals()
})

test('says that it is loading', () => {
  show(() => new Promise(() => undefined))
  expect(screen.getByRole('status').textContent).toContain('Loading the visits of this patient')
})

test('asks for the record number as it is, and says why there is nothing', async () => {
  const error = { code: 'notFound', message: 'There is no patient of this record number.' }
  show(() => Promise.resolve(Response.json({ error }, { status: 404 })))
  expect((await screen.findByRole('alert')).textContent).toContain(error.message)
  expect(asked[0]).toContain('/patients/R%207%2F1/series')
  expect(screen.getByRole('link', { name: 'To all visits' })).toBeDefined()
})

test('says that nothing was given, and shows the visits all the same', async () => {
  show(told([CANCELLED]))
  expect(await screen.findByText('Nothing was given yet')).toBeDefined()
  expect(screen.getByRole('heading', { name: 'Ada Example' })).toBeDefined()
  expect(screen.getByRole('row', { name: /Cancelled/ })).toBeDefined()
})

test('leads to each record, marks what is simulated, and switches a line off and on', async () => {
  show(told([infusion(1), infusion(2)]))
  const [first] = await screen.findAllByRole('link', { name: /2 Mar 2026/ })
  expect(first?.getAttribute('href')).toBe('/review/s_2')
  expect(screen.getAllByText('SIMULATED')).toHaveLength(3)
  const newest = screen.getByRole('button', { name: /newest/ })
  expect(newest.getAttribute('aria-pressed')).toBe('true')
  fireEvent.click(newest)
  expect(newest.getAttribute('aria-pressed')).toBe('false')
  fireEvent.click(newest)
  expect(newest.getAttribute('aria-pressed')).toBe('true')
  expect(screen.getByText('no visit is planned')).toBeDefined()
  expect(screen.getByText(/still runs counts with what it has given so far/)).toBeDefined()
})

test('gives every visit of the patient as one archive', async () => {
  show(told([CANCELLED]))
  const link = await screen.findByRole('link', { name: 'Archive (ZIP)' })
  expect(link.getAttribute('href')).toBe('/api/v1/patients/R%207%2F1/archive.zip')
})

test('says when the next visit is due', async () => {
  const due = { lastAt: '2026-03-02T09:00:00.000Z', everyDays: 28, dueAt: '2026-03-30T09:00:00.000Z' }
  show(told([infusion(1)], { ...due, dueInDays: -3 }))
  expect(await screen.findByText('30 Mar 2026, 3 days ago (every 28 days)')).toBeDefined()
  expect(screen.queryByText(/No date is due/)).toBeNull()
})

test('says why no next visit is due', async () => {
  show(told([infusion(1)]))
  expect(await screen.findByText(/No date is due: the protocol in use sets no maintenance interval/)).toBeDefined()
})
