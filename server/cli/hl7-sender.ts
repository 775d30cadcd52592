import { connect, type Socket } from 'node:net'
import { failed } from './io.ts'

/** A connection that sends frames and waits for what comes back. */
export interface Hl7Sender {
  /** @returns as many answers as were asked for, or fewer where no more came in time or the line was cut. */
  send(text: string, answers: number): Promise<readonly string[]>
  close(): void
}

const START = '\x0b'
const END = '\x1c'
const END_OF_BLOCK = `${END}\r`

/** The whole answers in what was received, and what is left of it. */
const cutAnswers = (received: string): { readonly answers: readonly string[]; readonly rest: string } => {
  const parts = received.split(END)
  return {
    answers: parts.slice(0, -1).map((part) => part.slice(part.indexOf(START) + 1)),
    rest: parts.at(-1) ?? '',
  }
}

const opened = (socket: Socket, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', (error) => {
      reject(failed(`${host}, port ${port} cannot be reached: ${error.message}.`))
    })
  })

/** @param timeoutMs how long an answer is waited for */
export const openHl7Sender = async (host: string, port: number, timeoutMs: number): Promise<Hl7Sender> => {
  const socket = connect({ host, port })
  await opened(socket, host, port)
  let received = ''
  let isClosed = false
  let changed: () => void = () => undefined
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1')
    changed()
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isClosed = true
    changed()
  })
  return {
    send: (text, count) =>
      new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer)
          changed = () => undefined
          const { answers, rest } = cutAnswers(received)
          received = rest
          resolve(answers)
        }
        const timer = setTimeout(finish, timeoutMs)
        changed = () => {
          if (isClosed || cutAnswers(received).answers.length >= count) finish()
        }
        socket.write(Buffer.from(`${START}${text}${END_OF_BLOCK}`, 'latin1'))
        changed()
      }),
    close: () => {
      socket.end()
    },
  }
}
