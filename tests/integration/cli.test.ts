import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asking, newVisit, signInAt } from '../support/running-app.ts'
import { VigilFolder } from '../support/vigil-process.ts'

const PATIENT_TIMEOUT_MS = 60_000

const COMMANDS = [
  'serve',
  'demo',
  'evaluate',
  'replay',
  'send-hl7',
  'user',
  'token',
  'protocol',
  'verify',
  'backup',
  'restore',
]

describe('the command line', { timeout: PATIENT_TIMEOUT_MS }, () => {
  const folder = new VigilFolder()
  afterAll(() => folder.remove())

  test('tells what it can', async () => {
    const { code, stdout } = await folder.run(['--help'])
    expect(code).toBe(0)
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
  })

  test('ends with 2 for what it cannot do', async () => {
    for (const args of [['nonsense'], ['serve', '--nonsense']]) {
      const { code, stdout, stderr } = await folder.run(args)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(/^vigil: /)
    }
  })

  test('says every fault of the settings in a sentence, and does not start', async () => {
    const { code, stderr } = await folder.run(['serve'], { env: { VIGIL_PORT: '99999', VIGIL_PRT: '1' } })
    expect(code).toBe(1)
    expect(stderr).toMatch(/There is no setting VIGIL_PRT\./)
    expect(stderr).toMatch(/VIGIL_PORT must be a port/)
    const later = await folder.run(['serve'], { env: { VIGIL_DATABASE_URL: 'postgres://u:secret@db/x' } })
    expect(later.stderr).toMatch(/PostgreSQL is not supported yet/)
    expect(later.stderr).not.toContain('secret')
  })

  test('shows the settings that hold, and where each comes from', async () => {
    writeFileSync(path.join(folder.folder, 'vigil.config.json'), JSON.stringify({ probes: 'any' }))
    const { code, stdout } = await folder.run(['serve', '--print-config', '--json'], { env: { VIGIL_PORT: '9999' } })
    const lines = JSON.parse(stdout) as { key: string; value: unknown; from: string }[]
    expect(code).toBe(0)
    expect(lines.find(({ key }) => key === 'port')).toEqual({ key: 'port', value: 9999, from: 'VIGIL_PORT' })
    expect(lines.find(({ key }) => key === 'probes')?.from).toBe('probes in vigil.config.json')
    const plain = await folder.run(['serve', '--print-config'])
    expect(plain.stdout).toMatch(/^probes +any +probes in vigil\.config\.json$/m)
    expect(existsSync(folder.dataDir)).toBe(false)
  })

  test('a demo is for this machine alone', async () => {
    const { code, stderr } = await folder.run(['demo'], { env: { VIGIL_HOST: '0.0.0.0' } })
    expect([code, stderr]).toEqual([1, expect.stringContaining('A demo listens on this machine alone') as string])
  })
})

