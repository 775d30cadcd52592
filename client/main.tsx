import '@fontsource-variable/inter/wght.css'
import './ui/tokens.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { createRouter } from './app/routes.tsx'
import { browserClock } from './live/browser-clock.ts'
import { newIdempotencyKey } from './live/idempotency-key.ts'
import { createLiveClient } from './live/live-client.ts'
import { createShelf } from './live/outbox-shelf.ts'
import { createOutbox } from './live/outbox.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element for the screens.')

const live = createLiveClient({ url: '', device: browserClock(window) })

const later = (call: () => void, ms: number): (() => void) => {
  const timer = setTimeout(call, ms)
  return () => clearTimeout(timer)
}

const outbox = createOutbox({
  live,
  now: live.clock.now,
  shelf: createShelf(localStorage),
  newKey: () => newIdempotencyKey(crypto),
  later,
})

createRoot(root).render(
  <StrictMode>
    <RouterProvider router={createRouter({ live, outbox })} />
  </StrictMode>,
)
