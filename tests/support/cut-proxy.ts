// A cable between browser and server that a test can cut: neither side is told why.
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'

export interface CutProxy {
  readonly url: string
  /** Leads to this server from now on; what is open stays where it is. */
  leadTo(url: string): void
  cut(): void
  mend(): void
  close(): Promise<void>
}

export const startCutProxy = async (to: string): Promise<CutProxy> => {
  const open = new Set<Socket>()
  let target = new URL(to)
  let isCut = false
  const keep = (socket: Socket, other: Socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      open.delete(socket)
      other.destroy()
    })
  }
  const server = createServer((from) => {
    if (isCut) {
      from.destroy()
      return
    }
    const onward = connect(Number(target.port), target.hostname)
    keep(from, onward)
    keep(onward, from)
    from.pipe(onward).pipe(from)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (url) => {
      target = new URL(url)
    },
    cut: () => {
      isCut = true
      for (const socket of open) socket.destroy()
    },
    mend: () => {
      isCut = false
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
}
