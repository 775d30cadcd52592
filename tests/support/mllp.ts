// A sender over MLLP, and an HL7 source on a free port.
import { connect, type Socket } from 'node:net'
import { startHl7Source, type Hl7Parts } from '../../server/sources/hl7/hl7-source.ts'
import { acknowledged, createNotingDoor } from './desk.ts'
import { NOON } from './door.ts'
import { silentLog } from './silent-log.ts'

const VT = '\x0b'
const FS_CR = '\x1c\r'

export const framed = (message: string): string => `${VT}${message}${FS_CR}`

export const vitalsMessage = (id: number | string, spo2 = 97, more = ''): string =>
  [
    `MSH|^~\\&|MON^00A0^EUI-64||||20260302120000+0000||ORU^R01^ORU_R01|${id}|P|2.6|${more}`,
    `OBR|1|||182777000^monitoring^SCT|||20260302120000+0000`,
    `OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.3.1|${spo2}|262688^MDC_DIM_PERCENT^MDC|||||R`,
  ].join('\r') + '\r'

export const startSource = async (more: Partial<Hl7Parts> = {}) => {
  const noting = createNotingDoor()
  const source = await startHl7Source({
    door: noting.door,
    clock: { speed: 1, now: () => NOON },
    log: silentLog,
    listen: { host: '127.0.0.1', port: 0 },
    zone: 'UTC',
    ...more,
  })
  return { ...noting, source, port: source.port }
}

export interface Sender {
  readonly socket: Socket
  send(bytes: string | Uint8Array): void
  /** Waits for so many answers in all; `AA 17` each. */
  answers(count: number): Promise<readonly string[]>
  closed(): Promise<void>
}

/** Rejects after a while: a test that waits for what does not come has failed. */
const within = <T>(promise: Promise<T>, what: string, ms = 5_000): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} did not come within ${ms} ms`)), ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })

export const openSender = async (port: number): Promise<Sender> => {
  const socket = connect({ port, host: '127.0.0.1' })
  let received = Buffer.alloc(0)
  let changed: () => void = () => undefined
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
    changed()
  })
  socket.on('error', () => undefined)
  await within(new Promise<void>((resolve) => socket.on('connect', () => resolve())), 'the connection')
  const read = (): readonly string[] =>
    received
      .toString('latin1')
      .split(FS_CR)
      .slice(0, -1)
      .map((answer) => acknowledged([Buffer.from(answer.replace(VT, ''), 'latin1')])[0] ?? '')
  return {
    socket,
    send: (bytes) => {
      socket.write(bytes)
    },
    answers: (count) =>
      within(
        new Promise((resolve) => {
          changed = () => {
            if (read().length >= count) resolve(read())
          }
          changed()
        }),
        `answer ${count}`,
      ),
    closed: () => within(closed, 'the end of the connection'),
  }
}

/** Looks again and again until it holds. */
export const until = async (holds: () => boolean, ms = 5_000): Promise<void> => {
  const deadline = Date.now() + ms
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`It did not hold within ${ms} ms.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
