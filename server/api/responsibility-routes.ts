import { handoverId, type BayId } from '../../shared/domain/ids.ts'
import type { Handover } from '../../shared/domain/responsibility.ts'
import {
  decisionSchema,
  declineSchema,
  handoverSchema,
  offerSchema,
  releaseSchema,
  responsibilitiesSchema,
  takeSchema,
  toHandoverAnswer,
  toResponsibilitiesAnswer,
} from '../../shared/wire/responsibility.ts'
import type { Audit, AuditEntry } from '../ports/accounts.ts'
import type { AskedResponsibility, ResponsibilityBook, ResponsibilityOutcome } from '../ports/responsibility-book.ts'
import { json, type Answer } from './answer.ts'
import { hasKey } from './idempotency.ts'
import { problem } from './problem.ts'
import { clinicalStaff, defineRoute, staff, type CheckedRequest, type Route, type StaffCaller } from './route.ts'

interface ResponsibilityParts {
  readonly responsibilities: ResponsibilityBook
  readonly bayName: (bay: BayId) => string
  readonly audit: Audit
}

type Asked = Pick<CheckedRequest<StaffCaller, unknown, unknown>, 'caller' | 'address' | 'idempotencyKey'>

/** What was asked, and what the book of access says of it: bays and people, never what somebody wrote in a note. */
interface Order {
  readonly command: AskedResponsibility
  readonly action: AuditEntry['action']
  readonly detail: (handover: Handover | null) => string
  readonly answer: (outcome: ResponsibilityOutcome) => Answer
}

const everything = ({ responsibilities }: ResponsibilityOutcome): Answer =>
  json(toResponsibilitiesAnswer(responsibilities))

const theHandover =
  (status: number) =>
  ({ handover }: ResponsibilityOutcome): Answer =>
    handover === null
      ? problem({ code: 'notFound', message: 'This hand-over ended long ago; it is no longer shown.' })
      : json(toHandoverAnswer(handover), status)

const give = async (
  { responsibilities, audit }: ResponsibilityParts,
  { caller, address, idempotencyKey }: Asked,
  { command, action, detail, answer }: Order,
): Promise<Answer> => {
  const by = { id: caller.staff.id, name: caller.staff.name }
  const key = hasKey(idempotencyKey) ? { idempotencyKey } : {}
  const done = await responsibilities.order({ by, command, ...key })
  if (!done.ok) return problem(done.error)
  if (!done.value.isRepeat) await audit.record({ action, by, address, detail: detail(done.value.handover) })
  return answer(done.value)
}

const wordsFor = ({ bayName }: ResponsibilityParts) => {
  const named = (bays: readonly BayId[]): string => bays.map(bayName).join(', ')
  return {
    named,
    given: (handover: Handover | null): string =>
      handover === null ? '' : `${named(handover.bays)}: from ${handover.from.name} to ${handover.to.name}`,
  }
}

const bayRoutes = (parts: ResponsibilityParts): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/responsibilities',
    summary: 'Who answers for which bays, and what is offered to whom. A bay that is not listed has nobody.',
    access: staff,
    answer: { status: 200, schema: responsibilitiesSchema },
    handle: () => json(toResponsibilitiesAnswer(parts.responsibilities.now())),
  }),
  defineRoute({
    method: 'post',
    path: '/responsibilities/take',
    summary: 'Answer for bays from now on: free ones, or, naming who answers for them now, those of somebody else.',
    access: clinicalStaff,
    body: takeSchema,
    answer: { status: 200, schema: responsibilitiesSchema },
    handle: ({ body: { bays, from = null }, ...asked }) =>
      give(parts, asked, {
        command: { type: 'takeBays', bays, from },
        action: 'baysTaken',
        detail: () => `${wordsFor(parts).named(bays)}${from === null ? '' : `, from ${from}`}`,
        answer: everything,
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/responsibilities/release',
    summary: 'Lay down bays without handing them over: nobody answers for them then.',
    access: clinicalStaff,
    body: releaseSchema,
    answer: { status: 200, schema: responsibilitiesSchema },
    handle: ({ body: { bays }, ...asked }) =>
      give(parts, asked, {
        command: { type: 'releaseBays', bays },
        action: 'baysReleased',
        detail: () => wordsFor(parts).named(bays),
        answer: everything,
      }),
  }),
]

const idOf = ({ id = '' }: Readonly<Record<string, string>>) => handoverId(id)

const offerRoutes = (parts: ResponsibilityParts): readonly Route[] => [
  defineRoute({
    method: 'post',
    path: '/handovers',
    summary: 'Offer bays to one person, who answers for them once they accept; until then the giver does.',
    access: clinicalStaff,
    body: offerSchema,
    answer: { status: 201, schema: handoverSchema },
    handle: ({ body: { bays, to, note = null }, ...asked }) =>
      give(parts, asked, {
        command: { type: 'offerHandover', bays, to, note },
        action: 'handoverOffered',
        detail: wordsFor(parts).given,
        answer: theHandover(201),
      }),
  }),
]

const decisionRoutes = (parts: ResponsibilityParts): readonly Route[] => [
  defineRoute({
    method: 'post',
    path: '/handovers/:id/accept',
    summary: 'Accept what was offered to you: you answer for these bays from now on.',
    access: clinicalStaff,
    body: decisionSchema,
    answer: { status: 200, schema: handoverSchema },
    handle: ({ params, ...asked }) =>
      give(parts, asked, {
        command: { type: 'acceptHandover', handover: idOf(params) },
        action: 'handoverAccepted',
        detail: wordsFor(parts).given,
        answer: theHandover(200),
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/handovers/:id/decline',
    summary: 'Decline what was offered to you: the giver goes on answering for these bays.',
    access: clinicalStaff,
    body: declineSchema,
    answer: { status: 200, schema: handoverSchema },
    handle: ({ params, body: { reason = null }, ...asked }) =>
      give(parts, asked, {
        command: { type: 'declineHandover', handover: idOf(params), reason },
        action: 'handoverDeclined',
        detail: wordsFor(parts).given,
        answer: theHandover(200),
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/handovers/:id/withdraw',
    summary: 'Take back an offer of yours that nobody has answered.',
    access: clinicalStaff,
    body: decisionSchema,
    answer: { status: 200, schema: handoverSchema },
    handle: ({ params, ...asked }) =>
      give(parts, asked, {
        command: { type: 'withdrawHandover', handover: idOf(params) },
        action: 'handoverWithdrawn',
        detail: wordsFor(parts).given,
        answer: theHandover(200),
      }),
  }),
]

export const responsibilityRoutes = (parts: ResponsibilityParts): readonly Route[] => [
  ...bayRoutes(parts),
  ...offerRoutes(parts),
  ...decisionRoutes(parts),
]
