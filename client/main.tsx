import '@fontsource-variable/inter/wght.css'
import './ui/tokens.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { createRouter } from './app/routes.tsx'
import { browserClock } from './live/browser-clock.ts'
import { createLiveClient } from './live/live-client.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element for the screens.')

const live = createLiveClient({ url: '', device: browserClock(window) })

createRoot(root).render(
  <StrictMode>
    <RouterProvider router={createRouter(live)} />
  </StrictMode>,
)
