import { ROLES, type Role } from '../../shared/domain/actor.ts'
import { addUserOffline } from '../offline-accounts.ts'
import { createPinoLog } from '../pino-log.ts'
import { commandConfig } from './command-config.ts'
import { failed, wrongUsage, type CliIo } from './io.ts'
import { expectPositionals, readOptions } from './options.ts'
import { readPassword } from './secret-input.ts'

const USAGE = `vigil user add NAME --role nurse|clinician|admin [--generate] [--json]

Adds a person who may sign in. The password is asked for, or read from stdin where that is a pipe. While a server
runs on the data folder, add people on its page for administrators instead.

  --role ROLE   nurse and clinician give commands, admin sets the clinic up.
  --generate    Makes a password and prints it.
  --json        { id, name, role, password }; the password where it was made.
  --help        This text.
`

const isRole = (text: string | undefined): text is Role => (ROLES as readonly (string | undefined)[]).includes(text)

export const runUser = async (args: readonly string[], io: CliIo): Promise<number> => {
  const options = {
    role: { type: 'string' },
    generate: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  } as const
  const { values, positionals } = readOptions(args, options, USAGE)
  const { role, generate, json, help } = values
  if (help === true) {
    io.stdout.write(USAGE)
    return 0
  }
  expectPositionals(positionals, 2, USAGE)
  const [action, name = ''] = positionals
  if (action !== 'add' || name.trim() === '' || !isRole(role)) throw wrongUsage(USAGE)
  const { config } = commandConfig()
  const password = generate ? null : await readPassword()
  const at = { folder: config.dataDir, log: createPinoLog('warn') }
  const added = await addUserOffline(at, { name: name.trim(), role, password })
  if (!added.ok) throw failed(added.error.message)
  const { user } = added.value
  const made = generate ? { password: added.value.password } : {}
  if (json) io.stdout.write(`${JSON.stringify({ id: user.id, name: user.name, role: user.role, ...made })}\n`)
  else io.stdout.write(`${user.name} (${user.role}) may sign in${generate ? `: ${added.value.password}` : ''}\n`)
  return 0
}
