import type { Staff } from '../../shared/domain/actor.ts'
import { meSchema, type Me } from '../../shared/wire/account.ts'
import { loginSchema } from '../../shared/wire/session-request.ts'
import type { Audit, SignIns } from '../ports/accounts.ts'
import { empty, json } from './answer.ts'
import { problem } from './problem.ts'
import { anybody, defineRoute, staff, type Route } from './route.ts'

interface AuthParts {
  readonly signIns: SignIns
  readonly audit: Audit
}

const me = ({ id, name, role }: Staff): Me => ({ user: { id, name, role } })

export const authRoutes = ({ signIns, audit }: AuthParts): readonly Route[] => [
  defineRoute({
    method: 'post',
    path: '/auth/login',
    summary: 'Sign in; the answer sets a cookie.',
    access: anybody,
    body: loginSchema,
    answer: { status: 200, schema: meSchema },
    handle: async ({ body: { name, password }, address }) => {
      const signedIn = await signIns.signIn({ name, password, address })
      if (!signedIn.ok) {
        await audit.record({ action: 'signInRefused', address, detail: name })
        return problem(signedIn.error)
      }
      const { staff: person, cookie } = signedIn.value
      await audit.record({ action: 'signedIn', by: { id: person.id, name: person.name }, address })
      return json(me(person), 200, { 'set-cookie': cookie })
    },
  }),
  defineRoute({
    method: 'post',
    path: '/auth/logout',
    summary: 'End this sign-in.',
    access: staff,
    answer: { status: 204 },
    handle: async ({ caller, address }) => {
      const cookie = await signIns.signOut(caller.loginId)
      await audit.record({ action: 'signedOut', by: { id: caller.staff.id, name: caller.staff.name }, address })
      return empty({ 'set-cookie': cookie })
    },
  }),
  defineRoute({
    method: 'get',
    path: '/auth/me',
    summary: 'Who is signed in.',
    access: staff,
    answer: { status: 200, schema: meSchema },
    handle: ({ caller }) => json(me(caller.staff)),
  }),
]
