// `vigil` as a person starts it: a process of its own, on a folder of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const MAIN = path.resolve(import.meta.dirname, '../../server/cli/main.ts')
const START_WITHIN_MS = 60_000

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Access {
  readonly url: string
  readonly hl7: { readonly host: string; readonly port: number }
  readonly users: readonly { readonly name: string; readonly role: string; readonly password: string }[]
  readonly tokens: { readonly device?: string; readonly display?: string }
}

export interface VigilProcess {
  readonly access: Access
  readonly accessFile: string
  /** As a power cut would. */
  kill(): Promise<void>
  /** As a system stops it. */
  stop(): Promise<Ended>
}

/** A folder that is gone with the test; nothing of the machine's own settings reaches a process in it. */
export class VigilFolder {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'vigil-process-'))
  readonly #children = new Set<ChildProcess>()
  #count = 0

  get dataDir(): string {
    return path.join(this.folder, 'data')
  }

  remove(): void {
    for (const child of this.#children) child.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Runs a command to its end. */
  async run(
    args: readonly string[],
    { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {},
  ): Promise<Ended> {
    const { child, ended } = this.#spawn(args, env)
    child.stdin?.end(input)
    return ended
  }

  /** Starts a server, and comes back once it is ready. */
  async start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<VigilProcess> {
    this.#count += 1
    const accessFile = path.join(this.folder, `access-${this.#count}.json`)
    const { child, ended } = this.#spawn([...args, '--access-file', accessFile], env)
    const until = Date.now() + START_WITHIN_MS
    while (!existsSync(accessFile)) {
      if (child.exitCode !== null) throw new Error(`it ended: ${(await ended).stderr}`)
      if (Date.now() > until) throw new Error('it does not start')
      await wait(20)
    }
    const end = async (signal: NodeJS.Signals): Promise<Ended> => {
      child.kill(signal)
      return ended
    }
    return {
      access: JSON.parse(readFileSync(accessFile, 'utf8')) as Access,
      accessFile,
      kill: async () => {
        await end('SIGKILL')
      },
      stop: () => end('SIGTERM'),
    }
  }

  /** Starts a command and kills it as soon as a file or folder whose name begins so stands in the data folder. */
  async cutOff(args: readonly string[], name: string): Promise<void> {
    const { child, ended } = this.#spawn(args, {})
    const stands = () => existsSync(this.dataDir) && readdirSync(this.dataDir).some((it) => it.startsWith(name))
    while (!stands()) {
      if (child.exitCode !== null) throw new Error(`it ended: ${(await ended).stderr}`)
      await wait(10)
    }
    child.kill('SIGKILL')
    await ended
  }

  #spawn(args: readonly string[], env: NodeJS.ProcessEnv): { child: ChildProcess; ended: Promise<Ended> } {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('VIGIL_'))
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: this.folder,
      env: {
        ...Object.fromEntries(inherited),
        VIGIL_PORT: '0',
        VIGIL_HL7_PORT: '0',
        VIGIL_DATA_DIR: this.dataDir,
        VIGIL_LOG_LEVEL: 'warn',
        ...env,
      },
    })
    this.#children.add(child)
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
    const ended = new Promise<Ended>((resolve) => {
      child.on('close', (code) => {
        this.#children.delete(child)
        resolve({ code, stdout, stderr })
      })
    })
    return { child, ended }
  }
}
