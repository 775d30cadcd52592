import type { BayId, HandoverId, UserId } from './ids.ts'
import type { Refusal, RefusalCode } from './refusal.ts'
import {
  answerOf,
  handoverOf,
  openHandoverOf,
  type Handover,
  type Person,
  type Responsibilities,
  type ResponsibilityEvent,
} from './responsibility.ts'
import { err, ok, type Result } from './result.ts'
import type { Instant } from './time.ts'

export type ResponsibilityCommand =
  | {
      readonly type: 'takeBays'
      readonly bays: readonly BayId[]
      /** From whom, by id, as the taker saw it; null: they saw that nobody answers. */
      readonly from: string | null
    }
  | { readonly type: 'releaseBays'; readonly bays: readonly BayId[] }
  | {
      readonly type: 'offerHandover'
      readonly handover: HandoverId
      readonly bays: readonly BayId[]
      readonly to: string
      readonly note: string | null
    }
  | { readonly type: 'acceptHandover'; readonly handover: HandoverId }
  | { readonly type: 'declineHandover'; readonly handover: HandoverId; readonly reason: string | null }
  | { readonly type: 'withdrawHandover'; readonly handover: HandoverId }
  /** They can no longer sign in, or have no clinical role any more: nobody may wait for them. */
  | { readonly type: 'dismissPerson'; readonly person: UserId }

/** What a decision has to know of the clinic. */
export interface Clinic {
  /** null: there is no such bay. */
  readonly bayName: (bay: BayId) => string | null
  /** Those who may answer for a bay: nurses and clinicians who can sign in. null: nobody of this id. */
  readonly colleague: (id: string) => Person | null
}

export interface Decision {
  readonly by: Person
  readonly now: Instant
  readonly clinic: Clinic
}

type Events = readonly ResponsibilityEvent[]
type Answer = Result<Events, Refusal>
type Of<Type extends ResponsibilityCommand['type']> = Extract<ResponsibilityCommand, { readonly type: Type }>

const no = (code: RefusalCode, message: string) => err<Refusal>({ code, message })

const NO_BAY = 'Name at least one bay.'

/** The first fault that a bay has; null: none. */
const firstFault = (
  bays: readonly BayId[],
  { bayName }: Clinic,
  faultOf: (bay: BayId, name: string) => string | null,
): { readonly ok: false; readonly error: Refusal } | null => {
  if (bays.length === 0) return no('badRequest', NO_BAY)
  if (new Set(bays).size < bays.length) return no('badRequest', 'Name each bay once.')
  for (const bay of bays) {
    const name = bayName(bay)
    if (name === null) return no('notFound', `There is no bay ${bay}.`)
    const fault = faultOf(bay, name)
    if (fault !== null) return no('conflict', fault)
  }
  return null
}

/** Why somebody may not take a bay: it is not as they saw it. */
const takingFault =
  (state: Responsibilities, { from }: Of<'takeBays'>, by: Person) =>
  (bay: BayId, name: string) => {
    const answering = answerOf(state, bay)
    if (answering?.person.id === by.id) return `You answer for ${name} already.`
    if (answering === null) return from === null ? null : `Nobody answers for ${name} any more: take it as a free one.`
    if (answering.person.id === from) return null
    return `${answering.person.name} answers for ${name}: ask them to hand it over, or take it over from them.`
  }

const take = (state: Responsibilities, command: Of<'takeBays'>, { by, now, clinic }: Decision): Answer => {
  const fault = firstFault(command.bays, clinic, takingFault(state, command, by))
  if (fault !== null) return fault
  const offers = new Set(command.bays.map((bay) => openHandoverOf(state, bay)).filter((it) => it !== null))
  const [from = null] = command.bays.map((bay) => answerOf(state, bay)?.person)
  return ok([
    // What is offered can no longer be had as it was offered.
    ...[...offers].map(({ id }) => ({ type: 'handoverWithdrawn', at: now, by, handover: id }) as const),
    { type: 'baysTaken', at: now, by, bays: command.bays, from },
  ])
}

