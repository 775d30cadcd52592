import { z } from 'zod'
import { siteId, tokenId, userId } from '../../shared/domain/ids.ts'
import { toIso } from '../../shared/domain/time.ts'
import {
  auditAnswerSchema,
  newTokenSchema,
  newUserSchema,
  tokenCreatedSchema,
  tokensAnswerSchema,
  userChangeSchema,
  userSchema,
  usersAnswerSchema,
  type TokenAnswer,
  type UserAnswer,
} from '../../shared/wire/account.ts'
import type { AccessToken, Accounts, NewToken, User } from '../ports/accounts.ts'
import type { ResponsibilityBook } from '../ports/responsibility-book.ts'
import { created, empty, json } from './answer.ts'
import { notFound, problem } from './problem.ts'
import { admins, defineRoute, staff, type Route, type StaffCaller } from './route.ts'

interface AccountParts extends Pick<Accounts, 'users' | 'tokens' | 'audit'> {
  readonly responsibilities: Pick<ResponsibilityBook, 'order'>
}

const by = ({ staff: { id, name } }: StaffCaller) => ({ id, name })

const userAnswer = (user: User): UserAnswer => ({ ...user, createdAt: toIso(user.createdAt) })

const tokenAnswer = (token: AccessToken): TokenAnswer => ({ ...token, createdAt: toIso(token.createdAt) })

/** Who can no longer sign in, or has no clinical role any more, answers for no bay: nobody is to wait for them. */
const endAnswering = async (user: User, { responsibilities }: AccountParts, caller: StaffCaller): Promise<void> => {
  if (user.isActive && user.role !== 'admin') return
  await responsibilities.order({ by: by(caller), command: { type: 'dismissPerson', person: user.id } })
}

const userRoutes = (parts: AccountParts): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/users',
    summary: 'The people who may sign in, and those who could once.',
    access: staff,
    answer: { status: 200, schema: usersAnswerSchema },
    handle: async () => json({ users: (await parts.users.list()).map(userAnswer) }),
  }),
  defineRoute({
    method: 'post',
    path: '/users',
    summary: 'Add a person.',
    access: admins,
    body: newUserSchema,
    answer: { status: 201, schema: userSchema },
    handle: async ({ body, caller, address }) => {
      const added = await parts.users.add(body)
      if (!added.ok) return problem(added.error)
      const detail = `${added.value.name} as ${added.value.role}`
      await parts.audit.record({ action: 'userAdded', by: by(caller), address, detail })
      return created(userAnswer(added.value))
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/users/:id',
    summary: "Change a person's role or password, or whether they may sign in; their sign-ins end.",
    access: admins,
    body: userChangeSchema,
    answer: { status: 200, schema: userSchema },
    handle: async ({ params, body, caller, address }) => {
      const changed = await parts.users.change(userId(params.id ?? ''), body)
      if (!changed.ok) return problem(changed.error)
      const detail = `${changed.value.name}: ${Object.keys(body).join(', ')}`
      await parts.audit.record({ action: 'userChanged', by: by(caller), address, detail })
      await endAnswering(changed.value, parts, caller)
      return json(userAnswer(changed.value))
    },
  }),
]

/** The one site where a clinic names none. */
const MAIN_SITE = siteId('main')

const newTokenOf = (body: z.infer<typeof newTokenSchema>, createdBy: string): NewToken =>
  body.kind === 'device'
    ? { kind: 'device', name: body.name, device: body.device ?? null, createdBy }
    : { kind: 'display', name: body.name, site: body.site ?? MAIN_SITE, createdBy }

const tokenRoutes = ({ tokens, audit }: AccountParts): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/tokens',
    summary: 'Tokens of devices and displays; their secrets are nowhere kept.',
    access: staff,
    answer: { status: 200, schema: tokensAnswerSchema },
    handle: async () => json({ tokens: (await tokens.list()).map(tokenAnswer) }),
  }),
  defineRoute({
    method: 'post',
    path: '/tokens',
    summary: 'Make a token; its secret is told this one time.',
    access: admins,
    body: newTokenSchema,
    answer: { status: 201, schema: tokenCreatedSchema },
    handle: async ({ body, caller, address }) => {
      const { token, secret } = await tokens.create(newTokenOf(body, caller.staff.name))
      const detail = `${token.kind} ${token.name} (${token.id})`
      await audit.record({ action: 'tokenCreated', by: by(caller), address, detail })
      return created({ token: tokenAnswer(token), secret })
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/tokens/:id',
    summary: 'Revoke a token; what is open under it is closed.',
    access: admins,
    answer: { status: 204 },
    handle: async ({ params, caller, address }) => {
      if (!(await tokens.revoke(tokenId(params.id ?? '')))) return notFound('token of this id')
      await audit.record({ action: 'tokenRevoked', by: by(caller), address, detail: params.id ?? '' })
      return empty()
    },
  }),
]

const AUDIT_PAGE = 200

const auditQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(AUDIT_PAGE) })

const auditRoutes = ({ audit }: AccountParts): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/audit',
    summary: 'Who was let in, who was not, and who changed whose access; newest first.',
    access: staff,
    query: auditQuerySchema,
    answer: { status: 200, schema: auditAnswerSchema },
    handle: async ({ query }) => {
      const entries = await audit.newest(query.limit)
      return json({ entries: entries.map((entry) => ({ ...entry, at: toIso(entry.at) })) })
    },
  }),
]

export const accountRoutes = (parts: AccountParts): readonly Route[] => [
  ...userRoutes(parts),
  ...tokenRoutes(parts),
  ...auditRoutes(parts),
]
