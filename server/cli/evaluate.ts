import type { Priority } from '../../shared/domain/limit.ts'
import { toIso } from '../../shared/domain/time.ts'
import { evaluate, type EvaluatedTransition, type Recording } from '../core/evaluate.ts'
import { parseCommands, parseLimitsFile, parseReadings, readText, type FileAnswer } from './evaluate-files.ts'
import { failed, wrongUsage, type CliIo } from './io.ts'
import { expectPositionals, readOptions } from './options.ts'

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

interface Options {
  readonly limits: string
  readonly readings: string
  readonly commands: string | null
  readonly json: boolean
}

/** @returns null where help was asked for. @throws CommandStop */
const parseOptions = (args: readonly string[]): Options | null => {
  const { values, positionals } = readOptions(
    args,
    {
      limits: { type: 'string' },
      readings: { type: 'string' },
      commands: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
    USAGE,
  )
  const { limits, readings, commands = null, json, help } = values
  if (help) return null
  if (limits === undefined || readings === undefined)
    throw wrongUsage(`Both --limits and --readings are needed.\n\n${USAGE}`)
  expectPositionals(positionals, 0, USAGE)
  return { limits, readings, commands, json }
}

/** @throws CommandStop: 1 where the file cannot be read, 2 where it is not what it should be. */
const load = async <T>(file: string, parse: (text: string) => FileAnswer<T>): Promise<T> => {
  const text = await readText(file)
  if (!text.ok) throw failed(text.error)
  const content = parse(text.value)
  if (!content.ok) throw wrongUsage(`${file}: ${content.error}`)
  return content.value
}

const loadRecording = async (options: Options): Promise<Recording> => {
  const { baseline = null, expected = [], staleAfter = {}, limits } = await load(options.limits, parseLimitsFile)
  const readings = await load(options.readings, parseReadings)
  const commands = options.commands === null ? [] : await load(options.commands, parseCommands)
  return { limits, baseline, expected, staleAfterS: staleAfter, readings, commands }
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

/** `vigil evaluate`. @returns the exit code. @throws CommandStop */
export const runEvaluate = async (args: readonly string[], io: Pick<CliIo, 'stdout'>): Promise<number> => {
  const options = parseOptions(args)
  if (options === null) {
    io.stdout.write(USAGE)
    return 0
  }
  const transitions = evaluate(await loadRecording(options))
  const line = options.json ? jsonLine : textLine
  io.stdout.write(transitions.map((transition) => `${line(transition)}\n`).join(''))
  return 0
}
