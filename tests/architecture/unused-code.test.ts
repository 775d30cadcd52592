import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const KNIP = path.join(ROOT, 'node_modules/knip/bin/knip.js')

let tree = ''
beforeEach(() => {
  tree = mkdtempSync(path.join(tmpdir(), 'vigil-unused-'))
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(tree, 'node_modules'))
  cpSync(path.join(ROOT, 'knip.json'), path.join(tree, 'knip.json'))
})
afterEach(() => rmSync(tree, { recursive: true }))

function unused(files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
    writeFileSync(path.join(tree, file), text)
  }
  // A continuous integration run counts as a terminal with colours, and colours stand between the words.
  const options = { cwd: tree, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } } as const
  const { stdout } = spawnSync(process.execPath, [KNIP, '--no-config-hints'], options)
  return stdout
}

const MAIN = "import express from 'express'\nimport { used } from './app.ts'\nexpress().listen(used)\n"
const packageNeeding = (...names: string[]) =>
  JSON.stringify({ type: 'module', dependencies: Object.fromEntries(names.map((name) => [name, '*'])) })

test('given code that is all used, knip says nothing', () => {
  expect(
    unused({
      'package.json': packageNeeding('express'),
      'server/main.ts': MAIN,
      'server/app.ts': 'export const used = 1\n',
    }),
  ).toBe('')
})

test('given a dead file, a dead export and a package nobody imports, knip names each', () => {
  const said = unused({
    'package.json': packageNeeding('express', 'helmet'),
    'server/main.ts': MAIN,
    'server/app.ts': 'export const used = 1\nexport const idle = 2\n',
    'server/hub/forgotten.ts': 'export const it = 1\n',
  })

  expect(said).toMatch(/Unused files \(1\)\nserver\/hub\/forgotten\.ts/)
  expect(said).toMatch(/Unused exports \(1\)\nidle\s+server\/app\.ts/)
  expect(said).toMatch(/Unused dependencies \(1\)\nhelmet/)
})
