import { z } from 'zod'
import { protocolId, type ProtocolId } from '../../shared/domain/ids.ts'
import { protocolDifference } from '../../shared/domain/protocol-difference.ts'
import type { ProtocolVersion } from '../../shared/domain/protocol-version.ts'
import { draftOf } from '../../shared/domain/protocol.ts'
import { protocolFileSchema, toProtocolFile } from '../../shared/wire/protocol-file.ts'
import {
  newProtocolSchema,
  newVersionSchema,
  protocolDifferenceSchema,
  protocolHistoriesSchema,
  protocolVersionSchema,
  retireSchema,
  toVersionAnswer,
} from '../../shared/wire/protocol-version.ts'
import type { Audit } from '../ports/accounts.ts'
import type { ProtocolBook } from '../ports/protocols.ts'
import { created, json, type Answer } from './answer.ts'
import { notFound, problem } from './problem.ts'
import { clinicians, defineRoute, protocolAuthors, staff, type Route, type StaffCaller } from './route.ts'

interface VersionParts {
  readonly protocols: ProtocolBook
  readonly audit: Audit
}

type Params = Readonly<Record<string, string>>

const idOf = (params: Params): ProtocolId => protocolId(params.id ?? '')
const versionOf = (params: Params): number => Number(params.version)

const noVersion = (id: ProtocolId, version: number): Answer => notFound(`version ${version} of protocol ${id}`)

const said = ({ protocol: { name, version, id } }: ProtocolVersion): string => `${name} version ${version} (${id})`

/** Who did what to which version, for the audit book. */
const entryOf = ({ staff: { id, name } }: StaffCaller, address: string, version: ProtocolVersion) => ({
  by: { id, name },
  address,
  detail: said(version),
})

const readRoutes = ({ protocols }: VersionParts): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/protocol-versions',
    summary: 'Every version of every protocol: who made it, approved it, retired it, and which one new visits take.',
    access: staff,
    answer: { status: 200, schema: protocolHistoriesSchema },
    handle: () =>
      json({
        histories: protocols
          .histories()
          .map(({ versions, ...history }) => ({ ...history, versions: versions.map(toVersionAnswer) })),
      }),
  }),
  defineRoute({
    method: 'get',
    path: '/protocols/:id/difference',
    summary: 'What differs between two versions, figure by figure, in words.',
    access: staff,
    query: z.object({ from: z.coerce.number().int().positive(), to: z.coerce.number().int().positive() }),
    answer: { status: 200, schema: protocolDifferenceSchema },
    handle: ({ params, query: { from, to } }) => {
      const [before, after] = [from, to].map((version) => protocols.version(idOf(params), version))
      if (before === null || before === undefined) return noVersion(idOf(params), from)
      if (after === null || after === undefined) return noVersion(idOf(params), to)
      return json({ from, to, changes: protocolDifference(before.protocol, after.protocol) })
    },
  }),
  defineRoute({
    method: 'get',
    path: '/protocols/:id/versions/:version/file',
    summary: 'One version as a file that another clinic can import; it carries no approval.',
    access: staff,
    answer: { status: 200, schema: protocolFileSchema },
    handle: ({ params }) => {
      const found = protocols.version(idOf(params), versionOf(params))
      if (found === null) return noVersion(idOf(params), versionOf(params))
      const { id, version } = found.protocol
      return json(toProtocolFile(draftOf(found.protocol), version), 200, {
        'content-disposition': `attachment; filename="${id}-v${version}.json"`,
      })
    },
  }),
]

const otherId = (id: ProtocolId, given: ProtocolId): Answer =>
  problem({
    code: 'badRequest',
    message: `The body does not fit: protocol.id: it is ${given}; a version of ${id} keeps the id ${id}.`,
  })

