import path from 'node:path'
import { backupDataFolder, restoreDataFolder } from '../data-folder.ts'
import { createPinoLog } from '../pino-log.ts'
import { commandConfig } from './command-config.ts'
import type { CliIo } from './io.ts'
import { expectPositionals, readOptions } from './options.ts'
import { createProgress } from './progress.ts'

const BACKUP_USAGE = `vigil backup FILE

Writes one consistent copy of the store into a new file. A server may be running on it.

  --help   This text.
`

const RESTORE_USAGE = `vigil restore FILE

Puts a backup into the data folder, after checking all of it. The folder must not hold a database yet.

  --help   This text.
`

const HELP = { help: { type: 'boolean', short: 'h' } } as const

/** @returns null where only the usage was asked for */
const fileOf = (args: readonly string[], usage: string, io: CliIo): string | null => {
  const { values, positionals } = readOptions(args, HELP, usage)
  if (values.help === true) {
    io.stdout.write(usage)
    return null
  }
  expectPositionals(positionals, 1, usage)
  return path.resolve(positionals[0] ?? '')
}

export const runBackup = async (args: readonly string[], io: CliIo): Promise<number> => {
  const file = fileOf(args, BACKUP_USAGE, io)
  if (file === null) return 0
  const { config } = commandConfig()
  await backupDataFolder({ folder: config.dataDir, log: createPinoLog('warn') }, file)
  io.stdout.write(`${file}\n`)
  return 0
}

export const runRestore = async (args: readonly string[], io: CliIo): Promise<number> => {
  const file = fileOf(args, RESTORE_USAGE, io)
  if (file === null) return 0
  const { config } = commandConfig()
  const progress = createProgress(io, 'checking')
  const at = { folder: config.dataDir, log: createPinoLog('warn') }
  await restoreDataFolder(at, file, progress.show).finally(progress.done)
  io.stdout.write(`restored into ${config.dataDir}\n`)
  return 0
}
