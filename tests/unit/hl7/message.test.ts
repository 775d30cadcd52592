import { describe, expect, test } from 'vitest'
import { instant } from '../../../shared/domain/time.ts'
import { readHeader } from '../../../server/sources/hl7/hl7-header.ts'
import {
  componentsOf,
  fieldOf,
  parseMessage,
  readSeparators,
  repetitionsOf,
  splitMessages,
  subcomponentsOf,
  unescapeText,
} from '../../../server/sources/hl7/hl7-message.ts'
import { decodeMessage } from '../../../server/sources/hl7/hl7-text.ts'
import { readStampedTime, writeTime, zoneOffset } from '../../../server/sources/hl7/hl7-time.ts'

const USUAL = readSeparators('MSH|^~\\&|')

describe('structure', () => {
  test('separators come from MSH-1 and MSH-2', () => {
    const { separators, segments } = parseMessage(['MSH#*!?%#APP*ID', 'OBX#1#NM#HR*name!again'])
    expect(separators).toEqual({ field: '#', component: '*', repetition: '!', escape: '?', subcomponent: '%' })
    expect(componentsOf(fieldOf(segments[1], 3), separators)).toEqual(['HR', 'name'])
    expect(repetitionsOf(fieldOf(segments[1], 3), separators)).toEqual(['HR*name', 'again'])
  })

  test('a sender without an escape character still has subcomponents', () => {
    expect(readSeparators('MSH|^~&|VSP')).toEqual({
      field: '|',
      component: '^',
      repetition: '~',
      escape: '',
      subcomponent: '&',
    })
  })

  test('MSH-1 is the separator, so that fields count as the standard counts them', () => {
    const [msh] = parseMessage(['MSH|^~\\&|APP|FAC']).segments
    expect([1, 2, 3, 4, 5].map((index) => fieldOf(msh, index))).toEqual(['|', '^~\\&', 'APP', 'FAC', ''])
  })

  test.each([
    ['CR', '\r'],
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CRLF and an empty line', '\r\n\r\n'],
  ])('segments may end with %s', (_, end) => {
    const [lines = []] = splitMessages(`MSH|^~\\&|A${end}PID|1${end}OBX|1${end}`)
    expect(parseMessage(lines).segments.map(({ name }) => name)).toEqual(['MSH', 'PID', 'OBX'])
  })

  test('a batch holds several messages; its envelope is none', () => {
    const batch = 'FHS|^~\\&\rBHS|^~\\&\rMSH|^~\\&|A\rPID|1\rMSH|^~\\&|B\rPID|2\rBTS|2\rFTS|1'
    expect(splitMessages(batch).map((lines) => lines[0])).toEqual(['MSH|^~\\&|A', 'MSH|^~\\&|B'])
  })

  test('a byte order mark or spaces before MSH do not hide it', () => {
    expect(splitMessages('\uFEFF  MSH|^~\\&|A\r')).toHaveLength(1)
  })

  test('a wrapped line belongs to the segment before it', () => {
    const { segments } = parseMessage(['MSH|^~\\&|A', 'NTE|1|L|first line', 'second line', 'OBX|1'])
    expect(fieldOf(segments[1], 3)).toBe('first line second line')
    expect(segments).toHaveLength(3)
  })

  test('two quotes say nothing', () => {
    const { segments, separators } = parseMessage(['MSH|^~\\&|A', 'PID|||""^^^^MR||""^""||""'])
    expect(componentsOf(fieldOf(segments[1], 3), separators)).toEqual(['', '', '', '', 'MR'])
    expect(fieldOf(segments[1], 7)).toBe('')
  })

  test('subcomponents', () => {
    expect(subcomponentsOf('8867-4&1', USUAL)).toEqual(['8867-4', '1'])
  })
})

describe('escape sequences', () => {
  test.each([
    ['a\\F\\b', 'a|b'],
    ['a\\S\\b', 'a^b'],
    ['a\\T\\b', 'a&b'],
    ['a\\R\\b', 'a~b'],
    ['a\\E\\b', 'a\\b'],
    ['a\\.br\\b', 'a\nb'],
    ['a\\X41\\b', 'aAb'],
    ['\\H\\loud\\N\\', 'loud'],
    ['\\F\\\\.br\\', '|\n'],
    ['C:\\', 'C:\\'],
    ['nothing', 'nothing'],
  ])('%s reads %j', (written, meant) => {
    expect(unescapeText(written, USUAL)).toBe(meant)
  })
})

