// Where the browser of the browser tests comes from.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import path from 'node:path'
import { CannotStart, ROOT, run, runPinned, say } from '../../server/cli/launch.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge']
const PLACES = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]
const PLAYWRIGHT = path.join(ROOT, 'node_modules', 'playwright-core')

/** Gives the path of a Chromium that starts, and installs one if the machine has none. */
export async function ensureChromium() {
  const named = process.env.VIGIL_CHROMIUM
  if (named) {
    if (starts(named)) return named
    throw new CannotStart(`VIGIL_CHROMIUM names ${named}, which does not start as a browser.`)
  }
  const found = installed() ?? (await downloaded()) ?? (await fromDebian()) ?? (await fromPlaywright())
  if (found) return found
  throw new CannotStart(
    'the browser tests need Chromium or Chrome, and none could be found or installed: ' +
      'install one, or name it in VIGIL_CHROMIUM.',
  )
}

function installed() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '')
  return [...folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))), ...PLACES].find(starts)
}

async function downloaded() {
  const { chromium } = await import('playwright-core')
  return [chromium.executablePath()].find(starts)
}

async function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined
  say('installing Chromium with apt-get …')
  const options = ['-y', '-qq', '-o', 'DPkg::Lock::Timeout=300']
  const updated = await run('apt-get', ['update', ...options])
  if (updated === 0) await run('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', ...options, 'chromium'])
  return installed()
}

async function fromPlaywright() {
  say('downloading Chromium with playwright …')
  await runPinned([path.join(PLAYWRIGHT, 'cli.js'), 'install', 'chromium'])
  return downloaded()
}

/** A file by that name may be a mere signpost to a package that is not there; asking for its version tells. */
function starts(/** @type {string} */ file) {
  try {
    accessSync(file, constants.X_OK)
  } catch {
    return false
  }
  if (process.platform === 'win32') return true
  return spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0
}
