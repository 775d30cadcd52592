import { parseArgs } from 'node:util'
import type { Priority } from '../../shared/domain/limit.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import { toIso } from '../../shared/domain/time.ts'
import { evaluate, type EvaluatedTransition, type Recording } from '../core/evaluate.ts'
import { parseCommands, parseLimitsFile, parseReadings, readText, type FileAnswer } from './evaluate-files.ts'

export interface EvaluateIo {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
}

const USAGE = `vigil evaluate --limits FILE --readings FILE.csv [--commands FILE.csv] [--json]

Runs the alarm engine over recorded readings and prints every transition of every alarm.

  --limits FILE     JSON: { baseline?, expected?: [metric], staleAfter?: { metric: seconds }, limits: [limit] }
                    A limit is { id?, metric, direction: "low" | "high", threshold, priority: "low" | "medium" | "high",
                    onDelay?, offDelay?, hysteresis? }, its threshold a number, { "percentOfBaseline": 120 } or
                    { "offsetFromBaseline": -20 }. What is not given of delays (s) and hysteresis is 0.
  --readings FILE   CSV with the columns time, metric, value and, where known, quality (good, poor, invalid).
  --commands FILE   CSV with the columns time, type, channel; the type is acknowledge.
  --json            One JSON object a line: { at, type, channel, priority, value }.
  --help            This text.

Exit code 0; 1 where a file cannot be read; 2 where the command or a file is not as above.
`

const FAILED = 1
const WRONG_USAGE = 2

interface Options {
  readonly limits: string
  readonly readings: string
  readonly commands: string | null
  readonly json: boolean
}

/** What stops the command, with its exit code. */
interface Stop {
  readonly code: number
  readonly message: string
}

const wrongUsage = (message: string): Stop => ({ code: WRONG_USAGE, message })

const parseOptions = (args: readonly string[]): Result<Options | 'help', Stop> => {
  let values
  try {
    const options = {
      limits: { type: 'string' },
      readings: { type: 'string' },
      commands: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    } as const
    values = parseArgs({ args: [...args], options }).values
  } catch (cause) {
    return err(wrongUsage(`${cause instanceof Error ? cause.message : String(cause)}\n\n${USAGE}`))
  }
  const { limits, readings, commands = null, json, help } = values
  if (help) return ok('help')
  if (limits === undefined || readings === undefined)
    return err(wrongUsage(`Both --limits and --readings are needed.\n\n${USAGE}`))
  return ok({ limits, readings, commands, json })
}

const load = async <T>(file: string, parse: (text: string) => FileAnswer<T>): Promise<Result<T, Stop>> => {
  const text = await readText(file)
  if (!text.ok) return err({ code: FAILED, message: text.error })
  const content = parse(text.value)
  return content.ok ? content : err(wrongUsage(`${file}: ${content.error}`))
}

const loadRecording = async (options: Options): Promise<Result<Recording, Stop>> => {
  const limits = await load(options.limits, parseLimitsFile)
  if (!limits.ok) return limits
  const readings = await load(options.readings, parseReadings)
  if (!readings.ok) return readings
  const commands = options.commands === null ? ok([]) : await load(options.commands, parseCommands)
  if (!commands.ok) return commands
  const { baseline = null, expected = [], staleAfter = {} } = limits.value
  return ok({
    limits: limits.value.limits,
    baseline,
    expected,
    staleAfterS: staleAfter,
    readings: readings.value,
    commands: commands.value,
  })
}

const jsonLine = (transition: EvaluatedTransition): string =>
  JSON.stringify({ ...transition, at: toIso(transition.at) })

const MARK: Readonly<Record<Priority, string>> = { high: '***', medium: '** ', low: '*  ' }
const TYPE_WIDTH = 'deescalated'.length
const PRIORITY_WIDTH = 'medium'.length

const textLine = ({ at, type, channel, priority, value }: EvaluatedTransition): string =>
  [
    toIso(at),
    MARK[priority],
    priority.padEnd(PRIORITY_WIDTH),
    type.padEnd(TYPE_WIDTH),
    value === undefined ? channel : `${channel} ${value}`,
  ].join('  ')

/** `vigil evaluate`. @returns the exit code */
export const runEvaluate = async (args: readonly string[], io: EvaluateIo): Promise<number> => {
  const options = parseOptions(args)
  const stop = ({ code, message }: Stop): number => {
    io.stderr.write(`vigil evaluate: ${message.trimEnd()}\n`)
    return code
  }
  if (!options.ok) return stop(options.error)
  if (options.value === 'help') {
    io.stdout.write(USAGE)
    return 0
  }
  const recording = await loadRecording(options.value)
  if (!recording.ok) return stop(recording.error)
  const line = options.value.json ? jsonLine : textLine
  const lines = evaluate(recording.value).map((transition) => `${line(transition)}\n`)
  io.stdout.write(lines.join(''))
  return 0
}
