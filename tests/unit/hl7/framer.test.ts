import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFramer, MAX_FRAME_BYTES, type Framed } from '../../../server/sources/hl7/framer.ts'

const VT = '\x0b'
const FS = '\x1c'
const CR = '\r'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const textOf = (data: Uint8Array): string => Buffer.from(data).toString('latin1')

const messagesOf = (framed: readonly Framed[]): readonly string[] =>
  framed.filter((one) => one.kind === 'message').map((one) => textOf(one.bytes))

const discardedOf = (framed: readonly Framed[]): readonly (readonly [string, number])[] =>
  framed.filter((one) => one.kind === 'discarded').map((one) => [one.reason, one.count] as const)

const ONE = `MSH|^~\\&|A||||||ORU^R01|1|P|2.6${CR}OBX|1|NM|HR||70${CR}`
const TWO = `MSH|^~\\&|A||||||ORU^R01|2|P|2.6${CR}OBX|1|NM|HR||71${CR}`
const frame = (message: string, end = `${FS}${CR}`): string => `${VT}${message}${end}`

const pushAll = (text: string): readonly Framed[] => createFramer().push(bytes(text))

describe('framed messages', () => {
  test('one frame is one message, without its marks', () => {
    expect(messagesOf(pushAll(frame(ONE)))).toEqual([ONE])
  })

  test('several frames in one chunk come out in order', () => {
    expect(messagesOf(pushAll(frame(ONE) + frame(TWO) + frame(ONE)))).toEqual([ONE, TWO, ONE])
  })

  test.each([
    ['0x1C 0x0A', `${FS}\n`],
    ['0x1C and then the next 0x0B', FS],
    ['0x1C 0x0D 0x0A', `${FS}\r\n`],
  ])('an end of %s is an end', (_, end) => {
    const framed = pushAll(frame(ONE, end) + frame(TWO, end))
    expect(messagesOf(framed)).toEqual([ONE, TWO])
    expect(discardedOf(framed)).toEqual([])
  })

  test('the message is told at 0x1C, so that a sender who stops there gets its answer', () => {
    expect(messagesOf(pushAll(`${VT}${ONE}${FS}`))).toEqual([ONE])
  })

  test('an empty frame, as some send to keep the line open, is nothing', () => {
    expect(pushAll(`${VT}${FS}${CR}${frame(ONE)}`)).toHaveLength(1)
  })
})

describe('bad, then good', () => {
  test('a frame without an end costs itself and not the next one', () => {
    const framed = pushAll(`${VT}MSH|^~\\&|broken off${frame(TWO)}`)
    expect(messagesOf(framed)).toEqual([TWO])
    expect(discardedOf(framed)).toEqual([['frameNotEnded', 19]])
  })

  test('rubbish between frames is counted and shown', () => {
    const framed = pushAll(`${frame(ONE)}GET / HTTP/1.1\r\n\r\n${frame(TWO)}`)
    expect(messagesOf(framed)).toEqual([ONE, TWO])
    const discarded = framed.find((one) => one.kind === 'discarded')
    expect(discarded).toMatchObject({ reason: 'outsideFrame', count: 14 })
    expect(textOf(discarded?.kind === 'discarded' ? discarded.sample : new Uint8Array())).toBe('GET / HTTP/1.1')
  })

  test('line ends, spaces and zero bytes between frames are nothing', () => {
    expect(discardedOf(pushAll(`\r\n \0\r\n${frame(ONE)}\r\n\r\n${frame(TWO)}\n`))).toEqual([])
  })

  test('a frame over the cap is told once, with its head, and the next one is good', () => {
    const framer = createFramer()
    const long = `${VT}${ONE}${'x'.repeat(MAX_FRAME_BYTES)}`
    const framed = [...framer.push(bytes(long)), ...framer.push(bytes(`more${FS}${CR}${frame(TWO)}`))]
    expect(framed.map((one) => one.kind)).toEqual(['tooLong', 'discarded', 'message'])
    expect(framed[0]?.kind === 'tooLong' && textOf(framed[0].head).startsWith('MSH|')).toBe(true)
    expect(messagesOf(framed)).toEqual([TWO])
  })

  test('a frame over the cap that never ends costs nothing after the next start', () => {
    expect(messagesOf(pushAll(`${VT}${'x'.repeat(MAX_FRAME_BYTES + 1)}${frame(TWO)}`))).toEqual([TWO])
  })

  test('a frame of exactly the cap is taken', () => {
    const message = 'M'.repeat(MAX_FRAME_BYTES)
    expect(messagesOf(pushAll(frame(message)))).toEqual([message])
  })
})

