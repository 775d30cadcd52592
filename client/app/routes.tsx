import { lazy, Suspense, type ReactNode } from 'react'
import { createBrowserRouter, Outlet, type RouteObject } from 'react-router'
import type { LiveClient } from '../live/live-client.ts'
import { ClockContext } from '../ui/use-now.ts'
import { NotFoundPage } from './not-found-page.tsx'
import { RouteFailure } from './route-failure.tsx'
import { PageLoading } from './page-loading.tsx'

// Each screen is loaded when it is opened: the wall carries no component library.
const WallPage = lazy(() => import('../wall/wall-page.tsx').then((room) => ({ default: room.WallPage })))
const StaffShell = lazy(() => import('./staff-shell.tsx').then((room) => ({ default: room.StaffShell })))

const waiting = (page: ReactNode): ReactNode => <Suspense fallback={<PageLoading />}>{page}</Suspense>

/** Pages of the staff, inside the shell that brings component library, queries and sign-in. */
const staffRoutes = (_live: LiveClient): RouteObject[] => [{ path: '*', element: <NotFoundPage /> }]

export const routes = (live: LiveClient): RouteObject[] => [
  {
    element: (
      <ClockContext value={live.clock}>
        <Outlet />
      </ClockContext>
    ),
    errorElement: <RouteFailure />,
    children: [
      { path: '/wall', element: waiting(<WallPage live={live} />) },
      { element: waiting(<StaffShell />), children: staffRoutes(live) },
    ],
  },
]

export const createRouter = (live: LiveClient) => createBrowserRouter(routes(live))
