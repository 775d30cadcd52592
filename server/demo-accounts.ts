import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { ROLES, type Role, type Staff } from '../shared/domain/actor.ts'
import type { SiteId } from '../shared/domain/ids.ts'
import { newPassword } from './auth/passwords.ts'
import type { Accounts, NewToken } from './ports/accounts.ts'

const keptSchema = z.object({
  passwords: z.record(z.enum(ROLES), z.string()),
  tokens: z.object({ device: z.string(), display: z.string() }),
})

type Kept = z.infer<typeof keptSchema>

export interface DemoUser {
  readonly staff: Staff
  readonly password: string
}

export interface DemoAccounts {
  /** One of each role, in the order of the roles; the role is the name to sign in by. */
  readonly users: Readonly<Record<Role, DemoUser>>
  readonly tokens: Kept['tokens']
}

interface Request {
  readonly accounts: Accounts
  readonly dataDir: string
  readonly site: SiteId
}

const FILE = 'demo-access.json'

/** What the last demo in this folder let people in by; null: nothing that could be read. */
const readKept = async (dataDir: string): Promise<Kept | null> => {
  try {
    return keptSchema.parse(JSON.parse(await readFile(path.join(dataDir, FILE), 'utf8')))
  } catch {
    return null
  }
}

const ensureUser = async ({ users, signIns }: Accounts, role: Role, kept: string | undefined): Promise<DemoUser> => {
  const address = 'demo'
  const signedIn = kept === undefined ? null : await signIns.signIn({ name: role, password: kept, address })
  if (kept !== undefined && signedIn?.ok === true && signedIn.value.staff.role === role) {
    await signIns.signOut(signedIn.value.loginId)
    return { staff: signedIn.value.staff, password: kept }
  }
  const password = newPassword()
  const known = (await users.list()).find(({ name }) => name === role)
  const made =
    known === undefined
      ? await users.add({ name: role, role, password })
      : await users.change(known.id, { role, password, isActive: true })
  if (!made.ok) throw new Error(`the demo cannot make its ${role}: ${made.error.message}`)
  return { staff: { id: made.value.id, name: role, role }, password }
}

const ensureToken = async ({ tokens, authenticate }: Accounts, wanted: NewToken, kept: string | undefined) => {
  if (kept !== undefined) {
    const caller = await authenticate({ cookie: undefined, token: kept })
    if (caller?.kind === wanted.kind) return kept
  }
  return (await tokens.create(wanted)).secret
}

const ensureTokens = async ({ accounts, site }: Request, kept: Kept['tokens'] | undefined): Promise<Kept['tokens']> => {
  const createdBy = 'demo'
  const device = { kind: 'device', name: 'Demo', device: null, createdBy } as const
  const display = { kind: 'display', name: 'Demo wall', site, createdBy } as const
  return {
    device: await ensureToken(accounts, device, kept?.device),
    display: await ensureToken(accounts, display, kept?.display),
  }
}

/**
 * Sign-ins and tokens that work. Those of the last demo in the folder stay where they still let in, so that a wall and a
 * browser come back by themselves after a restart; they lie in the folder in clear, which only a demo may do.
 */
export const ensureDemoAccounts = async (request: Request): Promise<DemoAccounts> => {
  const { accounts, dataDir } = request
  const kept = await readKept(dataDir)
  const users = {
    nurse: await ensureUser(accounts, 'nurse', kept?.passwords.nurse),
    clinician: await ensureUser(accounts, 'clinician', kept?.passwords.clinician),
    admin: await ensureUser(accounts, 'admin', kept?.passwords.admin),
  }
  const tokens = await ensureTokens(request, kept?.tokens)
  const passwords = {
    nurse: users.nurse.password,
    clinician: users.clinician.password,
    admin: users.admin.password,
  }
  const content = `${JSON.stringify({ passwords, tokens } satisfies Kept, null, 2)}\n`
  await writeFile(path.join(dataDir, FILE), content, { mode: 0o600 })
  return { users, tokens }
}
