import { ESLint } from 'eslint'
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const lines = (count: number, line: string) => Array.from({ length: count }, () => line).join('\n')

type Case = { readonly rule: string; readonly file: string; readonly text: string }

const FORBIDDEN: readonly Case[] = [
  {
    rule: 'complexity',
    file: 'server/hub/branchy.ts',
    text: `export function f(n: number): number {\n${lines(12, 'if (n > 1) n += 1')}\nreturn n\n}`,
  },
  {
    rule: 'max-lines-per-function',
    file: 'server/hub/long-function.ts',
    text: `export function f(n: number): number {\n${lines(60, 'n += 1')}\nreturn n\n}`,
  },
  { rule: 'max-lines', file: 'server/hub/long-file.ts', text: `let n = 1\n${lines(260, 'n += 1')}\nexport { n }` },
  {
    rule: 'max-params',
    file: 'server/hub/params.ts',
    text: 'export const f = (a: number, b: number, c: number, d: number, e: number) => a + b + c + d + e',
  },
  { rule: 'eqeqeq', file: 'server/hub/equal.ts', text: 'export const f = (a: number) => a == 1' },
  { rule: 'no-restricted-syntax', file: 'server/hub/default-export.ts', text: 'const a = 1\nexport default a' },
  { rule: 'no-restricted-syntax', file: 'server/hub/as-default.ts', text: 'const a = 1\nexport { a as default }' },
  {
    rule: 'no-restricted-syntax',
    file: 'server/hub/default-case.ts',
    text: "export function f(a: 'x' | 'y') {\nswitch (a) {\ncase 'x':\nreturn 1\ndefault:\nreturn 2\n}\n}",
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    file: 'server/hub/missing-case.ts',
    text: "export function f(a: 'x' | 'y') {\nswitch (a) {\ncase 'x':\nreturn 1\n}\nreturn 2\n}",
  },
  { rule: 'no-console', file: 'server/hub/console.ts', text: "console.log('a')\nexport {}" },
  { rule: 'local/kebab-case-file', file: 'server/hub/camelCase.ts', text: 'export const a = 1' },
  { rule: 'local/kebab-case-file', file: 'client/wall/BayTile.tsx', text: 'export const a = 1' },
  {
    rule: '@typescript-eslint/no-floating-promises',
    file: 'server/hub/floating.ts',
    text: 'const f = () => Promise.resolve(1)\nexport function g() {\nf()\n}',
  },
  { rule: '@typescript-eslint/no-explicit-any', file: 'server/hub/any.ts', text: 'export const f = (a: any) => a' },
  {
    rule: '@typescript-eslint/no-non-null-assertion',
    file: 'server/hub/not-null.ts',
    text: 'export const f = (a: number | null): number => a!',
  },
  { rule: '@typescript-eslint/no-unused-vars', file: 'server/hub/unused.ts', text: 'const a = 1\nexport {}' },
  {
    rule: '@typescript-eslint/consistent-type-imports',
    file: 'server/hub/type-import.ts',
    text: "import { Server } from 'node:net'\nexport type S = Server",
  },
  { rule: 'no-restricted-properties', file: 'server/core/clock.ts', text: 'export const f = () => Date.now()' },
  { rule: 'no-restricted-properties', file: 'shared/domain/dice.ts', text: 'export const f = () => Math.random()' },
  { rule: 'no-restricted-syntax', file: 'server/core/new-date.ts', text: 'export const f = () => new Date()' },
  { rule: 'no-restricted-syntax', file: 'shared/domain/date-text.ts', text: 'export const f = () => Date()' },
  {
    rule: 'react-hooks/rules-of-hooks',
    file: 'client/wall/conditional-hook.tsx',
    text: "import { useId } from 'react'\nexport const useA = (a: boolean) => (a ? useId() : null)",
  },
  {
    rule: 'react-hooks/exhaustive-deps',
    file: 'client/wall/missing-dependency.tsx',
    text: "import { useEffect } from 'react'\nexport function useA(a: () => void) {\nuseEffect(() => a(), [])\n}",
  },
]

const ALLOWED: readonly Omit<Case, 'rule'>[] = [
  { file: 'server/hub/plain.ts', text: 'export const f = (a: number) => a + 1' },
  { file: 'server/core/date-of.ts', text: 'export const f = (ms: number) => new Date(ms).toISOString()' },
  { file: 'server/cli/speaks.ts', text: "console.log('a')\nexport {}" },
  { file: 'server/system-clock.ts', text: 'export const f = () => Date.now()' },
  { file: 'tests/unit/long.test.ts', text: `export function f(n: number) {\n${lines(300, 'n += 1')}\nreturn n\n}` },
]

describe('each lint rule, on a file that breaks it', () => {
  let tree = ''
  let found: ReadonlyMap<string, readonly string[]> = new Map()

  // One run over all the files: a type-checked one costs seconds.
  beforeAll(async () => {
    tree = mkdtempSync(path.join(tmpdir(), 'vigil-lint-'))
    for (const file of globSync('{tsconfig*.json,{shared,server,server/core,client,tests}/tsconfig.json}', {
      cwd: ROOT,
    })) {
      cpSync(path.join(ROOT, file), path.join(tree, file))
    }
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(tree, 'node_modules'))
    for (const { file, text } of [...FORBIDDEN, ...ALLOWED]) {
      mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
      writeFileSync(path.join(tree, file), `${text}\n`)
    }
    const eslint = new ESLint({ cwd: tree, overrideConfigFile: path.join(ROOT, 'eslint.config.js') })
    const results = await eslint.lintFiles('.')
    found = new Map(
      results.map(({ filePath, messages }) => [
        path.relative(tree, filePath),
        messages.map(({ ruleId, message }) => ruleId ?? message),
      ]),
    )
  }, 60_000)
  afterAll(() => rmSync(tree, { recursive: true }))

  test.each(FORBIDDEN)('$rule is red in $file', ({ rule, file }) => {
    expect(found.get(file)).toContain(rule)
  })

  test.each(ALLOWED)('$file is green', ({ file }) => {
    expect(found.get(file)).toEqual([])
  })
})
