import path from 'node:path'
import ts from 'typescript'
import { beforeAll, describe, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** What the compiler says to each of some more files in a room, by that room's own configuration. */
function complaints(room: string, texts: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folder = path.join(ROOT, room)
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(folder, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config,
    ts.sys,
    folder,
  )
  const probes = new Map(texts.map((text, index) => [path.join(folder, `probe-${String(index)}.ts`), text]))
  const plain = ts.createCompilerHost(options)
  const program = ts.createProgram([...probes.keys()], options, {
    ...plain,
    fileExists: (file) => probes.has(file) || plain.fileExists(file),
    getSourceFile: (file, language) => {
      const text = probes.get(file)
      return text === undefined ? plain.getSourceFile(file, language) : ts.createSourceFile(file, text, language)
    },
  })
  const about = (file: string) => {
    const source = program.getSourceFile(file)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'),
    )
  }
  return new Map([...probes].map(([file, text]) => [text, about(file)]))
}

const LANGUAGE = 'export const it = new Map([[1, Math.max(1, 2)]]).get(1)?.toFixed(), at = (ms: number) => new Date(ms)'
const EVERYWHERE = ['setTimeout', 'setInterval', 'queueMicrotask', 'console', 'fetch', 'crypto', 'performance']
const NODE = ['process', 'Buffer', 'setImmediate']
const BROWSER = ['document', 'window', 'HTMLElement']

const use = (name: string) => `export const it: unknown = ${name}`

const LOOSE = {
  strict: 'export const f = (a) => a',
  noUncheckedIndexedAccess: 'export const f = (a: number[]): number => a[0]',
  exactOptionalPropertyTypes: 'export const a: { b?: number } = { b: undefined }',
  erasableSyntaxOnly: 'export enum A { b }',
  noImplicitReturns: 'export function f(a: boolean) { if (a) return 1 }',
  verbatimModuleSyntax: "import { A } from './probe-0.ts'\nexport type B = A\nexport type { A }",
}

describe.each([
  { room: 'shared', has: [], hasNot: [...EVERYWHERE, ...NODE, ...BROWSER] },
  { room: 'server/core', has: [], hasNot: [...EVERYWHERE, ...NODE, ...BROWSER] },
  { room: 'server', has: [...EVERYWHERE, ...NODE], hasNot: BROWSER },
  { room: 'client', has: [...EVERYWHERE, ...BROWSER], hasNot: NODE },
  { room: 'tests', has: [...EVERYWHERE, ...NODE, ...BROWSER], hasNot: [] },
])('in $room', ({ room, has, hasNot }) => {
  let said: ReadonlyMap<string, readonly string[]> = new Map()

  beforeAll(() => {
    const texts = ['export type A = 1', LANGUAGE, ...[...has, ...hasNot].map(use), ...Object.values(LOOSE)]
    said = complaints(room, texts)
  })

  test('the language itself compiles', () => expect(said.get(LANGUAGE)).toEqual([]))

  test.each(has)('%s compiles', (name) => expect(said.get(use(name))).toEqual([]))

  test.each(hasNot)('%s does not', (name) =>
    expect(said.get(use(name))).toEqual([expect.stringContaining(`Cannot find name '${name}'`)]),
  )

  test.each(Object.entries(LOOSE))('%s holds', (_option, text) => expect(said.get(text)).toHaveLength(1))
})