describe('what is kept', { timeout: PATIENT_TIMEOUT_MS }, () => {
  const folder = new VigilFolder()
  const other = new VigilFolder()
  const backup = path.join(folder.folder, 'copy.db')

  beforeAll(async () => {
    const added = await folder.run(['user', 'add', 'root', '--role', 'admin'], { input: 'a password of mine\n' })
    if (added.code !== 0) throw new Error(added.stderr)
  }, PATIENT_TIMEOUT_MS)
  afterAll(() => {
    folder.remove()
    other.remove()
  })

  test('a short password is refused, and so is a name twice', async () => {
    const short = await folder.run(['user', 'add', 'Ana', '--role', 'nurse'], { input: 'short\n' })
    expect([short.code, short.stderr]).toEqual([1, 'vigil: A password has 12 to 200 characters.\n'])
    const twice = await folder.run(['user', 'add', 'ROOT', '--role', 'nurse', '--generate'])
    expect([twice.code, twice.stderr]).toEqual([1, expect.stringContaining('already') as string])
  })

  test('is copied while a server runs, and a copy put back is the same', async () => {
    await folder.run(['user', 'add', 'nora', '--role', 'nurse'], { input: 'a password of nora\n' })
    const display = await folder.run(['token', 'create', '--kind', 'display', '--name', 'Wall'])
    const server = await folder.start(['serve'])
    const { url } = server.access
    const root = asking(url, { cookie: await signInAt(url, 'root', 'a password of mine') })
    const nurse = asking(url, { cookie: await signInAt(url, 'nora', 'a password of nora') })
    const bay = (await root('POST', '/bays', { body: { name: 'Bay 1' } })).json as { id: never }
    const visit = (await nurse('POST', '/sessions', { body: newVisit(bay.id) })).json as { id: string }
    expect(await folder.run(['backup', backup])).toMatchObject({ code: 0, stdout: `${backup}\n` })
    expect(statSync(backup).mode & 0o777).toBe(0o600)
    expect(await folder.run(['backup', backup])).toMatchObject({ code: 1 })
    await server.stop()

    expect(await other.run(['restore', backup])).toMatchObject({ code: 0 })
    expect(await other.run(['restore', backup])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('holds a database already') as string,
    })
    const again = await other.start(['serve'])
    const restored = asking(again.access.url, {
      cookie: await signInAt(again.access.url, 'nora', 'a password of nora'),
    })
    expect((await restored('GET', `/sessions/${visit.id}`)).json).toMatchObject({ id: visit.id, phase: 'preparing' })
    const wall = asking(again.access.url, { authorization: `Bearer ${display.stdout.trim()}` })
    expect((await wall('GET', '/sessions')).status).toBe(403)
    await again.stop()
  })

  test('is put back only if nothing in it is damaged', async () => {
    const third = new VigilFolder()
    const bytes = readFileSync(backup)
    bytes.fill(0x5a, bytes.length - 2_000)
    const damaged = path.join(third.folder, 'damaged.db')
    writeFileSync(damaged, bytes)
    const refused = await third.run(['restore', damaged])
    expect(refused.code).toBe(1)
    expect(existsSync(path.join(third.dataDir, 'vigil.db'))).toBe(false)
    expect(await third.run(['restore', path.join(third.folder, 'none.db')])).toMatchObject({ code: 1 })
    third.remove()
  })

  test('is verified with a word on what was looked at', async () => {
    const { code, stdout } = await folder.run(['verify'])
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^1 sessions, \d+ events, \d+ chunks of readings: 0 faults\n$/) as string,
    ])
  })
})

describe('protocols', { timeout: PATIENT_TIMEOUT_MS }, () => {
  const folder = new VigilFolder()
  afterAll(() => folder.remove())
  const file = path.join(folder.folder, 'protocol.json')

  test('are exported, and come back as a new version that nobody approved', async () => {
    const exported = await folder.run(['protocol', 'export', 'im'])
    const content = JSON.parse(exported.stdout) as { version: number; protocol: Record<string, unknown> }
    expect([exported.code, content.version, content.protocol.id]).toEqual([0, 1, 'im'])
    writeFileSync(file, JSON.stringify({ ...content, protocol: { ...content.protocol, recoveryMinimumMin: 100 } }))
    const imported = await folder.run(['protocol', 'import', file, '--json'])
    expect([imported.code, JSON.parse(imported.stdout)]).toEqual([0, { id: 'im', version: 2 }])
    const again = await folder.run(['protocol', 'import', file])
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('Nothing differs from version 2') as string])
    const { stdout } = await folder.run(['protocol', 'list', '--json'])
    const rows = JSON.parse(stdout) as { id: string }[]
    expect(rows.filter(({ id }) => id === 'im')).toMatchObject([
      { version: 1, inUse: false, approvedBy: null },
      { version: 2, inUse: true, approvedBy: null },
    ])
    expect((await folder.run(['protocol', 'list'])).stdout).toMatch(/^im +v2 +in use +not approved yet$/m)
    const first = await folder.run(['protocol', 'export', 'im', '--version', '1'])
    expect(JSON.parse(first.stdout)).toEqual(content)
  })

  test('are refused with a line for each place, and what is accepted there', async () => {
    const { stdout } = await folder.run(['protocol', 'export', 'im'])
    const content = JSON.parse(stdout) as { protocol: Record<string, unknown> }
    const wrong = { ...content, protocol: { ...content.protocol, route: 'oral', longestStayMin: 0 } }
    writeFileSync(file, JSON.stringify(wrong))
    const refused = await folder.run(['protocol', 'import', file])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('protocol.route: Invalid option: expected one of "iv"|"im"|"nasal"')
    expect(refused.stderr).toContain('protocol.longestStayMin: Too small: expected number to be >0')
    writeFileSync(file, '{')
    expect((await folder.run(['protocol', 'import', file])).stderr).toContain('is not JSON')
    expect((await folder.run(['protocol', 'import', `${file}.none`])).stderr).toContain('cannot be read')
    expect((await folder.run(['protocol', 'export', 'none'])).stderr).toContain('There is no protocol none')
    for (const args of [['nonsense', 'x'], ['import'], ['export', 'im', '--version', 'x']])
      expect((await folder.run(['protocol', ...args])).code).toBe(2)
  })
})
