import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CommandStop } from '../../server/cli/io.ts'
import { runReplay } from '../../server/cli/replay.ts'
import { runSendHl7 } from '../../server/cli/send-hl7.ts'
import { startHl7Source, type Hl7Source } from '../../server/sources/hl7/hl7-source.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { PASSWORD, startApp, type RunningApp } from '../support/running-app.ts'
import { silentLog } from '../support/silent-log.ts'

const RECORD = ['t_s,HR,SpO2,SYS,DIA', '0,70,97,120,80', '1,71,0,120,80', '2,72,95,150,95', ''].join('\n')
const MAP = ['--map', 'HR=hr,SpO2=spo2,SYS=sbp,DIA=dbp', '--held', 'SYS,DIA', '--zero-is-none']

let running: RunningApp
let hl7: Hl7Source
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigil-commands-'))
  running = await startApp()
  const { ingest, clock } = running.app
  const { door } = ingest
  hl7 = await startHl7Source({ door, clock, log: silentLog, listen: { host: '127.0.0.1', port: 0 } })
  const access = {
    url: running.url,
    hl7: { host: '127.0.0.1', port: hl7.port },
    users: [{ name: 'nurse', role: 'nurse', password: PASSWORD }],
    tokens: running.tokens,
  }
  await writeFile(path.join(folder, 'access.json'), JSON.stringify(access))
  await writeFile(path.join(folder, 'record.csv'), RECORD)
})

afterAll(async () => {
  await hl7.close()
  await running.stop()
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

const sessionIn = async (bay: string): Promise<SessionView> => {
  const bays = (await running.as.nurse('GET', '/bays')).json as readonly { name: string; sessionId: string }[]
  const id = bays.find(({ name }) => name === bay)?.sessionId ?? ''
  return (await running.as.nurse('GET', `/sessions/${id}`)).json as SessionView
}

describe('vigil replay', () => {
  test('is refused where nobody is in the bay', async () => {
    const { code, message } = await run(
      runReplay,
      'record.csv',
      '--bay',
      'Bay 1',
      '--access-file',
      'access.json',
      ...MAP,
    )
    expect(code).toBe(1)
    expect(message).toBe('Nobody is in Bay 1. --admit PROTOCOL admits a patient for this record.')
  })

  test('names the bays where there is none of this name', async () => {
    const { message } = await run(runReplay, 'record.csv', '--bay', 'Bay 9', '--access-file', 'access.json', ...MAP)
    expect(message).toBe('There is no bay Bay 9. There are Bay 1, Bay 2, Bay 3.')
  })

  test('admits, takes its place, and plays the record as a replay', async () => {
    const args = ['record.csv', '--bay', 'Bay 1', '--admit', 'iv-depression', '--access-file', 'access.json', ...MAP]
    const { code, stdout } = await run(runReplay, ...args, '--speed', '20', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({ posts: 3, accepted: 10, duplicates: 0, rejected: 0, reasons: [] })
    const session = await sessionIn('Bay 1')
    expect(session).toMatchObject({
      phase: 'preparing',
      replayed: true,
      vitals: {
        hr: { value: 72, source: 'replay' },
        spo2: { value: 95, source: 'replay' },
        sbp: { value: 150, source: 'replay' },
        dbp: { value: 95, source: 'replay' },
      },
    })
    expect(session.vitals.sbp?.time).toBe(session.vitals.dbp?.time)
  })

  test('plays a second time into the same bay', async () => {
    const args = ['record.csv', '--bay', '1', '--access-file', 'access.json', ...MAP, '--speed', '20']
    const { code, stdout } = await run(runReplay, ...args)
    expect(code).toBe(0)
    expect(stdout).toBe('10 readings taken in 3 posts, 0 known already, 0 refused.\n')
  })

  test('with a token alone it asks for the device to be assigned', async () => {
    const way = ['--url', running.url, '--token', running.tokens.device, '--device', 'replay-alone']
    const { code, message } = await run(runReplay, 'record.csv', '--bay', 'Bay 2', ...way, ...MAP)
    expect(code).toBe(1)
    expect(message).toContain('The device replay-alone stands in no bay with a running session')
  })

  test('with a token that is none it says what the server says', async () => {
    const way = ['--url', running.url, '--token', 'none']
    const { code, message } = await run(runReplay, 'record.csv', '--bay', 'Bay 2', ...way, ...MAP)
    expect(code).toBe(1)
    expect(message).toMatch(/^The server says 401: /)
  })
})

describe('vigil send-hl7', () => {
  const message = (id: string, type = 'ORU^R01'): string =>
    `MSH|^~\\&|MON||||20260302120000+0000||${type}|${id}|P|2.6\rOBR|1|||||20260302\rOBX|1|NM|HR||70|bpm\r`

  const send = async (content: string, ...args: readonly string[]) => {
    await writeFile(path.join(folder, 'send.hl7'), content, 'latin1')
    return run(runSendHl7, 'send.hl7', '--host', '127.0.0.1', '--port', String(hl7.port), ...args)
  }

  test('prints the answers', async () => {
    const { code, stdout } = await send(message('1') + message('2'))
    expect(code).toBe(0)
    expect(stdout).toMatch(/^MSH\|.*\|ACK\^R01\|.*\nMSA\|AA\|1\n\nMSH\|.*\nMSA\|AA\|2\n\n$/)
  })

  test('as JSON', async () => {
    const { stdout } = await send(message('3'), '--json')
    expect(JSON.parse(stdout)).toMatchObject({ code: 'AA', controlId: '3' })
  })

  test('fails where a message is refused', async () => {
    const { code, stdout } = await send(message('4', 'ADT^A01') + message('5'), '--json')
    expect(code).toBe(1)
    expect(stdout.split('\n').map((line) => line.slice(0, 13))).toEqual(['{"code":"AR",', '{"code":"AA",', ''])
  })

  test('fails where no answer comes', async () => {
    const { code, stdout } = await send(message('6', 'ACK'), '--timeout', '0.1')
    expect([code, stdout]).toEqual([1, ''])
  })

  test('says where it cannot connect', async () => {
    await writeFile(path.join(folder, 'send.hl7'), message('7'))
    const { code, message: said } = await run(runSendHl7, 'send.hl7', '--host', '127.0.0.1', '--port', '9')
    expect(code).toBe(1)
    expect(said).toContain('127.0.0.1, port 9 cannot be reached')
  })
})
