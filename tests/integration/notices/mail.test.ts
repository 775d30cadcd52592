import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { letterOf, mailTarget } from '../../../server/notices/mail.ts'
import { openNoticeDesk, type NoticeDesk } from '../../../server/notices/notice-desk.ts'
import type { SmtpServer } from '../../../server/notices/smtp.ts'
import { createMemoryRecords } from '../../../server/store/memory-records.ts'
import { instant } from '../../../shared/domain/time.ts'
import { listenForMail, ownCertificate, type MailReceiver } from '../../support/mail-receiver.ts'
import { silentLog } from '../../support/silent-log.ts'
import { unattendedNotice } from '../../support/unattended-notice.ts'

const FROM = 'vigil@clinic.example'
const TO = 'ana@clinic.example'
const PATIENCE = { timeout: 5_000 }

const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const listen = async (rules?: Parameters<typeof listenForMail>[0]) => {
  const receiver = await listenForMail(rules)
  ends.push(receiver.close)
  return receiver
}

const start = async ({ port }: MailReceiver, credentials: SmtpServer['credentials'] = null): Promise<NoticeDesk> => {
  const now = () => instant(Date.now())
  const server = { host: 'localhost', port, isTls: false, credentials }
  const desk = await openNoticeDesk({
    targets: [mailTarget({ server, from: FROM, to: TO, now, timeoutMs: 2_000 })],
    records: createMemoryRecords(),
    now,
    log: silentLog,
    backOff: { firstWaitMs: 10, longestWaitMs: 50 },
  })
  ends.push(() => desk.close())
  return desk
}

const state = (desk: NoticeDesk) => desk.list()[0]?.state

const bodyOf = (letter: string): string => Buffer.from(letter.split('\r\n\r\n')[1] ?? '', 'base64').toString()

describe('mail about an unattended alarm', () => {
  test('is handed over until it is taken, and names bay and alarm', async () => {
    const receiver = await listen({ says: ['451 later', 'hangUp', '250 taken'] })
    const desk = await start(receiver)
    desk.tell(unattendedNotice(7))
    await expect.poll(() => state(desk), PATIENCE).toBe('delivered')
    expect(receiver.letters).toHaveLength(3)
    expect(receiver.lines.slice(0, 4)).toEqual(['EHLO [127.0.0.1]', `MAIL FROM:<${FROM}>`, `RCPT TO:<${TO}>`, 'DATA'])
    const [letter = ''] = receiver.letters
    expect(letter).toContain('\r\nSubject: UNATTENDED Bay 3: spo2.low\r\n')
    expect(new Set(receiver.letters.map((text) => /^Message-ID: .*$/m.exec(text)?.[0]))).toEqual(
      new Set(['Message-ID: <s_1-7@vigil.invalid>']),
    )
    expect(bodyOf(letter)).toContain('Value: 82\r\nLimit: 85\r\nSince: 2026-03-02T09:00:00.000Z')
  })

  test('goes over an encrypted connection where that is offered, and says the password only there', async () => {
    const certificate = ownCertificate()
    const usual = getCACertificates('default')
    setDefaultCACertificates([...usual, certificate.cert])
    ends.push(() => setDefaultCACertificates(usual))
    const receiver = await listen({ certificate })
    const desk = await start(receiver, { user: 'vigil', password: 'a word' })
    desk.tell(unattendedNotice(7))
    await expect.poll(() => state(desk), PATIENCE).toBe('delivered')
    expect(receiver.lines.slice(0, 6)).toEqual([
      'EHLO [127.0.0.1]',
      'TLS EHLO [127.0.0.1]',
      `TLS AUTH PLAIN ${Buffer.from('\0vigil\0a word').toString('base64')}`,
      `TLS MAIL FROM:<${FROM}>`,
      `TLS RCPT TO:<${TO}>`,
      'TLS DATA',
    ])
  })

  test('signs in the older way where there is no other', async () => {
    const certificate = ownCertificate()
    const usual = getCACertificates('default')
    setDefaultCACertificates([...usual, certificate.cert])
    ends.push(() => setDefaultCACertificates(usual))
    const receiver = await listen({ certificate, authentication: 'LOGIN' })
    const desk = await start(receiver, { user: 'vigil', password: 'a word' })
    desk.tell(unattendedNotice(7))
    await expect.poll(() => state(desk), PATIENCE).toBe('delivered')
    expect(receiver.lines.slice(2, 5)).toEqual(['TLS AUTH LOGIN', 'TLS dmlnaWw=', 'TLS YSB3b3Jk'])
  })

  test('trusts no certificate that it does not know', async () => {
    const receiver = await listen({ certificate: ownCertificate() })
    const desk = await start(receiver)
    desk.tell(unattendedNotice(7))
    await expect.poll(() => desk.list()[0]?.lastError, PATIENCE).toMatch(/SELF_SIGNED/)
    expect(receiver.letters).toEqual([])
  })

  test('says no password where nothing is encrypted', async () => {
    const receiver = await listen()
    const desk = await start(receiver, { user: 'vigil', password: 'a word' })
    desk.tell(unattendedNotice(7))
    await expect.poll(() => state(desk), PATIENCE).toBe('refused')
    expect(desk.list()[0]?.lastError).toContain('no encryption')
    expect(new Set(receiver.lines)).toEqual(new Set(['EHLO [127.0.0.1]']))
  })
})

describe('a letter', () => {
  const letter = (bayName: string, simulated = false) =>
    letterOf({ ...unattendedNotice(7), bayName, simulated }, { from: FROM, to: TO }, instant(0))

  test('is ASCII whatever a bay is called, and the name adds no header', () => {
    const text = letter('Zimmer „Süd“ 3 🛏️\r\nBcc: <x@y.example>')
    expect(text).toMatch(/^[\x20-\x7e\r\n]*$/)
    expect(text).not.toContain('Bcc')
    const words = Array.from(text.matchAll(/=\?UTF-8\?B\?([^?]+)\?=/g), ([word, coded = '']) => ({ word, coded }))
    expect(words.every(({ word }) => word.length <= 75)).toBe(true)
    expect(words.map(({ coded }) => Buffer.from(coded, 'base64').toString()).join('')).toContain('Zimmer „Süd“ 3 🛏️')
    expect(bodyOf(text)).toContain('Bay: Zimmer „Süd“ 3 🛏️')
  })

  test('says whom to call, or that nobody answers; nothing where that was not known', () => {
    const bodyFor = (change: object) =>
      bodyOf(letterOf({ ...unattendedNotice(7), ...change }, { from: FROM, to: TO }, instant(0)))
    expect(bodyFor({ responsible: 'Nora Nurse' })).toContain('\r\nAnswers for this bay: Nora Nurse\r\n')
    expect(bodyFor({ responsible: null })).toContain('\r\nNobody answers for this bay.\r\n')
    expect(bodyFor({})).not.toMatch(/answer/i)
  })

  test('of a simulated visit says so first', () => {
    expect(letter('Bay 3', true)).toContain('\r\nSubject: SIMULATED UNATTENDED Bay 3')
    expect(bodyOf(letter('Bay 3', true))).toMatch(/^SIMULATED/)
  })
})
