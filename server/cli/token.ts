import { siteId } from '../../shared/domain/ids.ts'
import { createTokenOffline, type TokenToCreate } from '../offline-accounts.ts'
import { createPinoLog } from '../pino-log.ts'
import { commandConfig } from './command-config.ts'
import { wrongUsage, type CliIo } from './io.ts'
import { expectPositionals, readOptions } from './options.ts'

const USAGE = `vigil token create --kind device|display [--name NAME] [--device DEVICE] [--site SITE] [--json]

Makes a token for a thing: a device posts readings with it, a display looks with it and touches nothing. It is printed
this one time; only its hash is kept. While a server runs on the data folder, make tokens on its page instead.

  --kind KIND       device or display.
  --name NAME       For people: what or where it is for.
  --device DEVICE   A device token: the one device name that it may speak under. Without: it names the device itself.
  --site SITE       A display token: the site that it may look at. Without: main.
  --json            { id, kind, name, token }.
  --help            This text.
`

const readToken = (args: readonly string[]) => {
  const options = {
    kind: { type: 'string' },
    name: { type: 'string' },
    device: { type: 'string' },
    site: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const
  return readOptions(args, options, USAGE)
}

const tokenToCreate = ({ values, positionals }: ReturnType<typeof readToken>): TokenToCreate => {
  const { kind, name, device, site } = values
  expectPositionals(positionals, 1, USAGE)
  if (positionals[0] !== 'create') throw wrongUsage(USAGE)
  if (kind === 'device' && site === undefined) {
    return { kind, name: name ?? device ?? kind, device: device ?? null }
  }
  if (kind === 'display' && device === undefined) return { kind, name: name ?? kind, site: siteId(site ?? 'main') }
  throw wrongUsage(USAGE)
}

export const runToken = async (args: readonly string[], io: CliIo): Promise<number> => {
  const read = readToken(args)
  if (read.values.help) {
    io.stdout.write(USAGE)
    return 0
  }
  const wanted = tokenToCreate(read)
  const { config } = commandConfig()
  const { token, secret } = await createTokenOffline({ folder: config.dataDir, log: createPinoLog('warn') }, wanted)
  const { id, kind, name } = token
  io.stdout.write(read.values.json ? `${JSON.stringify({ id, kind, name, token: secret })}\n` : `${secret}\n`)
  return 0
}
