import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { createTransport } from 'nodemailer'
import { afterEach, describe, expect, test } from 'vitest'
import { letterOf, mailTarget } from '../../../server/notices/mail.ts'
import { openNoticeDesk, type NoticeDesk } from '../../../server/notices/notice-desk.ts'
import type { SmtpServer } from '../../../server/notices/smtp.ts'
import { createMemoryRecords } from '../../../server/store/memory-records.ts'
import { instant } from '../../../shared/domain/time.ts'
import type { Notice } from '../../../shared/wire/notification.ts'
import { listenForMail, ownCertificate, type MailReceiver } from '../../support/mail-receiver.ts'
import { silentLog } from '../../support/silent-log.ts'
import { unattendedNotice } from '../../support/unattended-notice.ts'

const FROM = 'vigil@clinic.example'
const TO = 'ana@clinic.example'
const CREDENTIALS = { user: 'vigil', password: 'a word' }
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

/** Their certificate is known to this machine, as `NODE_EXTRA_CA_CERTS` makes it. */
const trust = ({ cert }: ReturnType<typeof ownCertificate>): void => {
  const usual = getCACertificates('default')
  setDefaultCACertificates([...usual, cert])
  ends.push(() => setDefaultCACertificates(usual))
}

const start = async ({ port }: MailReceiver, more: Partial<SmtpServer> = {}): Promise<NoticeDesk> => {
  const now = () => instant(Date.now())
  const server = { host: 'localhost', port, isTls: false, credentials: null, ...more }
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

const bodyOf = (letter: string): string => {
  const [head = '', body = ''] = letter.split('\r\n\r\n')
  return head.includes('Content-Transfer-Encoding: base64') ? Buffer.from(body, 'base64').toString() : body
}

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

  test('names the bay alone where a stay is too long', () => {
    const { bay, bayName, site, session } = unattendedNotice(7)
    const place = { bay, bayName, site, session, responsible: 'Nora', simulated: true }
    const notice: Notice = {
      id: 's_1-9',
      type: 'stayPassed',
      at: '2026-03-02T13:00:00.000Z',
      ...place,
      longestStayMin: 240,
    }
    const letter = letterOf(notice, { from: FROM, to: TO }, instant(0))
    expect(letter.subject).toBe('SIMULATED LONGEST STAY PASSED Bay 3')
    expect(letter.text).toContain('longest stay, 240 min: a clinician decides.')
    expect(letter.text).toContain('Answers for this bay: Nora')
  })

  test('goes over an encrypted connection where that is offered, and says the password only there', async () => {
    const certificate = ownCertificate()
    trust(certificate)
    const receiver = await listen({ certificate })
    const desk = await start(receiver, { credentials: CREDENTIALS })
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
    trust(certificate)
    const receiver = await listen({ certificate, authentication: 'LOGIN' })
    const desk = await start(receiver, { credentials: CREDENTIALS })
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

  test('goes to a server that encrypts from the first byte, with the password', async () => {
    const certificate = ownCertificate()
    trust(certificate)
    const receiver = await listen({ certificate, isTls: true })
    const desk = await start(receiver, { isTls: true, credentials: CREDENTIALS })
    desk.tell(unattendedNotice(7))
    await expect.poll(() => state(desk), PATIENCE).toBe('delivered')
    expect(receiver.lines.slice(0, 3)).toEqual([
      'TLS EHLO [127.0.0.1]',
      `TLS AUTH PLAIN ${Buffer.from('\0vigil\0a word').toString('base64')}`,
      `TLS MAIL FROM:<${FROM}>`,
    ])
    expect(bodyOf(receiver.letters[0] ?? '')).toContain('Bay: Bay 3')
  })

  test('is not said to such a server whose certificate is not known', async () => {
    const receiver = await listen({ certificate: ownCertificate(), isTls: true })
    const desk = await start(receiver, { isTls: true, credentials: CREDENTIALS })
    desk.tell(unattendedNotice(7))
    await expect.poll(() => desk.list()[0]?.lastError, PATIENCE).toMatch(/SELF_SIGNED/)
    expect([receiver.lines, receiver.letters]).toEqual([[], []])
  })

  test('is tried again where the server says nothing in time', async () => {
    const receiver = await listen({ says: ['silence'] })
    const desk = await start(receiver)
    desk.tell(unattendedNotice(7))
    await expect.poll(() => desk.list()[0]?.lastError, PATIENCE).toBe('no answer in time')
    await expect.poll(() => receiver.letters.length, PATIENCE).toBeGreaterThan(1)
  })

  test('is refused by its number where the server wants no such sender, with none of its words', async () => {
    const receiver = await listen({ says: ['554 5.7.1 go away, ana@clinic.example'] })
    const desk = await start(receiver)
    desk.tell(unattendedNotice(7))
    await expect.poll(() => state(desk), PATIENCE).toBe('refused')
    expect(desk.list()[0]?.lastError).toBe('answered 554')
  })

  test('says no password where nothing is encrypted', async () => {
    const receiver = await listen()
    const desk = await start(receiver, { credentials: CREDENTIALS })
    desk.tell(unattendedNotice(7))
    await expect.poll(() => state(desk), PATIENCE).toBe('refused')
    expect(desk.list()[0]?.lastError).toContain('no encryption')
    expect(new Set(receiver.lines)).toEqual(new Set(['EHLO [127.0.0.1]', 'STARTTLS']))
    expect(receiver.letters).toEqual([])
  })
})

describe('a letter', () => {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const composed = async (notice: Notice): Promise<string> => {
    const { message } = await composer.sendMail(letterOf(notice, { from: FROM, to: TO }, instant(0)))
    if (!Buffer.isBuffer(message)) throw new Error('it was to be in one piece')
    return message.toString()
  }
  const letter = (bayName: string, simulated = false): Promise<string> =>
    composed({ ...unattendedNotice(7), bayName, simulated })

  test('is ASCII whatever a bay is called, and the name adds no header', async () => {
    const text = await letter('Zimmer „Süd“ 3 🛏️\r\nBcc: <x@y.example>')
    expect(text).toMatch(/^[\x20-\x7e\r\n]*$/)
    const head = text.split('\r\n\r\n')[0] ?? ''
    expect(Array.from(head.matchAll(/^([A-Za-z-]+):/gm), ([, name]) => name).toSorted()).toEqual([
      'Auto-Submitted',
      'Content-Transfer-Encoding',
      'Content-Type',
      'Date',
      'From',
      'MIME-Version',
      'Message-ID',
      'Subject',
      'To',
    ])
    expect(head).toContain('\r\nTo: ana@clinic.example\r\n')
    expect(head.split('\r\n').every((line) => line.length <= 78)).toBe(true)
    expect(bodyOf(text)).toContain('Bay: Zimmer „Süd“ 3 🛏️')
  })

  test('says whom to call, or that nobody answers; nothing where that was not known', async () => {
    const bodyFor = async (change: object) => bodyOf(await composed({ ...unattendedNotice(7), ...change }))
    expect(await bodyFor({ responsible: 'Nora Nurse' })).toContain('\r\nAnswers for this bay: Nora Nurse\r\n')
    expect(await bodyFor({ responsible: null })).toContain('\r\nNobody answers for this bay.\r\n')
    expect(await bodyFor({})).not.toMatch(/answer/i)
  })

  test('of a simulated visit says so first', async () => {
    const text = await letter('Bay 3', true)
    expect(text).toContain('\r\nSubject: SIMULATED UNATTENDED Bay 3')
    expect(bodyOf(text)).toMatch(/^SIMULATED/)
  })
})
