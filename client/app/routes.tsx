import { lazy, Suspense, type ReactNode } from 'react'
import { createBrowserRouter, Outlet, type RouteObject } from 'react-router'
import type { LiveClient } from '../live/live-client.ts'
import type { Outbox } from '../live/outbox.ts'
import { ClockContext } from '../ui/use-now.ts'
import { NotFoundPage } from './not-found-page.tsx'
import { RouteFailure } from './route-failure.tsx'
import { PageLoading } from './page-loading.tsx'

// Each screen is loaded when it is opened: the wall carries no component library.
const WallPage = lazy(() => import('../wall/wall-page.tsx').then((room) => ({ default: room.WallPage })))
const ReplayPage = lazy(() => import('../wall/replay-page.tsx').then((room) => ({ default: room.ReplayPage })))
const loadShell = () => import('./staff-shell.tsx')
const loadSignedIn = () => import('./signed-in.tsx')
const loadFrame = () => import('./staff-frame.tsx')
const loadRecord = () => import('../review/record-page.tsx')
const StaffShell = lazy(() => loadShell().then((room) => ({ default: room.StaffShell })))
const SignedIn = lazy(() => loadSignedIn().then((room) => ({ default: room.SignedIn })))
const StaffFrame = lazy(() => loadFrame().then((room) => ({ default: room.StaffFrame })))
const LoginPage = lazy(() => import('../login/login-page.tsx').then((room) => ({ default: room.LoginPage })))
const BoardPage = lazy(() => import('../board/board-page.tsx').then((room) => ({ default: room.BoardPage })))
const IntakePage = lazy(() => import('../intake/intake-page.tsx').then((room) => ({ default: room.IntakePage })))
const BedsidePage = lazy(() => import('../bedside/bedside-page.tsx').then((room) => ({ default: room.BedsidePage })))
const AlarmsPage = lazy(() => import('../alarms/alarms-page.tsx').then((room) => ({ default: room.AlarmsPage })))
const DeliveriesPage = lazy(() =>
  import('../deliveries/deliveries-page.tsx').then((room) => ({ default: room.DeliveriesPage })),
)
const ReviewPage = lazy(() => import('../review/review-page.tsx').then((room) => ({ default: room.ReviewPage })))
const RecordPage = lazy(() => loadRecord().then((room) => ({ default: room.RecordPage })))
const SeriesPage = lazy(() => import('../review/series/series-page.tsx').then((room) => ({ default: room.SeriesPage })))
const SheetPage = lazy(() => import('../review/sheet-page.tsx').then((room) => ({ default: room.SheetPage })))
const ProtocolsPage = lazy(() =>
  import('../protocols/protocols-page.tsx').then((room) => ({ default: room.ProtocolsPage })),
)
const ProtocolPage = lazy(() =>
  import('../protocols/protocol-page.tsx').then((room) => ({ default: room.ProtocolPage })),
)
const EditorPage = lazy(() => import('../protocols/editor-page.tsx').then((room) => ({ default: room.EditorPage })))

const waiting = (page: ReactNode): ReactNode => <Suspense fallback={<PageLoading />}>{page}</Suspense>

/** What the screens work with: made once, in `main`. */
export interface ScreenParts {
  readonly live: LiveClient
  readonly outbox: Outbox
}

/** Pages of the staff, inside the shell that brings component library, queries and sign-in. */
const staffRoutes = ({ live, outbox }: ScreenParts): RouteObject[] => [
  { path: '/login', element: waiting(<LoginPage />) },
  {
    element: waiting(<SignedIn live={live} outbox={outbox} />),
    children: [
      {
        element: waiting(<StaffFrame live={live} outbox={outbox} />),
        children: [
          { path: '/', element: waiting(<BoardPage live={live} />) },
          { path: '/sessions/new', element: waiting(<IntakePage />) },
          { path: '/alarms', element: waiting(<AlarmsPage />) },
          { path: '/notifications', element: waiting(<DeliveriesPage />) },
          { path: '/review', element: waiting(<ReviewPage />) },
          { path: '/review/:id', element: waiting(<RecordPage />) },
          { path: '/protocols', element: waiting(<ProtocolsPage />) },
          { path: '/protocols/:id', element: waiting(<ProtocolPage />) },
          { path: '/protocols/:id/edit', element: waiting(<EditorPage key="edit" purpose="edit" />) },
          { path: '/protocols/:id/copy', element: waiting(<EditorPage key="copy" purpose="copy" />) },
          { path: '/patients/:id', element: waiting(<SeriesPage />) },
        ],
      },
      { path: '/replay/:id', element: waiting(<ReplayPage live={live} />) },
      { path: '/review/:id/sheets/:sheet', element: waiting(<SheetPage />) },
      { path: '/sessions/:id', element: waiting(<BedsidePage live={live} outbox={outbox} />) },
    ],
  },
  { path: '*', element: <NotFoundPage /> },
]

const routes = (parts: ScreenParts): RouteObject[] => [
  {
    element: (
      <ClockContext value={parts.live.clock}>
        <Outlet />
      </ClockContext>
    ),
    errorElement: <RouteFailure />,
    children: [
      { path: '/wall', element: waiting(<WallPage live={parts.live} />) },
      { element: waiting(<StaffShell />), children: staffRoutes(parts) },
    ],
  },
]

/** What a record stands in, and its chart, come together: each would else be asked for when the one around it is there. */
const fetchAhead = (pathname: string): void => {
  if (!/^\/review\/[^/]+$/.test(pathname)) return
  // What does not come now is asked for again, and its failure shown, where it is to be drawn.
  for (const load of [loadShell, loadSignedIn, loadFrame, loadRecord]) load().catch(() => undefined)
}

export const createRouter = (parts: ScreenParts) => {
  fetchAhead(window.location.pathname)
  return createBrowserRouter(routes(parts))
}
