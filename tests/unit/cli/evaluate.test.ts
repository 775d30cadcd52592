import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runEvaluate } from '../../../server/cli/evaluate.ts'
import { CommandStop } from '../../../server/cli/io.ts'

const FIXTURES = path.join(import.meta.dirname, '../../fixtures/evaluate')
const SHARED_CASES = path.join(import.meta.dirname, '../../../../shared/accept/alarm-cases')

const run = async (...args: readonly string[]) => {
  let stdout = ''
  const io = { stdout: { write: (text: string) => (stdout += text) } }
  try {
    return { code: await runEvaluate(args, io), stdout, stderr: '' }
  } catch (stop) {
    if (!(stop instanceof CommandStop)) throw stop
    return { code: stop.exitCode, stdout, stderr: stop.message }
  }
}

/** Transitions of one instant may come in any order. */
const transitions = (jsonLines: string): readonly unknown[] =>
  jsonLines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { at: string; type: string; channel: string })
    .toSorted((first, second) =>
      [first.at, first.channel, first.type].join() < [second.at, second.channel, second.type].join() ? -1 : 1,
    )

const expectCase = async (folder: string, name: string) => {
  const commands = path.join(folder, `${name}.commands.csv`)
  const { code, stdout, stderr } = await run(
    ...['--limits', path.join(folder, `${name}.limits.json`), '--readings', path.join(folder, `${name}.csv`), '--json'],
    ...(existsSync(commands) ? ['--commands', commands] : []),
  )
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return {
    got: transitions(stdout),
    expected: transitions(readFileSync(path.join(folder, `${name}.expected.jsonl`), 'utf8')),
  }
}

const namesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder).flatMap((file) =>
        file.endsWith('.limits.json') ? [file.slice(0, -'.limits.json'.length)] : [],
      )
    : []

describe('recorded readings and their transitions', () => {
  test.each(namesIn(FIXTURES))('%s', async (name) => {
    const { got, expected } = await expectCase(FIXTURES, name)

    expect(expected.length).toBeGreaterThan(0)
    expect(got).toEqual(expected)
  })

  test.skipIf(!existsSync(SHARED_CASES))(
    existsSync(SHARED_CASES)
      ? 'the cases in ../shared/accept/alarm-cases'
      : 'NOT RUN: ../shared/accept/alarm-cases is not here',
    async () => {
      const names = namesIn(SHARED_CASES)
      expect(names.length).toBeGreaterThan(0)
      for (const name of names) {
        const { got, expected } = await expectCase(SHARED_CASES, name)
        const told = got.filter((it) => !(it as { channel: string }).channel.endsWith('.poorSignal'))
        expect(told, `case ${name}`).toEqual(expected)
      }
    },
  )
})

