// `npm run dev`: the demo, started anew when the server's code changes, and vite in front of it for the screens.
import path from 'node:path'
import { ensureInstalled, launch, runPinned } from './launch.mjs'

const MAIN = path.join('server', 'cli', 'main.ts')
const VITE = path.join('node_modules', 'vite', 'bin', 'vite.js')

await launch(async () => {
  await ensureInstalled({ withDevelopmentPackages: true })
  const end = new AbortController()
  const both = [['--watch', MAIN, 'demo', ...process.argv.slice(2)], [VITE]].map((args) =>
    runPinned(args, { signal: end.signal }),
  )
  const code = await Promise.race(both)
  end.abort()
  await Promise.allSettled(both)
  return code
})