/** Why somebody may not give a bay away: it is not theirs, or promised already. */
const givingFault = (state: Responsibilities, by: Person) => (bay: BayId, name: string) => {
  const person = answerOf(state, bay)?.person
  if (person === undefined) return `Nobody answers for ${name}: take it first.`
  if (person.id !== by.id) return `${person.name} answers for ${name}, not you.`
  const open = openHandoverOf(state, bay)
  return open === null ? null : `${name} is offered to ${open.to.name}: withdraw that first.`
}

const release = (state: Responsibilities, { bays }: Of<'releaseBays'>, { by, now, clinic }: Decision): Answer =>
  firstFault(bays, clinic, givingFault(state, by)) ?? ok([{ type: 'baysReleased', at: now, by, bays }])

const offer = (state: Responsibilities, command: Of<'offerHandover'>, { by, now, clinic }: Decision): Answer => {
  const { handover, bays, note } = command
  const to = clinic.colleague(command.to)
  if (to === null)
    return no('notFound', 'There is no nurse or clinician of this id who can sign in: choose another person.')
  if (to.id === by.id) return no('conflict', 'You answer for them already: offer them to somebody else.')
  const fault = firstFault(bays, clinic, givingFault(state, by))
  return fault ?? ok([{ type: 'handoverOffered', at: now, by, handover, to, bays, note }])
}

/** The hand-over as long as it is open, for the one who may end it. */
const openFor = (
  state: Responsibilities,
  id: HandoverId,
  by: Person,
  whose: (handover: Handover) => Person,
): Result<Handover, Refusal> => {
  const handover = handoverOf(state, id)
  if (handover === null) return no('notFound', 'There is no such hand-over.')
  const person = whose(handover)
  if (person.id !== by.id) return no('notAllowed', `This is for ${person.name} to do, and nobody else.`)
  const { end } = handover
  return end === null ? ok(handover) : no('conflict', `This hand-over was ${end.as} already, by ${end.by.name}.`)
}

const receiver = ({ to }: Handover): Person => to
const giver = ({ from }: Handover): Person => from

const accept = (state: Responsibilities, { handover }: Of<'acceptHandover'>, { by, now, clinic }: Decision): Answer => {
  const open = openFor(state, handover, by, receiver)
  if (!open.ok) return open
  const gone = open.value.bays.find((bay) => clinic.bayName(bay) === null)
  if (gone !== undefined) return no('conflict', 'A bay of this hand-over is there no more: ask for it to be made anew.')
  return ok([{ type: 'handoverAccepted', at: now, by, handover }])
}

const decline = (state: Responsibilities, command: Of<'declineHandover'>, { by, now }: Decision): Answer => {
  const { handover, reason } = command
  const open = openFor(state, handover, by, receiver)
  return open.ok ? ok([{ type: 'handoverDeclined', at: now, by, handover, reason }]) : open
}

const withdraw = (state: Responsibilities, { handover }: Of<'withdrawHandover'>, { by, now }: Decision): Answer => {
  const open = openFor(state, handover, by, giver)
  return open.ok ? ok([{ type: 'handoverWithdrawn', at: now, by, handover }]) : open
}

const dismiss = (state: Responsibilities, { person }: Of<'dismissPerson'>, { by, now }: Decision): Answer => {
  const offers = state.handovers.filter(({ from, to, end }) => end === null && (from.id === person || to.id === person))
  const bays = state.answering.filter((it) => it.person.id === person).map(({ bay }) => bay)
  return ok([
    ...offers.map(({ id }) => ({ type: 'handoverWithdrawn', at: now, by, handover: id }) as const),
    ...(bays.length === 0 ? [] : [{ type: 'baysReleased', at: now, by, bays } as const]),
  ])
}

/** No bay is without the one who answers for it through an offer: only accepting changes who that is. */
export const decideResponsibilities = (
  state: Responsibilities,
  command: ResponsibilityCommand,
  decision: Decision,
): Answer => {
  switch (command.type) {
    case 'takeBays':
      return take(state, command, decision)
    case 'releaseBays':
      return release(state, command, decision)
    case 'offerHandover':
      return offer(state, command, decision)
    case 'acceptHandover':
      return accept(state, command, decision)
    case 'declineHandover':
      return decline(state, command, decision)
    case 'withdrawHandover':
      return withdraw(state, command, decision)
    case 'dismissPerson':
      return dismiss(state, command, decision)
  }
}