describe('without framing', () => {
  test('a byte order mark hides no header line', () => {
    const framer = createFramer()
    const text = `\uFEFF${['MSH|^~\\&|M', 'OBX|1'].join('\r')}\r`
    framer.push(Buffer.from(text))
    expect(framer.idle().map(({ kind }) => kind)).toEqual(['message'])
  })

  test('the next header line ends a message', () => {
    const framed = pushAll(ONE + TWO)
    expect(messagesOf(framed)).toEqual([ONE])
  })

  test('silence ends a message of whole lines', () => {
    const framer = createFramer()
    expect(framer.push(bytes(ONE))).toEqual([])
    expect(framer.pending()).toBe('whole')
    expect(messagesOf(framer.idle())).toEqual([ONE])
    expect(framer.pending()).toBe('nothing')
  })

  test('silence within a line ends nothing', () => {
    const framer = createFramer()
    framer.push(bytes(`${ONE}OBX|2|NM|SpO2||9`))
    expect(framer.pending()).toBe('part')
    expect(framer.idle()).toEqual([])
    framer.push(bytes(`7${CR}`))
    expect(messagesOf(framer.idle())).toEqual([`${ONE}OBX|2|NM|SpO2||97${CR}`])
  })

  test('silence within the first letters of a header waits for the rest', () => {
    const framer = createFramer()
    framer.push(bytes('MS'))
    framer.idle()
    framer.push(bytes(ONE.slice(2)))
    expect(messagesOf(framer.idle())).toEqual([ONE])
  })

  test('an end block without a start block ends a message', () => {
    expect(messagesOf(pushAll(`${ONE}${FS}${CR}${TWO}${FS}${CR}`))).toEqual([ONE, TWO])
  })

  test('an end block ends a last line without its line end', () => {
    expect(messagesOf(pushAll(`${ONE.slice(0, -1)}${FS}${CR}`))).toEqual([ONE])
  })

  test('a frame after unframed lines is a message of its own', () => {
    expect(messagesOf(pushAll(`${ONE}${frame(TWO)}`))).toEqual([ONE, TWO])
  })

  test('line feeds and empty lines separate as well', () => {
    const framer = createFramer()
    framer.push(bytes(ONE.replaceAll(CR, '\r\n\r\n')))
    expect(messagesOf(framer.idle())).toEqual([ONE])
  })

  test('a line that is no segment ends the message and is thrown away', () => {
    const framed = pushAll(`${ONE}what is this${CR}${frame(TWO)}`)
    expect(messagesOf(framed)).toEqual([ONE, TWO])
    expect(discardedOf(framed)).toEqual([['outsideFrame', 12]])
  })

  test('the lines of a batch stay with its first message', () => {
    const batch = `FHS|^~\\&${CR}BHS|^~\\&${CR}`
    expect(messagesOf(pushAll(`${batch}${ONE}${TWO}`))).toEqual([batch + ONE])
  })

  test('a closed connection ends whole lines, and drops a line that is cut', () => {
    const framer = createFramer()
    framer.push(bytes(`${ONE}OBX|2|NM|SpO2||9`))
    const framed = framer.end()
    expect(messagesOf(framed)).toEqual([ONE])
    expect(discardedOf(framed)).toEqual([['connectionClosed', 16]])
  })

  test('a line over 64 KiB is no line', () => {
    const framer = createFramer()
    const framed = framer.push(bytes(`MSH|^~\\&|${'x'.repeat(70_000)}${CR}${frame(ONE)}`))
    expect(messagesOf(framed)).toEqual([ONE])
    expect(discardedOf(framed)).toEqual([['outsideFrame', 70_009]])
  })
})

test('a closed connection within a frame tells what was lost', () => {
  const framer = createFramer()
  framer.push(bytes(`${VT}MSH|`))
  expect(discardedOf(framer.end())).toEqual([['connectionClosed', 4]])
})

/** Any bytes but the two marks of a frame. */
const ordinaryByte = fc.integer({ min: 0, max: 255 }).filter((byte) => byte !== 0x0b && byte !== 0x1c)
const rubbish = fc.array(ordinaryByte, { maxLength: 40 }).map((list) => String.fromCharCode(...list))
const body = fc.array(ordinaryByte, { minLength: 1, maxLength: 60 }).map((list) => String.fromCharCode(...list))
const ending = fc.constantFrom(`${FS}${CR}`, FS, `${FS}\n`)
const chunksOf = (text: string, cuts: readonly number[]): readonly Uint8Array[] => {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
  return [0, ...places].map((from, index) => bytes(text.slice(from, places[index] ?? text.length)))
}

describe('for any stream', () => {
  const piece = fc.oneof(
    fc.tuple(body, ending).map(([message, end]) => frame(message, end)),
    rubbish,
    fc.constantFrom(ONE, `${VT}broken`, VT, FS, `${FS}${CR}`, CR, 'MSH|'),
  )
  const stream = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))

  test('the messages are the same wherever it is cut', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 20 }), (text, cuts) => {
        const framer = createFramer()
        const cut = [...chunksOf(text, cuts).flatMap((chunk) => framer.push(chunk)), ...framer.end()]
        const whole = createFramer()
        expect(messagesOf(cut)).toEqual(messagesOf([...whole.push(bytes(text)), ...whole.end()]))
      }),
      { numRuns: 1_000 },
    )
  })

  test('rubbish between frames never loses a good frame', () => {
    const goodOne = fc.tuple(rubbish, body, ending)
    fc.assert(
      fc.property(fc.array(goodOne, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 20 }), (parts, cuts) => {
        const framer = createFramer()
        const text = parts.map(([before, message, end]) => before + frame(message, end)).join('')
        const got = messagesOf(chunksOf(text, cuts).flatMap((chunk) => framer.push(chunk)))
        // Rubbish may look like an unframed message; what was framed is there all the same, in order.
        const wanted = parts.map(([, message]) => message)
        let next = 0
        for (const message of got) if (message === wanted[next]) next += 1
        expect(next).toBe(wanted.length)
      }),
      { numRuns: 1_000 },
    )
  })

  test('every byte is in a message, thrown away and counted, or a mark or space', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(rubbish, body), { maxLength: 8 }), (parts) => {
        const framer = createFramer()
        const clean = parts.map(([before, message]) => [before.replaceAll(/[\s\0]/g, 'x'), message] as const)
        const text = clean.map(([before, message]) => before + frame(message)).join('')
        const framed = [...framer.push(bytes(text)), ...framer.end()]
        const counted = discardedOf(framed).reduce((sum, [, count]) => sum + count, 0)
        const wanted = clean.reduce((sum, [before]) => sum + before.length, 0)
        fc.pre(
          !clean.some(([before]) => before.startsWith('MSH') || before.startsWith('FHS') || before.startsWith('BHS')),
        )
        expect(counted).toBe(wanted)
      }),
    )
  })
})
