import { verifyDataFolder } from '../data-folder.ts'
import { createPinoLog } from '../pino-log.ts'
import { commandConfig } from './command-config.ts'
import type { CliIo } from './io.ts'
import { expectPositionals, readOptions } from './options.ts'
import { createProgress } from './progress.ts'

const USAGE = `vigil verify [--json]

Checks the store of the data folder: the chain of every session's events and the digest of every stretch of readings.
A server may be running on it.

  --json   { sessions, events, chunks, faults: [{ sessionId, where, message }] }
  --help   This text.

Exit code 0 where everything is as it was written, 1 where something is not.
`

export const runVerify = async (args: readonly string[], io: CliIo): Promise<number> => {
  const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
  const { values, positionals } = readOptions(args, options, USAGE)
  if (values.help === true) {
    io.stdout.write(USAGE)
    return 0
  }
  expectPositionals(positionals, 0, USAGE)
  const { config } = commandConfig()
  const progress = createProgress(io, 'verifying')
  const at = { folder: config.dataDir, log: createPinoLog('warn') }
  const report = await verifyDataFolder(at, progress.show).finally(progress.done)
  if (values.json === true) io.stdout.write(`${JSON.stringify(report)}\n`)
  else {
    for (const { sessionId, where, message } of report.faults) {
      io.stdout.write(`${sessionId ?? 'store'}, ${where}: ${message}\n`)
    }
    const { sessions, events, chunks, faults } = report
    io.stdout.write(`${sessions} sessions, ${events} events, ${chunks} chunks of readings: ${faults.length} faults\n`)
  }
  return report.faults.length === 0 ? 0 : 1
}
