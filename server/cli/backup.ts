import path from 'node:path'
import { backupDataFolder, restoreDataFolder } from '../data-folder.ts'
import { createPinoLog } from '../pino-log.ts'
import { commandConfig } from './command-config.ts'
import type { CliIo } from './io.ts'
import { expectPositionals, readOptions } from './options.ts'
import { createProgress } from './progress.ts'

const BACKUP_USAGE = `vigil backup FILE [--json]

Writes one consistent copy of the store into a new file. A server may be running on it.

  --json   { file }.
  --help   This text.
`

const RESTORE_USAGE = `vigil restore FILE [--json]

Puts a backup into the data folder, after checking all of it. The folder must not hold a database yet.

  --json   { dataDir }.
  --help   This text.
`

const OPTIONS = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

interface BackupFlags {
  readonly file: string
  readonly json: boolean
}

/** @returns null where only the usage was asked for */
const readFlags = (args: readonly string[], usage: string, io: CliIo): BackupFlags | null => {
  const { values, positionals } = readOptions(args, OPTIONS, usage)
  if (values.help) {
    io.stdout.write(usage)
    return null
  }
  expectPositionals(positionals, 1, usage)
  return { file: path.resolve(positionals[0] ?? ''), json: values.json }
}

export const runBackup = async (args: readonly string[], io: CliIo): Promise<number> => {
  const flags = readFlags(args, BACKUP_USAGE, io)
  if (flags === null) return 0
  const { file, json } = flags
  const { config } = commandConfig()
  await backupDataFolder({ folder: config.dataDir, log: createPinoLog('warn') }, file)
  io.stdout.write(`${json ? JSON.stringify({ file }) : file}\n`)
  return 0
}

export const runRestore = async (args: readonly string[], io: CliIo): Promise<number> => {
  const flags = readFlags(args, RESTORE_USAGE, io)
  if (flags === null) return 0
  const { config } = commandConfig()
  const progress = createProgress(io, 'checking')
  const at = { folder: config.dataDir, log: createPinoLog('warn') }
  await restoreDataFolder(at, flags.file, progress.show).finally(progress.done)
  const { dataDir } = config
  io.stdout.write(`${flags.json ? JSON.stringify({ dataDir }) : `restored into ${dataDir}`}\n`)
  return 0
}
