import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { CannotStart, ROOT, runPinned, say } from './launch.mjs'

const BUILT = path.join(ROOT, 'dist', 'client')
const SOURCES = ['client', 'shared', 'vite.config.ts', 'package-lock.json'].map((name) => path.join(ROOT, name))

/** Builds the screens when they are missing or older than their sources. */
export async function ensureClientBuilt() {
  const index = path.join(BUILT, 'index.html')
  if (existsSync(index) && statSync(index).mtimeMs >= Math.max(...SOURCES.map(newestChange))) return
  say('building the screens …')
  // Into a folder of its own, then moved: whoever serves the old screens at this moment never meets half of the new.
  const fresh = `${BUILT}.${process.pid}`
  const startedAt = new Date()
  const vite = path.join('node_modules', 'vite', 'bin', 'vite.js')
  const code = await runPinned([vite, 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'])
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new CannotStart('the screens did not build; what vite printed above says why.')
  }
  // As old as its sources were when the build began: a change during the build counts as newer.
  utimesSync(path.join(fresh, 'index.html'), startedAt, startedAt)
  rmSync(BUILT, { recursive: true, force: true })
  renameSync(fresh, BUILT)
}

/** Folders count as well: taking a file away changes nothing but its folder. @param {string} place @returns {number} */
function newestChange(place) {
  const stat = statSync(place)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(place).map((name) => newestChange(path.join(place, name))))
}
