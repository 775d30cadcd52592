import { readFile } from 'node:fs/promises'
import { protocolId } from '../../shared/domain/ids.ts'
import type { ProtocolVersion } from '../../shared/domain/protocol-version.ts'
import { draftOf } from '../../shared/domain/protocol.ts'
import { protocolFileSchema, toProtocolFile, type ProtocolFile } from '../../shared/wire/protocol-file.ts'
import { findProtocolOffline, importProtocolOffline, listProtocolsOffline } from '../offline-protocols.ts'
import { createPinoLog } from '../pino-log.ts'
import { commandConfig } from './command-config.ts'
import { failed, wrongUsage, type CliIo } from './io.ts'
import { expectPositionals, readOptions } from './options.ts'

const USAGE = `vigil protocol list [--json]
vigil protocol import FILE [--json]
vigil protocol export ID [--version N]

Protocols are data. A file's protocol becomes a new one, or a new version of the one with its id; it is not approved
until a clinician approves it on the page Protocols. An exported file is printed. While a server runs on the data
folder, use that page instead.

  --version N  The version to export. Without: the one that new visits take.
  --json       list: [{ id, name, version, inUse, approvedBy, retired }]; import: { id, version }.
  --help       This text.
`

const FAULTS_SHOWN = 20

/** @throws CommandStop with a sentence for each fault: where, and what is accepted */
const readProtocolFile = async (file: string): Promise<ProtocolFile> => {
  let content: unknown
  try {
    content = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw failed(error instanceof SyntaxError ? `${file} is not JSON: ${error.message}` : `${file} cannot be read.`)
  }
  const read = protocolFileSchema.safeParse(content)
  if (read.success) return read.data
  const { issues } = read.error
  const lines = issues
    .slice(0, FAULTS_SHOWN)
    .map(({ path, message }) => `  ${path.join('.') || 'the file'}: ${message}`)
  const more = issues.length > FAULTS_SHOWN ? [`  … and ${issues.length - FAULTS_SHOWN} more`] : []
  throw failed(`${file} is not a protocol that can be taken:\n${[...lines, ...more].join('\n')}`)
}

const folder = () => ({ folder: commandConfig().config.dataDir, log: createPinoLog('warn') })

const standing = ({ protocol: { approval }, retired }: ProtocolVersion): string => {
  if (retired !== null) return `retired by ${retired.by}`
  return approval === null ? 'not approved yet' : `approved by ${approval.by}`
}

const list = async (asJson: boolean, io: CliIo): Promise<void> => {
  const histories = await listProtocolsOffline(folder())
  const rows = histories.flatMap(({ inUse, versions }) =>
    versions.map((it) => ({ it, isInUse: it.protocol.version === inUse })),
  )
  if (asJson) {
    const data = rows.map(({ it: { protocol, retired }, isInUse }) => ({
      id: protocol.id,
      name: protocol.name,
      version: protocol.version,
      inUse: isInUse,
      approvedBy: protocol.approval?.by ?? null,
      retired: retired !== null,
    }))
    io.stdout.write(`${JSON.stringify(data)}\n`)
    return
  }
  for (const { it, isInUse } of rows) {
    const { id, version } = it.protocol
    io.stdout.write(
      `${id.padEnd(24)} v${String(version).padEnd(4)} ${isInUse ? 'in use ' : '       '} ${standing(it)}\n`,
    )
  }
}

const importFile = async (file: string, asJson: boolean, io: CliIo): Promise<void> => {
  const taken = await importProtocolOffline(folder(), await readProtocolFile(file))
  if (!taken.ok) throw failed(taken.error.message)
  const { id, name, version } = taken.value.protocol
  io.stdout.write(
    asJson ? `${JSON.stringify({ id, version })}\n` : `${name} (${id}) is version ${version} now, not approved yet\n`,
  )
}

const versionOf = (text: string | undefined): number | null => {
  if (text === undefined) return null
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw wrongUsage(`--version is the number of a version, not "${text}".\n\n${USAGE}`)
}

const exportFile = async (id: string, version: number | null, io: CliIo): Promise<void> => {
  const found = await findProtocolOffline(folder(), protocolId(id), version)
  if (found === null) throw failed(`There is no ${version === null ? '' : `version ${version} of `}protocol ${id}.`)
  const { protocol } = found
  io.stdout.write(`${JSON.stringify(toProtocolFile(draftOf(protocol), protocol.version), null, 2)}\n`)
}

export const runProtocol = async (args: readonly string[], io: CliIo): Promise<number> => {
  const options = {
    version: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const
  const { values, positionals } = readOptions(args, options, USAGE)
  if (values.help) {
    io.stdout.write(USAGE)
    return 0
  }
  const [action, name = ''] = positionals
  expectPositionals(positionals, action === 'list' ? 1 : 2, USAGE)
  const version = versionOf(values.version)
  if (action === 'list') await list(values.json, io)
  else if (action === 'import') await importFile(name, values.json, io)
  else if (action === 'export') await exportFile(name, version, io)
  else throw wrongUsage(USAGE)
  return 0
}
