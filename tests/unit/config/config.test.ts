import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../../../server/config.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigil-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = (content: unknown) =>
  writeFileSync(path.join(folder, 'vigil.config.json'), typeof content === 'string' ? content : JSON.stringify(content))
const read = (env: Record<string, string> = {}) => readConfig({ env, folder })
const config = (env: Record<string, string> = {}) => {
  const result = read(env)
  if (!result.ok) throw new Error(result.error.join(' '))
  return result.value
}
const faults = (env: Record<string, string> = {}) => {
  const result = read(env)
  return result.ok ? [] : result.error
}

describe('the configuration', () => {
  test('has a default for everything', () => {
    expect(config().config).toEqual({
      host: '127.0.0.1',
      port: 8080,
      dataDir: path.join(folder, 'data'),
      hl7Port: 2575,
      hl7: { dial: [], rules: [] },
      hl7Send: null,
      notices: { webhooks: [], mail: null },
      tls: null,
      logLevel: 'info',
      probes: 'loopback',
    })
  })

  test('takes the environment before the file, and the file before the default, and says which', () => {
    file({ port: 9000, hl7Port: 9001 })
    const { config: it, lines } = config({ VIGIL_PORT: '9500' })
    expect(it).toMatchObject({ port: 9500, hl7Port: 9001, host: '127.0.0.1' })
    expect(lines.find(({ key }) => key === 'port')).toEqual({ key: 'port', value: 9500, from: 'VIGIL_PORT' })
    expect(lines.find(({ key }) => key === 'hl7Port')?.from).toBe('hl7Port in vigil.config.json')
    expect(lines.find(({ key }) => key === 'host')?.from).toBe('default')
  })

  test('takes an empty variable as one that is not there', () => {
    expect(config({ VIGIL_PORT: '' }).config.port).toBe(8080)
  })

  test('names one receiver of records, or refuses to start', () => {
    expect(config({ VIGIL_HL7_SEND: 'ehr.example:6661' }).config.hl7Send).toEqual({ host: 'ehr.example', port: 6661 })
    file({ hl7Send: '[fe80::1]:6661' })
    expect(config().config.hl7Send).toEqual({ host: 'fe80::1', port: 6661 })
    expect(faults({ VIGIL_HL7_SEND: 'ehr.example' })).toEqual(['VIGIL_HL7_SEND must be HOST:PORT, one receiver.'])
  })

  test('names whom to tell of unattended alarms, and shows neither secret nor path', () => {
    const secret = 'twenty-two characters!'
    const env = {
      VIGIL_WEBHOOK_URLS: 'https://a.example/x?token=1, http://10.0.0.7:9000/y, https://a.example/x?token=1',
      VIGIL_WEBHOOK_SECRET: secret,
    }
    const { config: it, lines } = config(env)
    expect(it.notices.webhooks).toEqual([
      { url: 'https://a.example/x?token=1', secret },
      { url: 'http://10.0.0.7:9000/y', secret },
    ])
    const shown = lines.filter(({ key }) => key.startsWith('webhook')).map(({ value }) => value)
    expect(shown).toEqual(['https://a.example/***, http://10.0.0.7:9000/***, https://a.example/***', '***'])
  })

  test.each([
    ['ftp://a.example', 'VIGIL_WEBHOOK_URLS must be https:// or http:// addresses'],
    ['https://me:word@a.example', 'VIGIL_WEBHOOK_URLS must be https:// or http:// addresses'],
    ['https://a.example,', 'VIGIL_WEBHOOK_URLS must be https:// or http:// addresses'],
  ])('takes %s for no webhook', (urls, sentence) => {
    expect(faults({ VIGIL_WEBHOOK_URLS: urls, VIGIL_WEBHOOK_SECRET: 'twenty-two characters!' })[0]).toContain(sentence)
  })

  test('takes no half of a webhook, and no short secret', () => {
    expect(faults({ VIGIL_WEBHOOK_URLS: 'https://a.example' })[0]).toMatch(/^Webhooks take both/)
    expect(faults({ VIGIL_WEBHOOK_SECRET: 'twenty-two characters!' })[0]).toMatch(/^Webhooks take both/)
    expect(faults({ VIGIL_WEBHOOK_SECRET: 'short' })).toEqual([
      'VIGIL_WEBHOOK_SECRET must have at least 22 characters.',
    ])
  })

  test('names whom to write to, and shows no password', () => {
    const env = {
      VIGIL_SMTP_URL: 'smtp://vigil:a%2Fword@mail.example',
      VIGIL_MAIL_FROM: 'vigil@clinic.example',
      VIGIL_MAIL_TO: 'ana@clinic.example, ben@clinic.example',
    }
    const { config: it, lines } = config(env)
    expect(it.notices.mail).toEqual({
      server: { host: 'mail.example', port: 587, isTls: false, credentials: { user: 'vigil', password: 'a/word' } },
      from: 'vigil@clinic.example',
      to: ['ana@clinic.example', 'ben@clinic.example'],
    })
    expect(lines.find(({ key }) => key === 'smtpUrl')?.value).toBe('smtp://***@mail.example')
    expect(config({ ...env, VIGIL_SMTP_URL: 'smtps://10.0.0.7' }).config.notices.mail?.server).toEqual({
      host: '10.0.0.7',
      port: 465,
      isTls: true,
      credentials: null,
    })
  })

  test.each([
    ['VIGIL_SMTP_URL', 'mail.example', 'must be smtp:// or smtps://'],
    ['VIGIL_SMTP_URL', 'smtp://user@mail.example', 'must be smtp:// or smtps://'],
    ['VIGIL_MAIL_FROM', 'vigil', 'must be an e-mail address'],
    ['VIGIL_MAIL_TO', 'a@b.example, c', 'must be e-mail addresses'],
    ['VIGIL_MAIL_TO', 'a@b.example>, c@d.example', 'must be e-mail addresses'],
  ])('%s %s stops the start, too', (name, value, sentence) => {
    expect(faults({ [name]: value }).join(' ')).toContain(`${name} ${sentence}`)
  })

  test('takes no part of the mail settings alone', () => {
    expect(faults({ VIGIL_SMTP_URL: 'smtp://mail.example' })[0]).toMatch(/^Mail takes VIGIL_SMTP_URL/)
  })

  test('says how HL7 sources differ', () => {
    const { config: it } = config({
      VIGIL_HL7_ZONE: 'Asia/Kolkata',
      VIGIL_HL7_DIAL: '10.0.0.5:4601, [fe80::1]:2575',
      VIGIL_HL7_ANSWERS: 'VSP^0800^EUI-64 / X^^443EC=AA; 10.0.0.9=none',
    })
    expect(it.hl7).toEqual({
      zone: 'Asia/Kolkata',
      dial: [
        { host: '10.0.0.5', port: 4601 },
        { host: 'fe80::1', port: 2575 },
      ],
      rules: [
        { source: 'VSP^0800^EUI-64 / X^^443EC', acknowledge: 'AA' },
        { source: '10.0.0.9', acknowledge: 'none' },
      ],
    })
  })

  test.each([
    ['VIGIL_HL7_ZONE', 'Middle/Earth', 'must be a time zone'],
    ['VIGIL_HL7_DIAL', '10.0.0.5', 'must be HOST:PORT'],
    ['VIGIL_HL7_DIAL', '10.0.0.5:0', 'must be HOST:PORT'],
    ['VIGIL_HL7_ANSWERS', '10.0.0.5=yes', 'must be SOURCE=auto|AA|CA|none'],
    ['VIGIL_HL7_ANSWERS', '=AA', 'must be SOURCE=auto|AA|CA|none'],
  ])('%s %s stops the start', (name, value, sentence) => {
    expect(faults({ [name]: value }).join(' ')).toContain(`${name} ${sentence}`)
  })

  test('takes paths from its own folder', () => {
    file({ tlsCert: 'cert.pem', tlsKey: '/etc/key.pem', dataDir: 'store' })
    expect(config().config).toMatchObject({
      dataDir: path.join(folder, 'store'),
      tls: { cert: path.join(folder, 'cert.pem'), key: '/etc/key.pem' },
    })
  })

  test('says every fault in a sentence, not only the first', () => {
    file({ prot: 1, logLevel: 'loud' })
    const said = faults({ VIGIL_PRT: '1', VIGIL_PORT: '70000', VIGIL_HOST: 'not a host' })
    expect(said).toHaveLength(5)
    expect(said[0]).toMatch(/^There is no setting VIGIL_PRT\. Known are: VIGIL_HOST, /)
    expect(said[1]).toMatch(/^There is no setting prot for vigil\.config\.json\. Known are: host, /)
    expect(said).toContain('VIGIL_PORT must be a port from 0 (any free one) to 65535.')
    expect(said).toContain('VIGIL_HOST must be a host name or an address, such as 127.0.0.1 or 0.0.0.0.')
    expect(said).toContain('logLevel in vigil.config.json must be one of debug, info, warn, error, silent.')
  })

  test.each(['8080x', '-1', '80.5', '1e3', ' 80'])('takes %j for no port', (port) => {
    expect(faults({ VIGIL_PORT: port })).toEqual(['VIGIL_PORT must be a port from 0 (any free one) to 65535.'])
  })

  test('takes no half of TLS', () => {
    expect(faults({ VIGIL_TLS_CERT: 'cert.pem' })[0]).toMatch(/^TLS takes both/)
  })

  test('says what is not supported yet rather than doing nothing', () => {
    const said = faults({ VIGIL_DATABASE_URL: 'postgres://vigil:secret@db/vigil', VIGIL_MQTT_URL: 'mqtt://broker' })
    expect(said).toHaveLength(2)
    expect(said[0]).toMatch(/PostgreSQL is not supported yet/)
    expect(said[1]).toMatch(/MQTT feed is not supported yet/)
    expect(said.join(' ')).not.toContain('secret')
  })

  test('stops at a file that is no JSON object', () => {
    file('{ port: 1 }')
    expect(faults()[0]).toMatch(/^vigil\.config\.json cannot be read: /)
    file([1])
    expect(faults()).toEqual(['vigil.config.json must hold one JSON object.'])
  })

  test('leaves the variables of its tools alone', () => {
    expect(faults({ VIGIL_CHROMIUM: '/usr/bin/chromium', VIGIL_URL: 'http://127.0.0.1:1' })).toEqual([])
  })
})
