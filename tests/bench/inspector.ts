import { WebSocket } from 'ws'

/** The debugger of another Node process: looks into it without that it is written for it. */
export interface Inspector {
  call(method: string, params?: object): Promise<unknown>
  /** What an expression comes to there. */
  number(expression: string): Promise<number>
  close(): void
}

interface Answer {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

export const openInspector = async (port: number): Promise<Inspector> => {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`)
  const [target] = (await response.json()) as readonly { readonly webSocketDebuggerUrl: string }[]
  if (target === undefined) throw new Error('there is nothing to look into')
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  socket.on('message', (data: Buffer) => {
    const answer = JSON.parse(data.toString()) as Answer
    if (answer.id === undefined) return
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  let lastId = 0
  const call = (method: string, params: object = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, ({ result, error }) => {
        if (error === undefined) resolve(result)
        else reject(new Error(error.message))
      })
      socket.send(JSON.stringify({ id, method, params }))
    })
  return {
    call,
    number: async (expression) => {
      const { result } = (await call('Runtime.evaluate', { expression })) as { readonly result: { value?: unknown } }
      if (typeof result.value !== 'number') throw new Error(`${expression} is no number`)
      return result.value
    },
    close: () => {
      socket.close()
    },
  }
}