const writeRoutes = ({ protocols, audit }: VersionParts): readonly Route[] => [
  defineRoute({
    method: 'post',
    path: '/protocols',
    summary: 'Make a protocol of a new id, as a copy of another or from nothing; it is not approved.',
    access: protocolAuthors,
    body: newProtocolSchema,
    answer: { status: 201, schema: protocolVersionSchema },
    handle: async ({ body: { protocol, basedOn, note }, caller, address }) => {
      const by = { by: caller.staff.name, note, ...(basedOn === undefined ? {} : { basedOn }) }
      const added = await protocols.add(protocol, by)
      if (!added.ok) return problem(added.error)
      await audit.record({ action: 'protocolVersionAdded', ...entryOf(caller, address, added.value) })
      return created(toVersionAnswer(added.value))
    },
  }),
  defineRoute({
    method: 'post',
    path: '/protocols/import',
    summary: 'Take a protocol from a file: of a new id as a protocol, of a known one as a new version; not approved.',
    access: protocolAuthors,
    body: protocolFileSchema,
    answer: { status: 201, schema: protocolVersionSchema },
    handle: async ({ body: { protocol, version }, caller, address }) => {
      const by = { by: caller.staff.name, note: `From a file, there version ${version}` }
      const taken = await protocols.take(protocol, by)
      if (!taken.ok) return problem(taken.error)
      await audit.record({ action: 'protocolVersionAdded', ...entryOf(caller, address, taken.value) })
      return created(toVersionAnswer(taken.value))
    },
  }),
  defineRoute({
    method: 'post',
    path: '/protocols/:id/versions',
    summary: 'Change a protocol: the change is a new version, not approved; visits under way keep their copy.',
    access: protocolAuthors,
    body: newVersionSchema,
    answer: { status: 201, schema: protocolVersionSchema },
    handle: async ({ params, body: { protocol, basedOn, newest, note }, caller, address }) => {
      if (protocol.id !== idOf(params)) return otherId(idOf(params), protocol.id)
      const made = await protocols.revise(protocol, { by: caller.staff.name, basedOn, newest, note })
      if (!made.ok) return problem(made.error)
      await audit.record({ action: 'protocolVersionAdded', ...entryOf(caller, address, made.value) })
      return created(toVersionAnswer(made.value))
    },
  }),
]

const RETIRING_APPROVED = problem({
  code: 'notAllowed',
  message: 'This version is approved: it is retired by a clinician.',
})

const decisionRoutes = ({ protocols, audit }: VersionParts): readonly Route[] => [
  defineRoute({
    method: 'post',
    path: '/protocols/:id/versions/:version/approve',
    summary: 'Approve a version by name; new visits take the newest approved one.',
    access: clinicians,
    answer: { status: 200, schema: protocolVersionSchema },
    handle: async ({ params, caller, address }) => {
      const approved = await protocols.approve(idOf(params), versionOf(params), caller.staff.name)
      if (!approved.ok) return problem(approved.error)
      await audit.record({ action: 'protocolApproved', ...entryOf(caller, address, approved.value) })
      return json(toVersionAnswer(approved.value))
    },
  }),
  defineRoute({
    method: 'post',
    path: '/protocols/:id/versions/:version/retire',
    summary: 'Retire a version: no new visit takes it. An approved one is retired by a clinician.',
    access: protocolAuthors,
    body: retireSchema,
    answer: { status: 200, schema: protocolVersionSchema },
    handle: async ({ params, body: { reason }, caller, address }) => {
      const known = protocols.version(idOf(params), versionOf(params))
      if (caller.staff.role === 'admin' && known !== null && known.protocol.approval !== null) return RETIRING_APPROVED
      const retired = await protocols.retire(idOf(params), versionOf(params), { by: caller.staff.name, reason })
      if (!retired.ok) return problem(retired.error)
      const entry = entryOf(caller, address, retired.value)
      await audit.record({ action: 'protocolRetired', ...entry, detail: `${entry.detail}: ${reason}` })
      return json(toVersionAnswer(retired.value))
    },
  }),
]

export const protocolVersionRoutes = (parts: VersionParts): readonly Route[] => [
  ...readRoutes(parts),
  ...writeRoutes(parts),
  ...decisionRoutes(parts),
]
