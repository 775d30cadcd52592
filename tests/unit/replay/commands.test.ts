import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readHl7Frames } from '../../../server/cli/hl7-messages.ts'
import { CommandStop } from '../../../server/cli/io.ts'
import { runReplay } from '../../../server/cli/replay.ts'
import { runSendHl7 } from '../../../server/cli/send-hl7.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigil-feeds-'))
  await writeFile(path.join(folder, 'long.csv'), 'time,metric,value\n2026-03-02T12:00:00Z,hr,70\n')
  await writeFile(path.join(folder, 'wide.csv'), 't_s,HR\n0,70\n')
  await writeFile(path.join(folder, 'text.hl7'), 'hello\n')
  await writeFile(path.join(folder, 'access.json'), '{ "url": 5 }')
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const run = async (command: typeof runReplay, ...args: readonly string[]) => {
  let stdout = ''
  const io = { stdout: { write: (text: string) => (stdout += text) }, stderr: { write: () => true }, isTty: false }
  const files = args.map((arg) => (/\.(csv|hl7|json)$/.test(arg) ? path.join(folder, arg) : arg))
  try {
    return { code: await command(files, io), stdout, message: '' }
  } catch (stop) {
    if (!(stop instanceof CommandStop)) throw stop
    return { code: stop.exitCode, stdout, message: stop.message }
  }
}

describe('vigil replay', () => {
  test('--help tells every option', async () => {
    const { code, stdout } = await run(runReplay, '--help')
    expect(code).toBe(0)
    for (const option of [
      '--bay',
      '--admit',
      '--speed',
      '--map',
      '--time',
      '--zero-is-none',
      '--held',
      '--access-file',
      '--url',
      '--token',
      '--json',
    ]) {
      expect(stdout).toContain(option)
    }
  })

  const token = ['--url', 'http://127.0.0.1:9', '--token', 't'] as const

  test.each([
    [['--bay', 'b', ...token], 2, 'vigil replay FILE.csv'],
    [['long.csv', ...token], 2, 'vigil replay FILE.csv'],
    [['long.csv', '--bay', 'b'], 2, 'Say how to get in'],
    [['long.csv', '--bay', 'b', '--url', 'http://127.0.0.1:9'], 2, 'Say how to get in'],
    [['long.csv', '--bay', 'b', '--access-file', 'access.json', '--token', 't'], 2, 'go without it'],
    [['long.csv', '--bay', 'b', '--speed', '0', ...token], 2, '--speed 0 is not above 0'],
    [['long.csv', '--bay', 'b', '--speed', 'fast', ...token], 2, '--speed fast'],
    [['long.csv', '--bay', 'b', '--nonsense', ...token], 2, '--nonsense'],
    [['long.csv', '--bay', 'b', '--admit', 'iv-depression', ...token], 2, '--admit needs a sign-in'],
    [['wide.csv', '--bay', 'b', ...token], 2, 'wide.csv: Nothing is mapped'],
    [['none.csv', '--bay', 'b', ...token], 1, 'none.csv cannot be read.'],
    [['long.csv', '--bay', 'b', '--access-file', 'access.json'], 1, 'is not an access file.'],
    [['long.csv', '--bay', 'b', '--access-file', 'no.json'], 1, 'cannot be read as an access file.'],
    [['long.csv', '--bay', 'b', ...token], 1, 'cannot be reached'],
  ])('%j stops with %d', async (args, code, message) => {
    const stopped = await run(runReplay, ...args)
    expect(stopped.code).toBe(code)
    expect(stopped.message).toContain(message)
  })
})

describe('vigil send-hl7', () => {
  test('--help', async () => {
    expect(await run(runSendHl7, '--help')).toMatchObject({ code: 0 })
  })

  test.each([
    [[], 2, 'vigil send-hl7 FILE'],
    [['text.hl7', '--port', '2575'], 2, '--host is needed.'],
    [['text.hl7', '--host', 'h'], 2, '--port is needed.'],
    [['text.hl7', '--host', 'h', '--port', '70000'], 2, '--port is needed.'],
    [['text.hl7', '--host', '127.0.0.1', '--port', '9'], 1, 'holds no HL7 message'],
    [['none.hl7', '--host', '127.0.0.1', '--port', '9'], 1, 'cannot be read.'],
  ])('%j stops with %d', async (args, code, message) => {
    const stopped = await run(runSendHl7, ...args)
    expect(stopped.code).toBe(code)
    expect(stopped.message).toContain(message)
  })
})

describe('the messages of a file', () => {
  const one = (id: string, wishes = ''): string => `MSH|^~\\&|A||||1||ORU^R01|${id}|P|2.6|||${wishes}`
  const frames = (text: string) => readHl7Frames(Buffer.from(text, 'latin1'))

  test.each([
    ['\r', 'CR'],
    ['\n', 'LF'],
    ['\r\n', 'CRLF'],
  ])('lines that end with %j', (end) => {
    const text = [one('1'), 'OBX|1', one('2'), 'OBX|1', ''].join(end)
    expect(frames(text).map((frame) => frame.text.split(/[\r\n]+/).filter((line) => line !== ''))).toEqual([
      [one('1'), 'OBX|1'],
      [one('2'), 'OBX|1'],
    ])
  })

  test('a captured stream is cut at its marks', () => {
    const stream = `\x0b${one('1')}\r\x1c\r\r\n\x0b${one('2')}\r\x1c\r`
    expect(frames(stream).map(({ text }) => text)).toEqual([`${one('1')}\r`, `${one('2')}\r`])
  })

  test('a batch goes as one, and has an answer for each of its messages', () => {
    const batch = ['FHS|^~\\&', one('1'), one('2'), 'FTS|1'].join('\r')
    expect(frames(batch)).toEqual([{ text: batch, answers: 2 }])
  })

  test.each([
    ['', 1],
    ['AL|NE', 1],
    ['NE|AL', 1],
    ['AL|AL', 2],
    ['NE|NE', 0],
    ['ER|NE', 0],
    ['SU|NE', 1],
  ])('a message that asks %j has %d answers to wait for', (wishes, answers) => {
    expect(frames(one('1', wishes))[0]?.answers).toBe(answers)
  })
})
