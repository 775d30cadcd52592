import { describe, expect, test } from 'vitest'
import { runBackup, runRestore } from '../../../server/cli/backup.ts'
import { runDemo } from '../../../server/cli/demo.ts'
import { CommandStop, type CliIo } from '../../../server/cli/io.ts'
import { runServe } from '../../../server/cli/serve.ts'
import { runToken } from '../../../server/cli/token.ts'
import { runUser } from '../../../server/cli/user.ts'
import { runVerify } from '../../../server/cli/verify.ts'

const COMMANDS = {
  serve: runServe,
  demo: runDemo,
  user: runUser,
  token: runToken,
  verify: runVerify,
  backup: runBackup,
  restore: runRestore,
} as const

type Name = keyof typeof COMMANDS

const run = async (name: Name, ...args: readonly string[]) => {
  let stdout = ''
  const io: CliIo = {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => true },
    isTty: false,
  }
  try {
    return { code: await COMMANDS[name](args, io), stdout, message: '' }
  } catch (error) {
    if (error instanceof CommandStop) return { code: error.exitCode, stdout, message: error.message }
    throw error
  }
}

describe('every command', () => {
  test.each(Object.keys(COMMANDS) as Name[])('%s tells how it is used', async (name) => {
    const { code, stdout } = await run(name, '--help')
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`^vigil ${name} ?.*\\n\\n`))
    expect(stdout).toMatch(/^ +--help +This text\.$/m)
  })

  test.each<[Name, ...string[]]>([
    ['serve', '--nonsense'],
    ['serve', 'extra'],
    ['user'],
    ['user', 'add'],
    ['user', 'add', 'Ana'],
    ['user', 'add', ' ', '--role', 'nurse'],
    ['user', 'add', 'Ana', '--role', 'root'],
    ['user', 'remove', 'Ana', '--role', 'nurse'],
    ['token', 'create'],
    ['token', 'show', '--kind', 'device'],
    ['token', 'create', '--kind', 'display', '--device', 'x'],
    ['token', 'create', '--kind', 'device', '--site', 'x'],
    ['verify', 'extra'],
    ['backup'],
    ['restore', 'a', 'b'],
    ['demo', 'extra'],
    ['demo', '--bays', '0'],
    ['demo', '--bays', '65'],
    ['demo', '--bays', '1.5'],
    ['demo', '--speed', 'fast'],
    ['demo', '--speed', ''],
    ['demo', '--scenario', 'nonsense'],
  ])('%s ends with 2 for %s %s %s %s', async (name, ...args) => {
    const { code, stdout, message } = await run(name, ...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(message).toContain(`vigil ${name}`)
  })
})
