import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { MS_PER_MINUTE, MS_PER_SECOND } from '../../../shared/domain/time.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Door, Source } from '../../ports/source.ts'
import type { AcknowledgeMode } from './acknowledge.ts'
import { zoneOffset } from './hl7-time.ts'
import { createMessageDesk } from './message-desk.ts'
import {
  serveConnection,
  USUAL_TIMING,
  type ConnectionParts,
  type ConnectionTiming,
  type Served,
} from './mllp-connection.ts'

/** How one source differs from what it asks for. */
export interface Hl7SourceRule {
  /** The whole identity of the device, or the address that it connects from. */
  readonly source: string
  readonly acknowledge: AcknowledgeMode
}

export interface Hl7Address {
  readonly host: string
  readonly port: number
}

export interface Hl7Parts {
  readonly door: Door
  readonly clock: Clock
  readonly log: Log
  readonly listen: Hl7Address
  /** Monitors that wait to be called instead of calling. */
  readonly dial?: readonly Hl7Address[]
  readonly rules?: readonly Hl7SourceRule[]
  /** IANA name for times without a zone; absent: the zone of this machine. */
  readonly zone?: string
  readonly timing?: ConnectionTiming
}

export interface Hl7Source extends Source {
  /** The one that it got, where 0 was asked for. */
  readonly port: number
}

/** feeds.md section 1. */
const MAX_CONNECTIONS = 1_000
const SHORTEST_REDIAL_MS = MS_PER_SECOND
const LONGEST_REDIAL_MS = 30 * MS_PER_SECOND

/** The connections that are open, those that we made included. */
const createConnections = (parts: ConnectionParts) => {
  const open = new Map<Socket, Served>()
  return {
    serve: (socket: Socket): void => {
      open.set(socket, serveConnection(socket, parts))
      socket.on('close', () => open.delete(socket))
    },
    closeAll: async (): Promise<void> => {
      await Promise.all([...open.values()].map((one) => one.close()))
    },
  }
}

type Connections = ReturnType<typeof createConnections>

/** Tells a refusal that may come a thousand times a second once a minute, with how often it came. */
const tellOnceAMinute = (tell: (count: number) => void): { count: () => void; stop: () => void } => {
  let count = 0
  let timer: NodeJS.Timeout | undefined
  return {
    count: () => {
      count += 1
      if (timer !== undefined) return
      tell(count)
      count = 0
      timer = setTimeout(() => {
        timer = undefined
        if (count > 0) tell(count)
        count = 0
      }, MS_PER_MINUTE)
      timer.unref()
    },
    stop: () => {
      clearTimeout(timer)
    },
  }
}

const listen = (server: Server, { host, port }: Hl7Address): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })

/** Calls a monitor that is a TCP server, and calls again when the line is cut. */
const keepDialling = (to: Hl7Address, connections: Connections, log: Log): (() => void) => {
  let isStopped = false
  let pauseMs = SHORTEST_REDIAL_MS
  let timer: NodeJS.Timeout | undefined
  let socket: Socket
  const dial = (): void => {
    socket = connect({ host: to.host, port: to.port, allowHalfOpen: true })
    socket.on('connect', () => {
      pauseMs = SHORTEST_REDIAL_MS
      log.info('hl7.dialled', { host: to.host, port: to.port })
      connections.serve(socket)
    })
    socket.on('error', (error) => {
      log.warn('hl7.dialFailed', { host: to.host, port: to.port, err: error.message })
    })
    socket.on('close', () => {
      if (isStopped) return
      timer = setTimeout(dial, pauseMs)
      pauseMs = Math.min(pauseMs * 2, LONGEST_REDIAL_MS)
    })
  }
  dial()
  return () => {
    isStopped = true
    clearTimeout(timer)
    if (socket.connecting) socket.destroy()
  }
}

/** Listens for HL7 v2 over MLLP (feeds.md section 3). @throws where the port cannot be had or the zone is unknown. */
export const startHl7Source = async (parts: Hl7Parts): Promise<Hl7Source> => {
  const { door, clock, log, dial = [], rules = [], zone = null, timing = USUAL_TIMING } = parts
  const modeOf = (identity: string, peer: string): AcknowledgeMode =>
    rules.find(({ source }) => source === identity || source === peer)?.acknowledge ?? 'auto'
  const desk = createMessageDesk({ door, clock, log, zone: zoneOffset(zone), modeOf, wait })
  const connections = createConnections({ desk, door, clock, log, timing })
  const dropped = tellOnceAMinute((count) => log.warn('hl7.tooManyConnections', { count, limit: MAX_CONNECTIONS }))

  // Half open: a sender that closes after its last message still gets its answer.
  const server = createServer({ allowHalfOpen: true }, connections.serve)
  server.maxConnections = MAX_CONNECTIONS
  server.on('drop', dropped.count)
  const port = await listen(server, parts.listen)
  log.info('hl7.listening', { host: parts.listen.host, port })
  const stops = dial.map((to) => keepDialling(to, connections, log))
  return {
    name: 'hl7',
    port,
    close: async () => {
      for (const stop of stops) stop()
      dropped.stop()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await connections.closeAll()
      await closed
    },
  }
}
