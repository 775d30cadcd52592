// Screens in a process of their own, so that what they cost is not counted as the server's. Started by screens.ts.
import { WebSocket } from 'ws'
import { preciseNow } from './bench-row.ts'

const [url = '', countText = '1', kind = 'live'] = process.argv.slice(2)
const NAMESPACE = '/live,'

const counters = { samples: 0, messages: 0, bytes: 0, sampleMs: [] as number[], alarmMs: [] as number[] }

interface Frame {
  readonly sessions: Readonly<Record<string, Readonly<Record<string, readonly [number, number, string]>>>>
}
interface Events {
  readonly events: readonly {
    readonly events: readonly { readonly type: string; readonly data?: { readonly readingAt?: string } }[]
  }[]
}

const takeFrame = (frame: Frame): void => {
  const now = preciseNow()
  for (const metrics of Object.values(frame.sessions)) {
    for (const [, time] of Object.values(metrics)) {
      counters.samples += 1
      counters.sampleMs.push(now - time)
    }
  }
}

const takeEvents = (message: Events): void => {
  const now = preciseNow()
  for (const { type, data } of message.events.flatMap(({ events }) => events)) {
    if (type === 'alarmRaised' && data?.readingAt !== undefined) counters.alarmMs.push(now - Date.parse(data.readingAt))
  }
}

const take = (name: string, payload: unknown): void => {
  if (name === 'vitals') takeFrame(payload as Frame)
  else if (name === 'events') takeEvents(payload as Events)
  else if (name === 'sample') counters.samples += 1
}

/** Speaks Socket.IO by hand: the cheapest client there is. */
const speakLive = (socket: WebSocket, token: string, onReady: () => void): void => {
  socket.on('message', (data: Buffer) => {
    const text = data.toString()
    counters.messages += 1
    counters.bytes += data.length
    if (text === '2') socket.send('3')
    else if (text.startsWith('0')) socket.send(`40${NAMESPACE}{"token":"${token}"}`)
    else if (text.startsWith(`40${NAMESPACE}`)) socket.send(`42${NAMESPACE}0["watch",{}]`)
    else if (text.startsWith(`43${NAMESPACE}0`)) onReady()
    else if (text.startsWith(`42${NAMESPACE}`)) {
      const [name, payload] = JSON.parse(text.slice(2 + NAMESPACE.length)) as [string, unknown]
      take(name, payload)
    }
  })
}

const speakPlain = (socket: WebSocket, onReady: () => void): void => {
  socket.on('open', onReady)
  socket.on('message', (data: Buffer) => {
    counters.messages += 1
    counters.bytes += data.length
    takeFrame(JSON.parse(data.toString()) as Frame)
  })
}

const connect = (index: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const address = url.replace('http', 'ws')
    const path = kind === 'plain' ? '' : '/socket.io/?EIO=4&transport=websocket'
    const socket = new WebSocket(`${address}${path}`, { perMessageDeflate: false })
    socket.on('error', reject)
    if (kind === 'plain') speakPlain(socket, resolve)
    else speakLive(socket, index % 2 === 0 ? 'staff' : 'display', resolve)
  })

const reset = (): void => {
  Object.assign(counters, { samples: 0, messages: 0, bytes: 0, sampleMs: [], alarmMs: [] })
}

process.on('message', (word) => {
  if (word === 'reset') reset()
  if (word === 'report') process.send?.(counters)
})
process.on('disconnect', () => process.exit(0))

for (let index = 0; index < Number(countText); index += 1) await connect(index)
process.send?.('ready')
