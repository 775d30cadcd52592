import { createServer, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { IngestAnswer } from '../../server/ports/source.ts'
import { MAX_FRAME_BYTES } from '../../server/sources/hl7/framer.ts'
import { createNotingDoor, storedAll } from '../support/desk.ts'
import { framed, openSender, startSource, until, vitalsMessage, type Sender } from '../support/mllp.ts'

const QUICK = { linesMs: 50, partMs: 150, closeMs: 60_000 }

const opened: { close: () => Promise<void> | void }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close()
})

const start = async (more: Parameters<typeof startSource>[0] = {}) => {
  const started = await startSource(more)
  opened.push(started.source)
  return started
}

const call = async (port: number): Promise<Sender> => {
  const sender = await openSender(port)
  opened.push({ close: () => void sender.socket.destroy() })
  return sender
}

describe('a sender', () => {
  test('gets its answers in order, several messages in one piece included', async () => {
    const { port } = await start()
    const sender = await call(port)
    sender.send(framed(vitalsMessage(1)) + framed(vitalsMessage(2)) + framed(vitalsMessage(3)))
    expect(await sender.answers(3)).toEqual(['AA 1', 'AA 2', 'AA 3'])
  })

  test('may send byte by byte', async () => {
    const { port, reports } = await start()
    const sender = await call(port)
    for (const byte of Buffer.from(framed(vitalsMessage(1)))) sender.send(Uint8Array.of(byte))
    expect(await sender.answers(1)).toEqual(['AA 1'])
    expect(reports).toHaveLength(1)
  })

  test('without frames is answered once it falls silent', async () => {
    const { port, reports } = await start({ timing: QUICK })
    const sender = await call(port)
    sender.send(vitalsMessage(1))
    expect(await sender.answers(1)).toEqual(['AA 1'])
    sender.send(vitalsMessage(2, 96))
    expect(await sender.answers(2)).toEqual(['AA 1', 'AA 2'])
    expect(reports.map(({ readings }) => readings[0]?.value)).toEqual([97, 96])
  })

  test('that closes after its last message is answered all the same', async () => {
    const { port } = await start()
    const sender = await call(port)
    sender.socket.end(framed(vitalsMessage(1)))
    expect(await sender.answers(1)).toEqual(['AA 1'])
    await sender.closed()
  })

  test('that closes without a frame around its lines is taken', async () => {
    const { port, reports } = await start()
    const sender = await call(port)
    sender.socket.end(vitalsMessage(1))
    await sender.closed()
    expect(reports).toHaveLength(1)
  })

  test('that sends rubbish first loses nothing of what is good, and the rubbish is shown', async () => {
    const { port, refused } = await start()
    const sender = await call(port)
    sender.send(`GET / HTTP/1.1\r\n\r\n\x0bMSH|^~\\&|broken${framed(vitalsMessage(1))}`)
    expect(await sender.answers(1)).toEqual(['AA 1'])
    expect(refused.map(({ code }) => code)).toEqual(['outsideFrame', 'frameNotEnded'])
    expect(refused[0]?.peer).toBe('127.0.0.1')
  })

  test('of a message over 1 MiB is refused at once, and the next one taken', async () => {
    const { port } = await start()
    const sender = await call(port)
    sender.send(`\x0b${vitalsMessage('big')}${'x'.repeat(MAX_FRAME_BYTES)}\x1c\r${framed(vitalsMessage(2))}`)
    expect(await sender.answers(2)).toEqual(['AR big', 'AA 2'])
  })

  test('whose message stays without an end is listened to again', async () => {
    const { port, refused } = await start({ timing: QUICK })
    const sender = await call(port)
    sender.send('\x0bMSH|^~\\&|half')
    await until(() => refused.length === 1)
    expect(refused[0]).toMatchObject({ code: 'connectionClosed' })
    sender.send(framed(vitalsMessage(2)))
    expect(await sender.answers(1)).toEqual(['AA 2'])
  })

  test('that says nothing for long is hung up on', async () => {
    const { port } = await start({ timing: { ...QUICK, closeMs: 60 } })
    await (await call(port)).closed()
  })

  test('may be set to be answered in another way', async () => {
    const rules = [{ source: 'MON^00A0^EUI-64', acknowledge: 'CA' as const }]
    const { port } = await start({ rules })
    const sender = await call(port)
    sender.send(framed(vitalsMessage(1)))
    expect(await sender.answers(1)).toEqual(['CA 1'])
  })

  test('is known by its address too', async () => {
    const { port, reports } = await start({ rules: [{ source: '127.0.0.1', acknowledge: 'none' }] })
    const sender = await call(port)
    sender.send(framed(vitalsMessage(1)))
    await until(() => reports.length === 1)
    sender.socket.end()
    await sender.closed()
    expect(sender.socket.bytesRead).toBe(0)
  })
})

