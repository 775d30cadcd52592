import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { failed } from './io.ts'

/** What is typed is not shown; the question is written by ourselves. */
const askHidden = async (question: string): Promise<string> => {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  process.stderr.write(question)
  try {
    return await lines.question('')
  } catch {
    throw failed('Nothing was changed.')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}

/** A password from the terminal, asked twice, or from a pipe: its first line. @throws CommandStop */
export const readPassword = async (): Promise<string> => {
  if (!process.stdin.isTTY) {
    const [line = ''] = (await text(process.stdin)).split(/\r?\n/)
    return line
  }
  const password = await askHidden('Password: ')
  if ((await askHidden('Again: ')) !== password)
    throw failed('The two passwords are not the same: nothing was changed.')
  return password
}
