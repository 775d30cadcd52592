import { readConfig, type ReadConfig } from '../config.ts'
import { failed } from './io.ts'

/** The settings of this command, from the environment and the folder it was started in. @throws CommandStop with a sentence for each fault */
export const commandConfig = (): ReadConfig => {
  const read = readConfig({ env: process.env, folder: process.cwd() })
  if (read.ok) return read.value
  throw failed(read.error.join('\n'))
}
