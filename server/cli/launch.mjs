// What stands between `npm start`, `npm test`, `npx vigil` and the product. It needs no package and runs on any Node
// from 18, because on a fresh machine it is the first thing to run; the product itself runs on the Node that
// package-lock.json pins.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')
const MODULES = path.join(ROOT, 'node_modules')
const IS_WINDOWS = process.platform === 'win32'
const PINNED_NODE = path.join(MODULES, 'node', 'bin', IS_WINDOWS ? 'node.exe' : 'node')

/** A refusal to start that a person can act on: one sentence, no stack. */
export class CannotStart extends Error {}

/** Progress goes to stderr: stdout belongs to the command that follows. @param {string} line */
export function say(line) {
  process.stderr.write(`vigil: ${line}\n`)
}

/** Runs a launcher's main function, and ends with the sentence of a refusal. @param {() => Promise<number>} main */
export async function launch(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error
    say(error.message)
    process.exitCode = 1
  }
}

/**
 * Installs what package-lock.json names, unless it is there already.
 * @param {{ withDevelopmentPackages: boolean }} need
 */
export async function ensureInstalled(need) {
  if (!isInstalled(need)) {
    say('installing the packages of package-lock.json …')
    const code = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
    if (code !== 0) throw new CannotStart('npm ci failed; what it printed above says why.')
  }
  // Where install scripts are switched off, the runtime is named but not fetched.
  if (!existsSync(PINNED_NODE)) await npm(['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'])
  if (!existsSync(PINNED_NODE)) {
    throw new CannotStart(
      'the pinned Node is missing: allow the install script of the package "node", then run npm ci.',
    )
  }
}

/**
 * npm writes node_modules/.package-lock.json last, so it tells a whole installation from one that was cut short, and
 * by its content, which a checkout that only touches times does not change.
 * @param {{ withDevelopmentPackages: boolean }} need
 */
function isInstalled(need) {
  const wanted = packagesOf(path.join(ROOT, 'package-lock.json'))
  const installed = packagesOf(path.join(MODULES, '.package-lock.json'))
  return Object.entries(wanted).every(([place, entry]) => {
    const found = installed[place]
    if (found) return found.version === entry.version && found.integrity === entry.integrity
    const isOnlyForDevelopment = entry.dev === true || entry.devOptional === true
    return place === '' || entry.optional === true || (isOnlyForDevelopment && !need.withDevelopmentPackages)
  })
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, dev?: boolean, devOptional?: boolean }} Entry
 * @param {string} file
 * @returns {Record<string, Entry | undefined> & Record<string, Entry>}
 */
function packagesOf(file) {
  if (!existsSync(file)) return {}
  const lock = /** @type {{ packages: Record<string, Entry> }} */ (JSON.parse(readFileSync(file, 'utf8')))
  return lock.packages
}

/** Runs the npm that started us, on the Node it runs on; without one, the npm in PATH. @param {string[]} args */
export function npm(args) {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env
  if (cli && node && node !== PINNED_NODE && path.basename(cli) === 'npm-cli.js')
    return run(node, [cli, ...args], { cwd: ROOT })
  return run('npm', args, { cwd: ROOT, shell: IS_WINDOWS })
}

/**
 * Runs a program on the pinned Node, in the project's folder, and gives its exit code.
 * @param {string[]} args
 * @param {{ signal?: AbortSignal }} [options]
 */
export function runPinned(args, options) {
  return run(PINNED_NODE, args, { cwd: ROOT, ...options })
}

/**
 * Becomes the given program on the pinned Node: the same process where the system can do that, so that signals and
 * exit codes are its own; elsewhere a child that gets our signals and gives us its exit code.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function handOver(args) {
  if (process.execve && !IS_WINDOWS) {
    process.execve(PINNED_NODE, ['node', ...args], /** @type {Record<string, string>} */ (environmentToStay()))
  }
  return run(PINNED_NODE, args, { env: environmentToStay() })
}

/** What was compiled at one start need not be at the next. It lies with the packages, and is trusted as they are. */
function environmentToStay() {
  return { NODE_COMPILE_CACHE: path.join(MODULES, '.cache', 'node'), ...environment() }
}

/** Whatever a program starts by the name `node` is the pinned one too. */
function environment() {
  return { ...process.env, PATH: [path.join(MODULES, '.bin'), process.env.PATH].join(path.delimiter) }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, signal?: AbortSignal }} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: environment(), stdio: 'inherit', ...options })
    // A terminal sends its interrupt to the whole group, the child included; a second one would mean "at once".
    const forwarded = /** @type {const} */ (['SIGTERM', 'SIGHUP', 'SIGINT'])
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    for (const signal of forwarded) process.on(signal, forward)
    const settle = () => forwarded.forEach((signal) => process.off(signal, forward))
    child.once('error', (error) => {
      settle()
      reject(new CannotStart(`${command} does not start: ${error.message}`))
    })
    child.once('exit', (code, signal) => {
      settle()
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}
