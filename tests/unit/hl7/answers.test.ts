import { describe, expect, test } from 'vitest'
import {
  acknowledgementCodes,
  answersTo,
  type AcknowledgeMode,
  type Outcome,
} from '../../../server/sources/hl7/acknowledge.ts'
import { readHeader } from '../../../server/sources/hl7/hl7-header.ts'
import { asLatin1 } from '../../../server/sources/hl7/hl7-text.ts'
import type { IngestAnswer } from '../../../server/ports/source.ts'
import { acknowledged, createNotingDoor, openDesk, storedAll, takeFrame } from '../../support/desk.ts'
import { NOON } from '../../support/door.ts'

const STORED: Outcome = { kind: 'stored' }
const UNUSABLE: Outcome = { kind: 'unusable', fault: 'missing', message: 'No.', location: ['OBX', 1, 3] }
const UNSUPPORTED: Outcome = { kind: 'unsupported', fault: 'type', message: 'No|t ^here.' }
const NOT_NOW: Outcome = { kind: 'notNow', fault: 'internal', message: 'Later.' }

describe('what is answered, by MSH-15 and MSH-16', () => {
  test.each([
    { accept: '', application: '', good: ['AA'], bad: ['AE'], refused: ['AR'] },
    { accept: 'AL', application: 'NE', good: ['CA'], bad: ['CE'], refused: ['CR'] },
    { accept: 'AL', application: '', good: ['CA'], bad: ['CE'], refused: ['CR'] },
    { accept: 'NE', application: 'AL', good: ['AA'], bad: ['AE'], refused: ['AR'] },
    { accept: '', application: 'AL', good: ['AA'], bad: ['AE'], refused: ['AR'] },
    { accept: 'AL', application: 'AL', good: ['CA', 'AA'], bad: ['CE'], refused: ['CR'] },
    { accept: 'NE', application: 'NE', good: [], bad: [], refused: [] },
    { accept: 'ER', application: 'NE', good: [], bad: ['CE'], refused: ['CR'] },
    { accept: 'SU', application: 'NE', good: ['CA'], bad: [], refused: [] },
    { accept: 'NE', application: 'ER', good: [], bad: ['AE'], refused: ['AR'] },
    { accept: 'NE', application: 'SU', good: ['AA'], bad: [], refused: [] },
    { accept: 'ER', application: 'AL', good: ['AA'], bad: ['CE'], refused: ['CR'] },
    { accept: 'SU', application: 'AL', good: ['CA', 'AA'], bad: ['AE'], refused: ['AR'] },
    { accept: 'ER', application: 'ER', good: [], bad: ['CE'], refused: ['CR'] },
  ])('$accept / $application', ({ accept, application, good, bad, refused }) => {
    const wish = { acceptAck: accept, applicationAck: application }
    const codes = (outcome: Outcome) => acknowledgementCodes(wish, outcome, 'auto')
    expect(codes(STORED)).toEqual(good)
    expect(codes(UNUSABLE)).toEqual(bad)
    expect(codes(UNSUPPORTED)).toEqual(refused)
    expect(codes(NOT_NOW)).toEqual(refused)
  })

  test.each<[AcknowledgeMode, readonly string[], readonly string[]]>([
    ['AA', ['AA'], ['AR']],
    ['CA', ['CA'], ['CR']],
    ['none', [], []],
  ])(
    'a source that is set to %s hears it whatever it asks, but never that something was kept that was not',
    (mode, good, notNow) => {
      const wish = { acceptAck: 'AL', applicationAck: 'NE' }
      for (const outcome of [STORED, UNUSABLE, UNSUPPORTED]) {
        expect(acknowledgementCodes(wish, outcome, mode)).toEqual(good)
      }
      expect(acknowledgementCodes(wish, NOT_NOW, mode)).toEqual(notNow)
    },
  )
})

