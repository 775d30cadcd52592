import { flushCompileCache } from 'node:module'
import { CannotStart } from '../cannot-start.ts'
import { StoreError } from '../ports/session-store.ts'
import { CommandStop, type CliIo } from './io.ts'

const KEEP_COMPILED_AFTER_MS = 15_000

interface Command {
  readonly does: string
  readonly run: (args: readonly string[], io: CliIo) => Promise<number>
}

/** Each is loaded when it is asked for: `vigil evaluate` waits for no server to be read. */
const COMMANDS: Readonly<Record<string, Command>> = {
  serve: {
    does: 'the server, for real use',
    run: async (...given) => (await import('./serve.ts')).runServe(...given),
  },
  demo: {
    does: 'the same server on loopback, with simulated monitors and patients',
    run: async (...given) => (await import('./demo.ts')).runDemo(...given),
  },
  evaluate: {
    does: 'the alarm engine over recorded readings',
    run: async (...given) => (await import('./evaluate.ts')).runEvaluate(...given),
  },
  replay: {
    does: 'send a recorded file to a running server, as a device would',
    run: async (...given) => (await import('./replay.ts')).runReplay(...given),
  },
  'send-hl7': {
    does: 'send HL7 messages over MLLP and print the answers',
    run: async (...given) => (await import('./send-hl7.ts')).runSendHl7(...given),
  },
  user: {
    does: 'add a person who may sign in',
    run: async (...given) => (await import('./user.ts')).runUser(...given),
  },
  token: {
    does: 'make a token for a device or a display',
    run: async (...given) => (await import('./token.ts')).runToken(...given),
  },
  protocol: {
    does: 'list the protocols, import one from a file, export one to a file',
    run: async (...given) => (await import('./protocol.ts')).runProtocol(...given),
  },
  verify: {
    does: 'check the store and the chain of its events',
    run: async (...given) => (await import('./verify.ts')).runVerify(...given),
  },
  backup: {
    does: 'a consistent copy of the store, also while a server runs',
    run: async (...given) => (await import('./backup.ts')).runBackup(...given),
  },
  restore: {
    does: 'put a backup into an empty data folder',
    run: async (...given) => (await import('./backup.ts')).runRestore(...given),
  },
}

const usage = (): string => {
  const lines = Object.entries(COMMANDS).map(([name, { does }]) => `  ${name.padEnd(10)} ${does}`)
  return `vigil COMMAND [options]\n\n${lines.join('\n')}\n\nvigil COMMAND --help tells more of each.\n`
}

const io: CliIo = { stdout: process.stdout, stderr: process.stderr, isTty: process.stderr.isTTY }

const run = async ([name = '--help', ...args]: readonly string[]): Promise<number> => {
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout.write(usage())
    return 0
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) throw new CommandStop(2, `There is no command ${name}.\n\n${usage()}`)
  return command.run(args, io)
}

/** A refusal is a sentence and an exit code; anything else is a fault of the program, with its stack. */
const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommandStop || error instanceof StoreError || error instanceof CannotStart) {
    io.stderr.write(`vigil: ${error.message.trimEnd()}\n`)
    return error instanceof CommandStop ? error.exitCode : 1
  }
  io.stderr.write(`vigil: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return 1
}

// Node keeps what it compiled when it ends, but a server may be killed: by then it has loaded all that it will.
setTimeout(flushCompileCache, KEEP_COMPILED_AFTER_MS).unref()
process.exitCode = await run(process.argv.slice(2)).catch(exitCodeOf)