describe('header', () => {
  test('the fields an answer needs', () => {
    const header = readHeader(
      'MSH|^~\\&|VSP^0800^EUI-64|GE|REC|FAC|20230309143900||ORU^R01^ORU_R01|0040|P|2.6|||NE|AL||UNICODE UTF-8~8859/1',
    )
    expect(header).toMatchObject({
      sendingApplication: 'VSP^0800^EUI-64',
      sendingFacility: 'GE',
      receivingApplication: 'REC',
      receivingFacility: 'FAC',
      time: '20230309143900',
      code: 'ORU',
      trigger: 'R01',
      typeComponents: 3,
      controlId: '0040',
      processingId: 'P',
      version: '2.6',
      acceptAck: 'NE',
      applicationAck: 'AL',
      charset: 'UNICODE UTF-8',
    })
  })

  test('a header without a receiver is read from where its type stands', () => {
    const header = readHeader('MSH|^~\\&|SEND|REC|202401011200||ORU^R01|17|P|2.3')
    expect(header).toMatchObject({
      sendingApplication: 'SEND',
      sendingFacility: 'REC',
      receivingApplication: '',
      time: '202401011200',
      code: 'ORU',
      trigger: 'R01',
      controlId: '17',
      processingId: 'P',
      version: '2.3',
    })
  })

  test('a type without a trigger is a type', () => {
    expect(readHeader('MSH|^~\\&|ULTRA|TML|OLIS|OLIS|200911231509||ORU|5951|T|2.3')).toMatchObject({
      code: 'ORU',
      trigger: '',
      typeComponents: 1,
      controlId: '5951',
    })
  })

  test('a header cut off after its application has no type', () => {
    expect(readHeader('MSH|^~\\&|A')).toMatchObject({ code: '', controlId: '', version: '' })
  })
})

describe('charset', () => {
  const utf8 = Buffer.from('Tésztűrő Анна', 'utf8')
  const latin1 = Buffer.from('Müller °C', 'latin1')

  test.each([
    ['UNICODE UTF-8', utf8, 'Tésztűrő Анна'],
    ['', utf8, 'Tésztűrő Анна'],
    ['8859/1', utf8, 'Tésztűrő Анна'],
    ['8859/1', latin1, 'Müller °C'],
    ['UNICODE UTF-8', latin1, 'Müller °C'],
    ['', latin1, 'Müller °C'],
    ['ASCII', Buffer.from('plain'), 'plain'],
    ['8859/5', Buffer.from([0xb0, 0xdd, 0xdd, 0xd0]), 'Анна'],
    ['WINDOWS-1251', Buffer.from([0xc0, 0xed, 0xed, 0xe0]), 'Анна'],
    ['GB 18030-2000', Buffer.from([0xd1, 0xaa, 0xd1, 0xb9]), '血压'],
    ['no such charset', latin1, 'Müller °C'],
  ])('%s with bytes %j', (declared, bytes, text) => {
    expect(decodeMessage(bytes, declared)).toBe(text)
  })
})

describe('time', () => {
  const utc = zoneOffset('UTC')
  const at = (iso: string) => instant(Date.parse(iso))

  test.each([
    ['20260912120000.0000+0530', '2026-09-12T06:30:00.000Z', 330],
    ['20090713090030+0000', '2009-07-13T09:00:30.000Z', 0],
    ['20140630120030.1234-0500', '2014-06-30T17:00:30.123Z', -300],
    ['20191206113452', '2019-12-06T11:34:52.000Z', null],
    ['201703011906', '2017-03-01T19:06:00.000Z', null],
    ['20260726231332.1106+0800', '2026-07-26T15:13:32.110Z', 480],
    ['202001010000Z', '2020-01-01T00:00:00.000Z', 0],
  ])('%s', (text, iso, zoneMin) => {
    expect(readStampedTime(text, utc)).toEqual({ at: at(iso), zoneMin })
  })

  test.each([
    '',
    '00000000000000',
    '20191206',
    '20191306113452',
    '20190230113452',
    '20191206253452',
    'NOW',
    '19680101',
  ])('%j is no time of day', (text) => {
    expect(readStampedTime(text, utc)).toBeNull()
  })

  test('a time without a zone is read in the zone that was set, summer and winter', () => {
    const berlin = zoneOffset('Europe/Berlin')
    expect(readStampedTime('20260701120000', berlin)?.at).toBe(at('2026-07-01T10:00:00.000Z'))
    expect(readStampedTime('20260101120000', berlin)?.at).toBe(at('2026-01-01T11:00:00.000Z'))
    // The hour after the clocks went forward, and the last before.
    expect(readStampedTime('20260329030000', berlin)?.at).toBe(at('2026-03-29T01:00:00.000Z'))
    expect(readStampedTime('20260329015959', berlin)?.at).toBe(at('2026-03-29T00:59:59.000Z'))
    const kolkata = zoneOffset('Asia/Kolkata')
    expect(readStampedTime('20260101053000', kolkata)?.at).toBe(at('2026-01-01T00:00:00.000Z'))
  })

  test('without a zone set, the zone of the machine holds', () => {
    const wall = new Date(2026, 5, 15, 10, 20, 30)
    expect(readStampedTime('20260615102030', zoneOffset(null))?.at).toBe(instant(wall.getTime()))
  })

  test('a zone that nobody knows is refused at the start, not at the first message', () => {
    expect(() => zoneOffset('Middle/Earth')).toThrow(RangeError)
  })

  test('answers carry UTC and say so', () => {
    expect(writeTime(at('2026-01-02T03:04:05.678Z'))).toBe('20260102030405+0000')
  })
})