/** A door that opens when the test says so. */
const slowDoor = () => {
  let open: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const noting = createNotingDoor(async (report): Promise<IngestAnswer> => {
    await gate
    return storedAll(report)
  })
  return { ...noting, open }
}

describe('a slow store', () => {
  test('slows the sender: one message at a time, and nothing is answered before it is stored', async () => {
    const { door, reports, open } = slowDoor()
    const { port } = await start({ door })
    const sender = await call(port)
    const bulk = Array.from({ length: 3_000 }, (_, index) => framed(vitalsMessage(index, 97, 'x'.repeat(2_000))))
    for (const one of bulk) sender.send(one)
    await until(() => reports.length === 1)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(reports).toHaveLength(1)
    expect(sender.socket.bytesRead).toBe(0)
    // What is not read here waits at the sender.
    expect(sender.socket.writableLength).toBeGreaterThan(1_000_000)
    open()
    expect((await sender.answers(3_000)).at(-1)).toBe('AA 2999')
  })

  test('does not slow the other senders', async () => {
    const { port } = await start({
      door: createNotingDoor(async (report) => {
        if (report.identity === 'SLOW') await new Promise((resolve) => setTimeout(resolve, 300))
        return storedAll(report)
      }).door,
    })
    const [slow, quick] = [await call(port), await call(port)]
    slow.send(framed(vitalsMessage(1).replace('MON^00A0^EUI-64', 'SLOW')))
    quick.send(framed(vitalsMessage(2)))
    expect(await quick.answers(1)).toEqual(['AA 2'])
    expect(slow.socket.bytesRead).toBe(0)
    expect(await slow.answers(1)).toEqual(['AA 1'])
  })
})

describe('closing', () => {
  test('finishes and answers what is in hand', async () => {
    const { door, reports, open } = slowDoor()
    const { port, source } = await startSource({ door })
    const sender = await call(port)
    sender.send(framed(vitalsMessage(1)))
    await until(() => reports.length === 1)
    const closing = source.close()
    open()
    await closing
    expect(await sender.answers(1)).toEqual(['AA 1'])
    await sender.closed()
  })

  test('gives the port back', async () => {
    const first = await startSource()
    await first.source.close()
    const second = await start({ listen: { host: '127.0.0.1', port: first.port } })
    expect(second.port).toBe(first.port)
  })

  test('a port that somebody else has is an error at the start', async () => {
    const { port } = await start()
    await expect(startSource({ listen: { host: '127.0.0.1', port } })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})

describe('a monitor that waits to be called', () => {
  test('is called, and called again when the line is cut', async () => {
    let calls = 0
    const monitor = createServer((socket) => {
      calls += 1
      const id = calls
      socket.on('error', () => undefined)
      socket.on('data', (answer) => {
        if (answer.toString().includes(`MSA|AA|${id}`) && id === 1) socket.destroy()
      })
      socket.write(framed(vitalsMessage(id)))
    })
    await new Promise<void>((resolve) => monitor.listen(0, '127.0.0.1', () => resolve()))
    opened.push({ close: () => void monitor.close() })
    const { port } = monitor.address() as AddressInfo
    const { reports } = await start({ dial: [{ host: '127.0.0.1', port }] })
    await until(() => reports.length === 2)
    expect(calls).toBe(2)
  })
})

test('1,000 connections are served, one more is not', async () => {
  const { port } = await start()
  const senders: Sender[] = []
  for (let block = 0; block < 10; block += 1) {
    senders.push(...(await Promise.all(Array.from({ length: 100 }, () => call(port)))))
  }
  const last = senders.at(-1)
  last?.send(framed(vitalsMessage(1)))
  expect(await last?.answers(1)).toEqual(['AA 1'])
  const tooMany = await call(port)
  await tooMany.closed()
})
