import { z } from 'zod'
import { staffAt } from '../../shared/domain/actor.ts'
import { protocolId, sessionId, type SessionId } from '../../shared/domain/ids.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { readCommand } from '../../shared/wire/command.ts'
import { dosePreviewSchema, doseQuestionSchema } from '../../shared/wire/dose-preview.ts'
import { bayIdSchema, instantSchema, protocolIdSchema } from '../../shared/wire/primitive.ts'
import { commandResultSchema, sessionsAnswerSchema } from '../../shared/wire/review.ts'
import { newSessionSchema } from '../../shared/wire/session-request.ts'
import { sessionViewSchema } from '../../shared/wire/session-view.ts'
import { toWireEvent } from '../../shared/wire/stored-event.ts'
import type { Bays } from '../ports/bays.ts'
import type { Protocols } from '../ports/protocols.ts'
import type { SessionStore } from '../ports/session-store.ts'
import type { Sessions } from '../ports/sessions.ts'
import { created, json } from './answer.ts'
import { hasKey, NO_KEY } from './idempotency.ts'
import { notFound, problem } from './problem.ts'
import { clinicalStaff, defineRoute, staff, type Route } from './route.ts'
import type { VisitViews } from './visit-views.ts'

interface SessionParts {
  readonly sessions: Sessions
  readonly store: Pick<SessionStore, 'findSessions'>
  readonly views: VisitViews
  readonly bays: Pick<Bays, 'find'>
  readonly protocols: Pick<Protocols, 'find'>
}

const idOf = (params: Readonly<Record<string, string>>): SessionId => sessionId(params.id ?? '')

const createRoute = ({ sessions, bays, protocols }: SessionParts): Route =>
  defineRoute({
    method: 'post',
    path: '/sessions',
    summary: 'Schedule a visit, or admit the patient at once.',
    access: clinicalStaff,
    body: newSessionSchema,
    answer: { status: 201, schema: sessionViewSchema },
    handle: async ({ body: { bay: bayId, protocol: id, ...body }, caller, idempotencyKey }) => {
      if (idempotencyKey !== undefined && !hasKey(idempotencyKey)) return NO_KEY
      const bay = bays.find(bayId)
      if (bay === null) return notFound(`bay ${bayId}`)
      const protocol = protocols.find(protocolId(id))
      if (protocol === null) return notFound(`protocol ${id}`)
      const key = idempotencyKey === undefined ? {} : { idempotencyKey }
      const request = { ...body, ...key, site: bay.site, bay: bay.id, protocol, simulated: false }
      const answer = await sessions.create(request, caller.staff)
      return answer.ok ? created(answer.value) : problem(answer.error)
    },
  })

const PAGE = { usual: 50, most: 200 } as const

const flagSchema = z.enum(['true', 'false']).transform((text) => text === 'true')

const listQuerySchema = z.object({
  state: z.enum(['active', 'ended']).exactOptional(),
  from: instantSchema.exactOptional(),
  to: instantSchema.exactOptional(),
  q: z.string().trim().max(200).exactOptional(),
  bay: bayIdSchema.exactOptional(),
  protocol: protocolIdSchema.exactOptional(),
  outcome: z.enum(['discharged', 'transferred', 'cancelled']).exactOptional(),
  highAlarm: flagSchema.exactOptional(),
  signed: flagSchema.exactOptional(),
  order: z.enum(['newest', 'oldest']).exactOptional(),
  cursor: z.string().max(500).exactOptional(),
  limit: z.coerce.number().int().min(1).max(PAGE.most).default(PAGE.usual),
})

const listRoute = ({ store, views }: SessionParts): Route =>
  defineRoute({
    method: 'get',
    path: '/sessions',
    summary:
      'Visits, newest first or oldest first, narrowed by state, day, text, bay, protocol, outcome, alarms, signature.',
    access: staff,
    query: listQuerySchema,
    answer: { status: 200, schema: sessionsAnswerSchema },
    handle: async ({ query: { q, protocol, highAlarm, signed, ...query } }) => {
      const { rows, nextCursor } = await store.findSessions({
        ...query,
        ...(q === undefined || q === '' ? {} : { text: q }),
        ...(protocol === undefined ? {} : { protocolId: protocol }),
        ...(highAlarm === undefined ? {} : { hadHighAlarm: highAlarm }),
        ...(signed === undefined ? {} : { isSigned: signed }),
      })
      const found: SessionView[] = []
      for (const { id } of rows) found.push(...[await views.of(id)].filter((view) => view !== null))
      return json({ sessions: found, ...(nextCursor === null ? {} : { nextCursor }) })
    },
  })

const oneRoute = ({ views }: SessionParts): Route =>
  defineRoute({
    method: 'get',
    path: '/sessions/:id',
    summary: 'A visit as it stands: phase, timers, alarms, newest vitals, dose, recovery.',
    access: staff,
    answer: { status: 200, schema: sessionViewSchema },
    handle: async ({ params }) => {
      const view = await views.of(idOf(params))
      return view === null ? notFound('session of this id') : json(view)
    },
  })

const commandRoute = ({ sessions }: SessionParts): Route =>
  defineRoute({
    method: 'post',
    path: '/sessions/:id/commands',
    summary: 'Give a command: { type, … } with the header Idempotency-Key; expectedSeq and occurredAt may go along.',
    access: clinicalStaff,
    answer: { status: 200, schema: commandResultSchema },
    handle: async ({ params, body, caller, idempotencyKey, screen }) => {
      if (!hasKey(idempotencyKey)) return NO_KEY
      const read = readCommand(body)
      if (!read.ok) return problem(read.error)
      const answer = await sessions.order({
        sessionId: idOf(params),
        staff: staffAt(caller.staff, screen),
        ...read.value,
        idempotencyKey,
      })
      if (!answer.ok) return problem(answer.error)
      return json({ seq: answer.value.seq, events: answer.value.events.map(toWireEvent) })
    },
  })

const previewRoute = ({ sessions }: SessionParts): Route =>
  defineRoute({
    method: 'post',
    path: '/sessions/:id/dose-preview',
    summary: 'What a start, a rate, a bolus or a resumption would do to dose and end, and what it would have to pass.',
    access: clinicalStaff,
    body: doseQuestionSchema,
    answer: { status: 200, schema: dosePreviewSchema },
    handle: ({ params, body, caller }) => {
      const answer = sessions.previewDose(idOf(params), caller.staff, body)
      return answer.ok ? json(answer.value) : problem(answer.error)
    },
  })

export const sessionRoutes = (parts: SessionParts): readonly Route[] =>
  [createRoute, listRoute, oneRoute, commandRoute, previewRoute].map((routeOf) => routeOf(parts))
