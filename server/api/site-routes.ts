import { bayId, deviceId, siteId } from '../../shared/domain/ids.ts'
import {
  bayAnswerSchema,
  bayChangeSchema,
  baysAnswerSchema,
  deviceAnswerSchema,
  deviceChangeSchema,
  deviceDetailSchema,
  devicesAnswerSchema,
  newBaySchema,
  type BayAnswer,
} from '../../shared/wire/site.ts'
import type { Audit } from '../ports/accounts.ts'
import type { Bay, Bays } from '../ports/bays.ts'
import type { Bindings } from '../ports/bindings.ts'
import type { Devices } from '../ports/devices.ts'
import type { Sessions } from '../ports/sessions.ts'
import { created, empty, json } from './answer.ts'
import { notFound, problem } from './problem.ts'
import { admins, defineRoute, staff, type Route, type StaffCaller } from './route.ts'

interface SiteParts {
  readonly bays: Bays
  readonly devices: Devices
  readonly bindings: Pick<Bindings, 'devicesIn'>
  readonly sessions: Pick<Sessions, 'inBay'>
  readonly audit: Audit
}

const MAIN_SITE = siteId('main')

const by = ({ staff: { id, name } }: StaffCaller) => ({ id, name })

const bayAnswer = ({ id, name, site }: Bay, { sessions, bindings }: SiteParts): BayAnswer => {
  const sessionId = sessions.inBay(id)
  const deviceIds = bindings.devicesIn(id).map((device) => device.deviceId)
  return { id, name, site, ...(sessionId === null ? {} : { sessionId }), deviceIds }
}

const bayRoutes = (parts: SiteParts): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/bays',
    summary: 'The bays, what runs in them and which devices stand there.',
    access: staff,
    answer: { status: 200, schema: baysAnswerSchema },
    handle: () => json(parts.bays.list().map((bay) => bayAnswer(bay, parts))),
  }),
  defineRoute({
    method: 'post',
    path: '/bays',
    summary: 'Name a new bay.',
    access: admins,
    body: newBaySchema,
    answer: { status: 201, schema: bayAnswerSchema },
    handle: async ({ body, caller, address }) => {
      const added = await parts.bays.add({ name: body.name, site: body.site ?? MAIN_SITE })
      if (!added.ok) return problem(added.error)
      await parts.audit.record({ action: 'bayChanged', by: by(caller), address, detail: `added ${body.name}` })
      return created(bayAnswer(added.value, parts))
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/bays/:id',
    summary: 'Rename a bay.',
    access: admins,
    body: bayChangeSchema,
    answer: { status: 200, schema: bayAnswerSchema },
    handle: async ({ params, body, caller, address }) => {
      const renamed = await parts.bays.rename(bayId(params.id ?? ''), body.name)
      if (!renamed.ok) return problem(renamed.error)
      const detail = `${renamed.value.id} is now ${renamed.value.name}`
      await parts.audit.record({ action: 'bayChanged', by: by(caller), address, detail })
      return json(bayAnswer(renamed.value, parts))
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/bays/:id',
    summary: 'Take a bay away that is free and without devices.',
    access: admins,
    answer: { status: 204 },
    handle: async ({ params, caller, address }) => {
      const id = bayId(params.id ?? '')
      if (parts.sessions.inBay(id) !== null || parts.bindings.devicesIn(id).length > 0) {
        return problem({
          code: 'bayTaken',
          message: 'Free the bay first: a session runs there, or a device stands there.',
        })
      }
      const removed = await parts.bays.remove(id)
      if (!removed.ok) return problem(removed.error)
      await parts.audit.record({ action: 'bayChanged', by: by(caller), address, detail: `removed ${id}` })
      return empty()
    },
  }),
]

const deviceRoutes = ({ devices, bays, audit }: SiteParts): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/devices',
    summary: 'Every source that has spoken, those without a bay included.',
    access: staff,
    answer: { status: 200, schema: devicesAnswerSchema },
    handle: () => json(devices.list()),
  }),
  defineRoute({
    method: 'get',
    path: '/devices/:id',
    summary: 'One source: its newest words, its last messages and what of it was refused.',
    access: staff,
    answer: { status: 200, schema: deviceDetailSchema },
    handle: ({ params }) => {
      const detail = devices.detail(deviceId(params.id ?? ''))
      return detail === null ? notFound('device of this id') : json(detail)
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/devices/:id',
    summary: 'Assign a device to a bay, name it, or say how often it measures.',
    access: staff,
    body: deviceChangeSchema,
    answer: { status: 200, schema: deviceAnswerSchema },
    handle: async ({ params, body, caller, address }) => {
      const { bay } = body
      if (bay !== undefined && bay !== null && bays.find(bay) === null) return notFound('bay of this id')
      const changed = await devices.change(deviceId(params.id ?? ''), body, caller.staff)
      if (!changed.ok) return problem(changed.error)
      const detail = `${changed.value.id}: ${Object.keys(body).join(', ')}`
      await audit.record({ action: 'deviceChanged', by: by(caller), address, detail })
      return json(changed.value)
    },
  }),
]

export const siteRoutes = (parts: SiteParts): readonly Route[] => [...bayRoutes(parts), ...deviceRoutes(parts)]