describe('how it is written', () => {
  const written = (msh: string, outcome: Outcome): readonly string[] =>
    answersTo(readHeader(msh), outcome, 'auto', { now: NOON, newId: () => 'V1' }).map(asLatin1)

  test('sender and receiver change places; ids, processing and version come back', () => {
    const msh = 'MSH|^~\\&|APP^00A0^EUI-64|FAC|REC|RFAC|20260302||ORU^R01^ORU_R01|MSG 0001|P^T|2.6|||NE|AL'
    expect(written(msh, STORED)).toEqual([
      'MSH|^~\\&|REC|RFAC|APP^00A0^EUI-64|FAC|20260302120000+0000||ACK^R01^ACK|V1|P^T|2.6\rMSA|AA|MSG 0001\r',
    ])
  })

  test.each([
    ['ORU^R01', 'ACK^R01'],
    ['ORU', 'ACK'],
    ['ORU^W01^ORU_W01', 'ACK^W01^ACK'],
    ['ADT^A08^ADT_A01^X', 'ACK^A08^ACK'],
  ])('%s is answered as %s', (type, wanted) => {
    expect(written(`MSH|^~\\&|A||||1||${type}|1|P|2.4`, STORED)[0]?.split('|')[8]).toBe(wanted)
  })

  test('with the marks of the sender', () => {
    expect(written('MSH#*!?%#A#B#C#D#1##ORU*R01#7#P#2.4', UNSUPPORTED)[0]).toBe(
      'MSH#*!?%#C#D#A#B#20260302120000+0000##ACK*R01#V1#P#2.4\rMSA#AR#7#No|t ^here.\rERR#***200%Unsupported message type%HL70357\r',
    )
  })

  test('an error says what and where, in the way of its version', () => {
    expect(written('MSH|^~\\&|A||||1||ORU^R01|7|P|2.4', UNUSABLE)[0]).toContain(
      '\rMSA|AE|7|No.\rERR|OBX^1^3^101&Required field missing&HL70357\r',
    )
    expect(written('MSH|^~\\&|A||||1||ORU^R01|7|P|2.6', UNUSABLE)[0]).toContain(
      '\rMSA|AE|7|No.\rERR||OBX^1^3|101^Required field missing^HL70357|E||||No.\r',
    )
  })

  test('no mark stands in a sentence', () => {
    expect(written('MSH|^~\\&|A||||1||ORU^R01|7|P|2.6', UNSUPPORTED)[0]).toContain('\rMSA|AR|7|No t  here.\r')
  })

  test('bytes of the header come back as they came', () => {
    const header = readHeader(asLatin1(Buffer.from('MSH|^~\\&|Gerät||||1||ORU^R01|ид|P|2.6', 'utf8')))
    const [answer = new Uint8Array()] = answersTo(header, STORED, 'auto', { now: NOON, newId: () => 'V1' })
    expect(Buffer.from(answer).toString('utf8')).toContain('|Gerät|')
    expect(Buffer.from(answer).toString('utf8')).toContain('\rMSA|AA|ид\r')
  })
})

const message = (id: string, more = 'OBX|1|NM|HR||70'): string =>
  `MSH|^~\\&|M||||20260302120000||ORU^R01|${id}|P|2.6\rOBR|1|||||20260302\r${more}`

