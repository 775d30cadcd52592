/** What a command speaks through. */
export interface CliIo {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
  /** Somebody looks at stderr: a progress bar may redraw its line there. */
  readonly isTty: boolean
}

/** The end of a command that a person can do something about: one sentence, no stack. */
export class CommandStop extends Error {
  readonly exitCode: 1 | 2
  constructor(exitCode: 1 | 2, message: string) {
    super(message)
    this.name = 'CommandStop'
    this.exitCode = exitCode
  }
}

export const failed = (message: string): CommandStop => new CommandStop(1, message)

export const wrongUsage = (message: string): CommandStop => new CommandStop(2, message)
