import { cruise, type ICruiseResult, type IViolation } from 'dependency-cruiser'
import { globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import config from '../../.dependency-cruiser.js'

const ROOT = path.resolve(import.meta.dirname, '../..')
const rules = config.forbidden

async function cruiseTree(baseDir: string): Promise<ICruiseResult> {
  const folders = ['shared', 'server', 'client', 'tests'].filter((name) => globSync(name, { cwd: baseDir }).length > 0)
  const { output } = await cruise(
    folders,
    { ...config.options, baseDir, preserveSymlinks: true, validate: true, ruleSet: { forbidden: rules } },
    config.options.enhancedResolveOptions,
  )
  if (typeof output === 'string') throw new Error('expected a result, not a report')
  return output
}

const describeViolation = ({ rule, from, to }: IViolation) => `${rule.name}: ${from} -> ${to}`

describe('the import table', () => {
  test('holds in the whole tree, and every file of it was looked at', async () => {
    const { modules, summary } = await cruiseTree(ROOT)

    const seen = new Set(modules.map(({ source }) => source))
    const files = globSync('{shared,server,client,tests}/**/*.{ts,tsx,mjs}', { cwd: ROOT })
    const unseen = files.filter((file) => !seen.has(file) && !file.startsWith('tests/fixtures/'))
    expect(files.length).toBeGreaterThan(20)
    expect(unseen).toEqual([])
    expect(summary.violations.map(describeViolation)).toEqual([])
  })
})

/** Each case: a small tree, and the one import in it that must be refused. */
type Case = { readonly rule: string; readonly files: Readonly<Record<string, string>> }

const imports = (file: string, specifier: string, target?: string): Case['files'] => ({
  [file]: `import { it } from '${specifier}'\nexport const mine = it\n`,
  ...(target === undefined ? {} : { [target]: 'export const it = 1\n' }),
})
const importsType = (file: string, specifier: string, target: string): Case['files'] => ({
  [file]: `import type { It } from '${specifier}'\nexport type Mine = It\n`,
  [target]: 'export type It = 1\n',
})

const FORBIDDEN: readonly Case[] = [
  { rule: 'room shared/domain', files: imports('shared/domain/vital.ts', 'zod') },
  { rule: 'room shared/domain', files: importsType('shared/domain/vital.ts', '../wire/a.ts', 'shared/wire/a.ts') },
  { rule: 'room shared/wire', files: imports('shared/wire/reading.ts', 'node:fs') },
  { rule: 'room shared/wire', files: importsType('shared/wire/a.ts', '../../server/core/a.ts', 'server/core/a.ts') },
  { rule: 'room server/core', files: imports('server/core/decide.ts', 'node:crypto') },
  { rule: 'room server/core', files: imports('server/core/decide.ts', '../../shared/wire/a.ts', 'shared/wire/a.ts') },
  { rule: 'room server/core', files: importsType('server/core/a.ts', '../ports/clock.ts', 'server/ports/clock.ts') },
  { rule: 'room server/ports', files: imports('server/ports/log.ts', 'pino') },
  {
    rule: 'room server/engine',
    files: imports('server/engine/runner.ts', '../../shared/wire/a.ts', 'shared/wire/a.ts'),
  },
  { rule: 'room server/engine', files: imports('server/engine/runner.ts', '../hub/hub.ts', 'server/hub/hub.ts') },
  {
    rule: 'room server/ingest',
    files: imports('server/ingest/ingest.ts', '../core/decide.ts', 'server/core/decide.ts'),
  },
  { rule: 'room server/sources', files: imports('server/sources/hl7/a.ts', '../../ingest/a.ts', 'server/ingest/a.ts') },
  { rule: 'room server/store', files: imports('server/store/memory-store.ts', 'socket.io') },
  { rule: 'room server/hub', files: imports('server/hub/hub.ts', '../store/a.ts', 'server/store/a.ts') },
  { rule: 'room server/api', files: imports('server/api/a.ts', '../core/decide.ts', 'server/core/decide.ts') },
  { rule: 'room server/auth', files: imports('server/auth/passwords.ts', 'express') },
  { rule: 'room server/reports', files: imports('server/reports/pdf.ts', '../api/a.ts', 'server/api/a.ts') },
  { rule: 'room server/notices', files: imports('server/notices/a.ts', '../api/a.ts', 'server/api/a.ts') },
  { rule: 'room server/cli', files: imports('server/cli/demo.ts', '../store/a.ts', 'server/store/a.ts') },
  {
    rule: 'room server/[a-z-]+[.]ts',
    files: imports('server/app.ts', '../client/app/a.ts', 'client/app/a.ts'),
  },
  { rule: 'room client/signals', files: imports('client/signals/a.ts', '../http/a.ts', 'client/http/a.ts') },
  {
    rule: 'room client/handover',
    files: imports('client/handover/a.ts', '../board/a.ts', 'client/board/a.ts'),
  },
  { rule: 'room client/ui', files: imports('client/ui/a.ts', '../live/a.ts', 'client/live/a.ts') },
  { rule: 'room client/live', files: imports('client/live/a.ts', 'react') },
  { rule: 'room client/http', files: imports('client/http/a.ts', '../live/a.ts', 'client/live/a.ts') },
  {
    rule: 'room client/(wall|board|bedside|intake|review|alarms|deliveries|protocols|admin|login)',
    files: imports('client/wall/a.ts', '../../server/core/a.ts', 'server/core/a.ts'),
  },
  { rule: 'room client/(app/|main[.]tsx)', files: imports('client/app/a.ts', 'node:path') },
  { rule: 'every file has a room', files: { 'server/helpers/dates.ts': 'export const it = 1\n' } },
  {
    rule: 'no cycles',
    files: {
      ...importsType('server/core/a.ts', './b.ts', 'server/core/c.ts'),
      ...imports('server/core/b.ts', './a.ts'),
    },
  },
  { rule: 'nothing imports tests', files: imports('server/main.ts', '../tests/support/a.ts', 'tests/support/a.ts') },
  {
    rule: 'sources do not import each other',
    files: imports('server/sources/hl7/a.ts', '../mqtt/b.ts', 'server/sources/mqtt/b.ts'),
  },
  {
    rule: 'sources do not import each other',
    files: imports('server/sources/http.ts', './hl7/b.ts', 'server/sources/hl7/b.ts'),
  },
  {
    rule: 'stores do not import each other',
    files: imports('server/store/sqlite-store.ts', './memory-store.ts', 'server/store/memory-store.ts'),
  },
  {
    rule: 'screens do not import each other',
    files: imports('client/wall/a.ts', '../bedside/b.ts', 'client/bedside/b.ts'),
  },
  { rule: 'the socket stays in client/live', files: imports('client/wall/a.ts', 'socket.io-client') },
  { rule: 'everything resolves', files: imports('server/core/a.ts', './gone.ts') },
  { rule: 'the product needs no development package', files: imports('server/main.ts', 'ws') },
]

const ALLOWED: readonly Case['files'][] = [
  imports('server/core/decide.ts', '../../shared/domain/result.ts', 'shared/domain/result.ts'),
  imports('shared/wire/reading.ts', 'zod'),
  imports('server/store/sqlite-store.ts', 'node:sqlite'),
  imports('server/sources/hl7/mllp.ts', './frame.ts', 'server/sources/hl7/frame.ts'),
  imports('server/app.ts', './hub/hub.ts', 'server/hub/hub.ts'),
  imports('server/api/what-if.ts', '../core/alarm-engine.ts', 'server/core/alarm-engine.ts'),
  imports('client/review/trend.ts', 'recharts'),
  imports('client/live/socket.ts', 'socket.io-client'),
]

describe('each rule, on a tree that breaks it', () => {
  let tree = ''

  beforeEach(() => {
    tree = mkdtempSync(path.join(tmpdir(), 'vigil-imports-'))
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(tree, 'node_modules'))
    symlinkSync(path.join(ROOT, 'package.json'), path.join(tree, 'package.json'))
  })
  afterEach(() => rmSync(tree, { recursive: true }))

  const write = (files: Case['files']) => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
      writeFileSync(path.join(tree, file), text)
    }
  }
  const brokenRules = async () => (await cruiseTree(tree)).summary.violations.map(({ rule }) => rule.name)

  test.each(FORBIDDEN)('$rule is red', async ({ rule, files }) => {
    write(files)
    expect(await brokenRules()).toContain(rule)
  })

  test.each(ALLOWED.map((files) => ({ file: Object.keys(files)[0], files })))('$file is green', async ({ files }) => {
    write(files)
    expect(await brokenRules()).toEqual([])
  })

  test('no rule is without such a tree', () => {
    expect(new Set(FORBIDDEN.map(({ rule }) => rule))).toEqual(new Set(rules.map(({ name }) => name)))
  })
})
