import { z } from 'zod'
import { protocolId } from '../../shared/domain/ids.ts'
import {
  proposalAnswerSchema,
  protocolAnswerSchema,
  protocolsAnswerSchema,
  toProtocolAnswer,
} from '../../shared/wire/protocol.ts'
import type { Protocols } from '../ports/protocols.ts'
import { json } from './answer.ts'
import { notFound } from './problem.ts'
import { defineRoute, staff, type Route } from './route.ts'

const NO_PROTOCOL = 'protocol of this id'

const proposalQuerySchema = z.object({ weightKg: z.coerce.number().positive() })

export const protocolRoutes = (protocols: Protocols): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/protocols',
    summary: 'The protocols that a session can begin with, each in the version that new visits take.',
    access: staff,
    answer: { status: 200, schema: protocolsAnswerSchema },
    handle: () => json({ protocols: protocols.list().map(toProtocolAnswer) }),
  }),
  defineRoute({
    method: 'get',
    path: '/protocols/:id',
    summary: 'One protocol in the version that new visits take, each figure with its source.',
    access: staff,
    answer: { status: 200, schema: protocolAnswerSchema },
    handle: ({ params }) => {
      const protocol = protocols.find(protocolId(params.id ?? ''))
      return protocol === null ? notFound(NO_PROTOCOL) : json(toProtocolAnswer(protocol))
    },
  }),
  defineRoute({
    method: 'get',
    path: '/protocols/:id/proposal',
    summary: 'The dose that the protocol proposes for a weight.',
    access: staff,
    query: proposalQuerySchema,
    answer: { status: 200, schema: proposalAnswerSchema },
    handle: ({ params, query }) => {
      const protocol = protocols.find(protocolId(params.id ?? ''))
      return protocol === null ? notFound(NO_PROTOCOL) : json(protocols.propose(protocol, query.weightKg))
    },
  }),
]
