import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const NODE = process.execPath

/** Stands where the product's command line would: says what it got, and ends as it is told. */
const COMMAND_LINE = `
if (process.argv[2] === 'wait') {
  process.on('SIGTERM', () => process.exit(7))
  setInterval(() => undefined, 1000)
} else process.exitCode = Number(process.argv[3] ?? 0)
console.log(JSON.stringify({ version: process.version, args: process.argv.slice(2), folder: process.cwd() }))
`

/** Stands where npm would: does what \`npm ci\` would leave behind. */
const NPM = `#!${NODE}
import { appendFileSync, existsSync, symlinkSync } from 'node:fs'
appendFileSync('npm-calls.txt', process.argv.slice(2).join(' ') + '\\n')
if (!existsSync('node_modules')) symlinkSync(${JSON.stringify(path.join(ROOT, 'node_modules'))}, 'node_modules')
`

let tree = ''

beforeEach(() => {
  tree = mkdtempSync(path.join(tmpdir(), 'vigil-launch-'))
  cpSync(path.join(ROOT, 'server/cli'), path.join(tree, 'server/cli'), {
    recursive: true,
    filter: (file) => !file.endsWith('.ts'),
  })
  cpSync(path.join(ROOT, 'package-lock.json'), path.join(tree, 'package-lock.json'))
  writeFileSync(path.join(tree, 'package.json'), '{ "type": "module" }')
  writeFileSync(path.join(tree, 'server/cli/main.ts'), COMMAND_LINE)
  mkdirSync(path.join(tree, 'bin'))
  writeFileSync(path.join(tree, 'bin/npm'), NPM)
  chmodSync(path.join(tree, 'bin/npm'), 0o755)
})
afterEach(() => rmSync(tree, { recursive: true }))

const install = () => symlinkSync(path.join(ROOT, 'node_modules'), path.join(tree, 'node_modules'))

function startLauncher(args: readonly string[], nodeFlags: readonly string[] = []) {
  const { npm_execpath: _outer, ...env } = process.env
  return spawn(NODE, [...nodeFlags, path.join(tree, 'server/cli/vigil.mjs'), ...args], {
    cwd: tree,
    env: { ...env, PATH: [path.join(tree, 'bin'), process.env.PATH].join(path.delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function launched(args: readonly string[], nodeFlags?: readonly string[]) {
  const child = startLauncher(args, nodeFlags)
  let [output, errors] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  await once(child, 'close')
  return { code: child.exitCode, output, errors }
}

// A Node before 22.15 cannot become another program, and starts it as a child.
const OLDER_NODE = ['--import', 'data:text/javascript,delete process.execve']

describe.each([
  { how: 'becoming the program', nodeFlags: [] },
  { how: 'with the program as a child', nodeFlags: OLDER_NODE },
])('given an installed tree, $how', ({ nodeFlags }) => {
  beforeEach(install)

  test('arguments, folder and exit code are those of the command line, on the pinned Node', async () => {
    const { code, output, errors } = await launched(['evaluate', '3', '--limits', 'a file.json'], nodeFlags)

    expect(JSON.parse(output)).toEqual({
      version: `v${pinnedVersion()}`,
      args: ['evaluate', '3', '--limits', 'a file.json'],
      folder: tree,
    })
    expect(errors).toBe('')
    expect(code).toBe(3)
    expect(existsSync(path.join(tree, 'npm-calls.txt'))).toBe(false)
  })

  test('a request to end reaches the command line', async () => {
    const child = startLauncher(['wait'], nodeFlags)
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    const [code] = (await once(child, 'exit')) as [number | null]

    expect(code).toBe(7)
  })
})

describe('given a tree that is not as the lock file says', () => {
  const npmCalls = () => readFileSync(path.join(tree, 'npm-calls.txt'), 'utf8')

  test('without packages, it installs them and goes on', async () => {
    const { code, output, errors } = await launched(['evaluate'])

    expect(npmCalls()).toMatch(/^ci /)
    expect(errors).toContain('installing the packages')
    expect(output).toContain('evaluate')
    expect(code).toBe(0)
  })

  test('with another version of a package than the lock file names, it installs', async () => {
    install()
    const lock = path.join(tree, 'package-lock.json')
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/("node_modules\/zod": \{\s+"version": ")[^"]+/, '$10.0.1'))

    await launched(['evaluate'])

    expect(npmCalls()).toMatch(/^ci /)
  })

  test('when the installation fails, it says so in a sentence and ends with 1', async () => {
    writeFileSync(path.join(tree, 'bin/npm'), `#!${NODE}\nprocess.exitCode = 5\n`)

    const { code, output, errors } = await launched(['evaluate'])

    expect(output).toBe('')
    expect(errors).toMatch(/vigil: npm ci failed;[^\n]*\n$/)
    expect(code).toBe(1)
  })
})

describe('given screens to show', () => {
  beforeEach(() => {
    install()
    mkdirSync(path.join(tree, 'client'))
    mkdirSync(path.join(tree, 'shared'))
    writeFileSync(path.join(tree, 'client/index.html'), '<!doctype html><title>first</title>')
    writeFileSync(path.join(tree, 'vite.config.ts'), "export default { root: 'client' }")
  })
  const built = () => readFileSync(path.join(tree, 'dist/client/index.html'), 'utf8')

  test('they are built when missing, left alone when fresh, and built again when a source has changed', async () => {
    const first = await launched(['demo'])
    expect(first.errors).toContain('building the screens')
    expect(built()).toContain('first')

    const second = await launched(['serve'])
    expect(second.errors).toBe('')

    writeFileSync(path.join(tree, 'client/index.html'), '<!doctype html><title>second</title>')
    const third = await launched(['demo'])
    expect(third.errors).toContain('building the screens')
    expect(built()).toContain('second')
  })

  test('a command that only explains itself builds nothing', async () => {
    await launched(['demo', '--help'])
    expect(existsSync(path.join(tree, 'dist'))).toBe(false)
  })

  test('when they do not build, nothing starts', async () => {
    writeFileSync(path.join(tree, 'client/index.html'), '<script type="module" src="./gone.ts"></script>')

    const { code, output, errors } = await launched(['demo'])

    expect(output).toBe('')
    expect(errors).toContain('vigil: the screens did not build')
    expect(code).toBe(1)
  })
})

describe('given only some tests to run, and no browser', () => {
  beforeEach(() => {
    install()
    for (const file of ['tests/run.mjs', 'tests/support/chromium.mjs'])
      cpSync(path.join(ROOT, file), path.join(tree, file))
    for (const folder of ['unit', 'e2e']) {
      mkdirSync(path.join(tree, 'tests', folder))
      writeFileSync(
        path.join(tree, 'tests', folder, 'one.test.js'),
        "import { test } from 'vitest'; test('one', () => {})",
      )
    }
  })
  const tested = async (only: string) => {
    const env = { ...process.env, VIGIL_CHROMIUM: path.join(tree, 'no-browser') }
    const child = spawn(NODE, [path.join(tree, 'tests/run.mjs'), only], { cwd: tree, env })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    await once(child, 'close')
    return { code: child.exitCode, errors }
  }

  test('those that need none run', async () => {
    expect(await tested('tests/unit')).toMatchObject({ code: 0 })
  })

  test('those that need one say so in a sentence', async () => {
    const { code, errors } = await tested('tests/e2e')
    expect(errors).toMatch(/^vigil: VIGIL_CHROMIUM names [^\n]*no-browser, which does not start as a browser\.\n$/)
    expect(code).toBe(1)
  })
})

function pinnedVersion(): string {
  const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: { node: string }
  }
  return dependencies.node
}
