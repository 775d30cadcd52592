import { readFile } from 'node:fs/promises'
import { readHl7Frames, type Hl7Frame } from './hl7-messages.ts'
import { openHl7Sender, type Hl7Sender } from './hl7-sender.ts'
import { failed, wrongUsage, type CliIo } from './io.ts'
import { expectPositionals, readOptions } from './options.ts'

const USAGE = `vigil send-hl7 FILE --host HOST --port PORT [--timeout S] [--json]

Sends the HL7 v2 messages of a file over MLLP, one after another, and prints the answers.

  FILE          One message or several, a batch (FHS, BHS), or a captured stream with its marks.
  --host HOST   Where the server listens.
  --port PORT   Its port for HL7, usually 2575.
  --timeout S   Seconds for which an answer is waited for. Without: 10.
  --json        One JSON object for each answer: { code, controlId, answer }.
  --help        This text.

Exit code 0 where each message was accepted; 1 where one was refused or not answered; 2 for wrong usage.
`

interface Answer {
  /** MSA-1. */
  readonly code: string
  /** MSA-2. */
  readonly controlId: string
  readonly answer: string
}

const toAnswer = (answer: string): Answer => {
  const line = answer.split(/[\r\n]+/).find((one) => one.startsWith('MSA')) ?? ''
  const [, code = '', controlId = ''] = line.split(line.charAt(3) || '|')
  return { code, controlId, answer }
}

const isGood = ({ code }: Answer): boolean => code === 'AA' || code === 'CA'

const readFrames = async (file: string): Promise<readonly Hl7Frame[]> => {
  let bytes
  try {
    bytes = await readFile(file)
  } catch {
    throw failed(`${file} cannot be read.`)
  }
  const frames = readHl7Frames(bytes)
  if (frames.length === 0) throw failed(`${file} holds no HL7 message: none begins with MSH.`)
  return frames
}

const readFigure = (name: string, text: string | undefined, most: number): number => {
  const value = Number(text)
  if (text === undefined || !(value > 0 && value <= most)) throw wrongUsage(`--${name} is needed.\n\n${USAGE}`)
  return value
}

/** @returns whether every message was accepted. */
const sendAll = async (
  frames: readonly Hl7Frame[],
  sender: Hl7Sender,
  print: (answer: Answer) => void,
): Promise<boolean> => {
  let isWell = true
  for (const { text, answers: wanted } of frames) {
    const answers = (await sender.send(text, wanted)).map(toAnswer)
    answers.forEach(print)
    if (answers.length < wanted || !answers.every(isGood)) isWell = false
  }
  return isWell
}

/** `vigil send-hl7`. @returns the exit code @throws CommandStop */
export const runSendHl7 = async (args: readonly string[], io: CliIo): Promise<number> => {
  const options = {
    host: { type: 'string' },
    port: { type: 'string' },
    timeout: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const
  const { values, positionals } = readOptions(args, options, USAGE)
  if (values.help) {
    io.stdout.write(USAGE)
    return 0
  }
  expectPositionals(positionals, 1, USAGE)
  const [file = ''] = positionals
  const { host } = values
  const port = readFigure('port', values.port, 65_535)
  const timeoutS = readFigure('timeout', values.timeout, 3_600)
  if (host === undefined) throw wrongUsage(`--host is needed.\n\n${USAGE}`)
  const frames = await readFrames(file)
  const sender = await openHl7Sender(host, port, timeoutS * 1_000)
  const print = (answer: Answer): void => {
    io.stdout.write(
      values.json ? `${JSON.stringify(answer)}\n` : `${answer.answer.replaceAll('\r', '\n').trimEnd()}\n\n`,
    )
  }
  try {
    if (await sendAll(frames, sender, print)) return 0
    io.stderr.write('vigil send-hl7: not every message was accepted.\n')
    return 1
  } finally {
    sender.close()
  }
}