describe('the command', () => {
  let folder = ''
  const write = async (name: string, text: string): Promise<string> => {
    const file = path.join(folder, name)
    await writeFile(file, text)
    return file
  }
  const evaluateWith = async (files: { limits?: string; readings?: string; commands?: string }) => {
    const limits = await write('limits.json', files.limits ?? '{ "limits": [] }')
    const readings = await write('readings.csv', files.readings ?? 'time,metric,value\n')
    const commands = files.commands === undefined ? [] : ['--commands', await write('commands.csv', files.commands)]
    return run('--limits', limits, '--readings', readings, '--json', ...commands)
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vigil-evaluate-'))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true })
  })

  test('prints lines for people without --json, and JSON with it', async () => {
    const limits = path.join(FIXTURES, 'life.limits.json')
    const readings = path.join(FIXTURES, 'life.csv')

    expect((await run('--limits', limits, '--readings', readings)).stdout.split('\n').slice(0, 3)).toEqual([
      '2026-03-01T09:00:10.000Z  **   medium  raised       spo2.low 88',
      '2026-03-01T09:00:20.000Z  ***  high    escalated    spo2.low 84',
      '2026-03-01T09:01:20.000Z  ***  high    unattended   spo2.low',
    ])
    expect((await run('--limits', limits, '--readings', readings, '--json')).stdout.split('\n')[0]).toBe(
      '{"at":"2026-03-01T09:00:10.000Z","type":"raised","channel":"spo2.low","priority":"medium","value":88}',
    )
  })

  test('no rows, no lines', async () => {
    expect(await evaluateWith({ commands: 'time,type,channel\n' })).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('--help tells how', async () => {
    const { code, stdout } = await run('--help')

    expect(code).toBe(0)
    expect(stdout).toContain('vigil evaluate --limits FILE --readings FILE.csv')
  })

  test.each<[string, readonly string[]]>([
    ['without files', []],
    ['with one of the two', ['--limits', 'x.json']],
    ['with a file too many', ['--limits', 'x.json', '--readings', 'x.csv', 'y.csv']],
    ['with an option that it does not know', ['--limit', 'x.json']],
  ])('is refused with exit code 2 %s', async (_, args) => {
    const { code, stdout, stderr } = await run(...args)

    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('vigil evaluate --limits FILE')
  })

  test('a file that cannot be read is a failure, exit code 1', async () => {
    const limits = await write('limits.json', '{ "limits": [] }')

    expect(await run('--limits', limits, '--readings', path.join(folder, 'none.csv'))).toMatchObject({ code: 1 })
    expect(await run('--limits', path.join(folder, 'none.json'), '--readings', 'x')).toMatchObject({ code: 1 })
  })

  const SPO2 = '{ "metric": "spo2", "direction": "low", "threshold": 90, "priority": "medium" }'

  test.each<[string, { limits?: string; readings?: string; commands?: string }, RegExp]>([
    ['no JSON', { limits: 'limits' }, /limits\.json: is not JSON/],
    ['no limits', { limits: '{}' }, /limits: /],
    ['no object', { limits: '[]' }, /the file: /],
    ['an unknown key', { limits: '{ "limits": [], "expects": [] }' }, /expects/],
    [
      'an unknown metric in a limit',
      { limits: `{ "limits": [${SPO2.replace('spo2', 'sp02')}] }` },
      /limits\.0\.metric/,
    ],
    ['an unknown metric that is expected', { limits: '{ "limits": [], "expected": ["pulse"] }' }, /expected\.0/],
    ['an unknown metric in staleAfter', { limits: '{ "limits": [], "staleAfter": { "x": 5 } }' }, /staleAfter/],
    ['a negative delay', { limits: `{ "limits": [${SPO2.replace('}', ', "onDelay": -1 }')}] }` }, /onDelay/],
    [
      'duplicates',
      { limits: `{ "limits": [${SPO2}, ${SPO2.replace('medium', 'high')}, ${SPO2}] }` },
      /limits\[0\] and limits\[2\] are the same limit/,
    ],
    ['a missing column', { readings: 'time,value\n' }, /has no column metric/],
    ['an empty file', { readings: '' }, /has no column time, metric, value/],
    [
      'an unknown metric',
      { readings: 'time,metric,value\n2026-03-01T09:00:00Z,pulse,70\n' },
      /line 2: "pulse" is not a metric/,
    ],
    [
      'a time without a zone',
      { readings: 'time,metric,value\n\n2026-03-01T09:00:00,hr,70\n' },
      /line 3: .* is not a time/,
    ],
    [
      'an unknown quality',
      { readings: 'time,metric,value,quality\n2026-03-01T09:00:00Z,hr,70,fair\n' },
      /"fair" is not a quality/,
    ],
    [
      'a cell that never ends',
      { readings: 'time,metric,value\n"2026-03-01T09:00:00Z,hr,70\n' },
      /line 2: "" is not a metric/,
    ],
    [
      'an unknown command',
      { commands: 'time,type,channel\n2026-03-01T09:00:00Z,silence,hr.low\n' },
      /"silence" is not a command/,
    ],
    ['a command without a time', { commands: 'time,type,channel\nnow,acknowledge,hr.low\n' }, /"now" is not a time/],
  ])('is refused with exit code 2 and a sentence: %s', async (_, files, sentence) => {
    const { code, stdout, stderr } = await evaluateWith(files)

    expect(stderr).toMatch(sentence)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  test('a row without a number is skipped; quotes, a byte order mark and other columns do no harm', async () => {
    const { stdout } = await evaluateWith({
      limits: `{ "limits": [${SPO2}] }`,
      readings:
        '\uFEFFnote,"time",metric,value\r\n"a ""quoted"", note",2026-03-01T09:00:00Z,spo2,-\r\nx,2026-03-01T09:00:01+00:00,spo2, 8.85e1 \r\n,2026-03-01T09:00:02Z,spo2,NaN',
    })

    expect(transitions(stdout)).toEqual([
      { at: '2026-03-01T09:00:01.000Z', type: 'raised', channel: 'spo2.low', priority: 'medium', value: 88.5 },
    ])
  })

  test('commands before the first row give nothing, after the last row they still hold', async () => {
    const { stdout } = await evaluateWith({
      limits: `{ "limits": [${SPO2}] }`,
      readings: 'time,metric,value\n2026-03-01T09:00:00Z,spo2,80\n2026-03-01T09:00:01Z,spo2,80\n',
      commands:
        'time,type,channel\n2026-03-01T08:00:00Z,acknowledge,spo2.low\n2026-03-01T09:30:00Z,acknowledge,spo2.low\n',
    })

    expect(transitions(stdout)).toEqual([
      { at: '2026-03-01T09:00:00.000Z', type: 'raised', channel: 'spo2.low', priority: 'medium', value: 80 },
      { at: '2026-03-01T09:30:00.000Z', type: 'acknowledged', channel: 'spo2.low', priority: 'medium' },
    ])
  })

  test('at one instant readings come first, then commands, then the tick', async () => {
    const { stdout } = await evaluateWith({
      limits: `{ "limits": [${SPO2.replace('medium', 'high')}] }`,
      readings: 'time,metric,value\n2026-03-01T09:01:00Z,spo2,80\n2026-03-01T09:00:00Z,spo2,80\n',
      commands: 'time,type,channel\n2026-03-01T09:01:00Z,acknowledge,spo2.low\n',
    })

    expect(transitions(stdout).map((it) => (it as { type: string }).type)).toEqual(['raised', 'acknowledged'])
  })
})