describe('the desk', () => {
  const take = async (desk: ReturnType<typeof openDesk>['desk'], text: string, peer = '10.0.0.9') =>
    desk.take(Buffer.from(text), peer)

  test('answers a repeat with the same bytes and stores nothing', async () => {
    const { desk, reports } = openDesk()
    const first = await take(desk, message('1'))
    const second = await take(desk, message('1'), '10.0.0.77')
    expect(second).toEqual(first)
    expect(reports).toHaveLength(1)
  })

  test('control ids that begin again at 1 name new messages', async () => {
    const { desk, reports } = openDesk()
    await take(desk, message('1'))
    await take(desk, message('1').replace('20260302120000', '20260302120001'))
    expect(reports).toHaveLength(2)
    expect(reports[0]?.messageId).not.toBe(reports[1]?.messageId)
  })

  test('one id on two different messages is two messages', async () => {
    const { desk, reports } = openDesk()
    await take(desk, message('1'))
    await take(desk, message('1', 'OBX|1|NM|HR||71'))
    expect(reports).toHaveLength(2)
  })

  test('a sender without any time repeats nothing: the same again is measured again', async () => {
    const { desk, reports } = openDesk()
    const timeless = 'MSH|^~\\&|||||||ORU^R01|204|P|2.3.1|\rOBX||NM|101^HR|2101|60||||||F'
    await take(desk, timeless)
    await take(desk, timeless)
    expect(reports.map(({ messageId }) => messageId)).toEqual([undefined, undefined])
  })

  test('what was not kept is not remembered: sent again it is taken', async () => {
    const answers: IngestAnswer[] = [{ kind: 'refused', code: 'x', message: 'Not at this speed.' }]
    const { door, reports } = createNotingDoor((report) => answers.shift() ?? storedAll(report))
    const { desk } = openDesk({ door })
    expect(acknowledged(await take(desk, message('1')))).toEqual(['AR 1'])
    expect(acknowledged(await take(desk, message('1')))).toEqual(['AA 1'])
    expect(reports).toHaveLength(2)
  })

  test('a busy door is waited for', async () => {
    const waits: number[] = []
    const answers: IngestAnswer[] = [
      { kind: 'busy', retryAfterS: 30 },
      { kind: 'busy', retryAfterS: 0.5 },
    ]
    const { door } = createNotingDoor((report) => answers.shift() ?? storedAll(report))
    const { desk } = openDesk({
      door,
      wait: (ms) => {
        waits.push(ms)
        return Promise.resolve()
      },
    })
    expect(acknowledged(await take(desk, message('1')))).toEqual(['AA 1'])
    expect(waits).toEqual([1_000, 500])
  })

  test('ten seconds long; then the sender hears that nothing was kept', async () => {
    let waited = 0
    const { door } = createNotingDoor(() => ({ kind: 'busy', retryAfterS: 5 }))
    const { desk } = openDesk({
      door,
      wait: (ms) => {
        waited += ms
        return Promise.resolve()
      },
    })
    expect(acknowledged(await take(desk, message('1')))).toEqual(['AR 1'])
    expect(waited).toBe(10_000)
  })

  test('nothing of a message fits: it is of no use to send it again', async () => {
    const { door } = createNotingDoor(() => ({
      kind: 'stored',
      accepted: 0,
      duplicates: 0,
      rejected: [{ index: 0, code: 'wrongUnit', message: '"ms" is no unit of this metric.' }],
    }))
    expect((await takeFrame(message('1'), { door })).acks).toEqual(['AE 1'])
  })

  test('a fault of ours is answered as one, and the next message is taken', async () => {
    let isBroken = true
    const { door } = createNotingDoor((report) => {
      if (isBroken) throw new Error('broken')
      return storedAll(report)
    })
    const { desk } = openDesk({ door })
    expect(acknowledged(await take(desk, message('1')))).toEqual(['AR 1'])
    isBroken = false
    expect(acknowledged(await take(desk, message('2')))).toEqual(['AA 2'])
  })

  test('a batch is answered message by message', async () => {
    const batch = `FHS|^~\\&\rBHS|^~\\&\r${message('1')}\r${message('2')}\rBTS|2\rFTS|1\r`
    expect((await takeFrame(batch)).acks).toEqual(['AA 1', 'AA 2'])
  })

  test('an answer is never answered', async () => {
    expect((await takeFrame('MSH|^~\\&|M||||1||ACK^R01|1|P|2.6\rMSA|AA|5')).acks).toEqual([])
  })

  test.each([
    ['no header', 'PID|1||4711', 'AR '],
    ['nothing that is HL7', 'hello', 'AR '],
    ['no type', 'MSH|^~\\&|M||||20260302|||1|P|2.6', 'AE 1'],
    ['a type that is not taken', 'MSH|^~\\&|M||||1||ORM^O01|5|P|2.6\rOBX|1|NM|HR||70', 'AR 5'],
    ['a trigger that is not taken', 'MSH|^~\\&|M||||1||ORU^R03|5|P|2.6\rOBX|1|NM|HR||70', 'AR 5'],
    ['no observation', 'MSH|^~\\&|M||||1||ORU^R01|5|P|2.6\rPID|1', 'AE 5'],
    ['a segment over 64 KiB', message('5', `OBX|1|NM|HR||${'7'.repeat(65_600)}`), 'AR 5'],
  ])('%s: refused, counted, with its bytes', async (_, text, ack) => {
    const { acks, reports, refused } = await takeFrame(text)
    expect(acks).toEqual([ack])
    expect(reports).toEqual([])
    expect(refused).toHaveLength(1)
    expect(refused[0]?.reason.endsWith('.')).toBe(true)
    expect(Buffer.from(refused[0]?.bytes ?? []).toString()).toBe(text.slice(0, 4_096))
  })

  test('an order without a row says that the device is there', async () => {
    const { acks, reports } = await takeFrame('MSH|^~\\&|M||||1||ORU^R01|5|P|2.6\rOBR|1')
    expect(acks).toEqual(['AA 5'])
    expect(reports).toMatchObject([{ identity: 'M', readings: [] }])
  })

  test('a message over the cap is refused by what its head says', () => {
    const { desk, refused } = openDesk()
    const head = Buffer.from('MSH|^~\\&|M||||1||ORU^R01|5|P|2.6|||AL|NE\rOBX|1|NM|x||')
    expect(acknowledged(desk.refuseTooLong(head, 'p'))).toEqual(['CR 5'])
    expect(acknowledged(desk.refuseTooLong(Buffer.from('xxx'), 'p'))).toEqual(['AR '])
    expect(refused).toHaveLength(2)
  })
})
