import { readFile } from 'node:fs/promises'
import { accessFileSchema } from '../../shared/wire/access-file.ts'
import { failed, wrongUsage } from './io.ts'
import { readPassword } from './secret-input.ts'
import type { SignIn } from './server-client.ts'

/** How the replay gets in. */
export interface ReplayAccess {
  readonly url: string
  readonly token: string
  /** null: nobody signs in; the device has to stand in its bay already. */
  readonly signIn: SignIn | null
}

export interface AccessFlags {
  readonly url: string | undefined
  readonly token: string | undefined
  readonly accessFile: string | undefined
  readonly user: string | undefined
}

const fromFile = async (file: string): Promise<ReplayAccess> => {
  let content: unknown
  try {
    content = JSON.parse(await readFile(file, 'utf8'))
  } catch {
    throw failed(`${file} cannot be read as an access file.`)
  }
  const read = accessFileSchema.safeParse(content)
  if (!read.success) throw failed(`${file} is not an access file.`)
  const { url, users, tokens } = read.data
  if (tokens.device === undefined) throw failed(`${file} has no device token; give --url and --token.`)
  const nurse = users.find(({ role }) => role === 'nurse') ?? users.find(({ role }) => role === 'clinician')
  return { url, token: tokens.device, signIn: nurse ?? null }
}

/** @throws CommandStop */
export const readAccess = async ({ url, token, accessFile, user }: AccessFlags): Promise<ReplayAccess> => {
  if (accessFile !== undefined) {
    if (url !== undefined || token !== undefined || user !== undefined) {
      throw wrongUsage('--access-file says how to get in; --url, --token and --user go without it.')
    }
    return fromFile(accessFile)
  }
  if (url === undefined || token === undefined) {
    throw wrongUsage('Say how to get in: --access-file FILE, or --url URL and --token TOKEN.')
  }
  const signIn = user === undefined ? null : { name: user, password: await readPassword() }
  return { url, token, signIn }
}
