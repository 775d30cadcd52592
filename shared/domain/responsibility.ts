import type { BayId, HandoverId, UserId } from './ids.ts'
import type { Instant } from './time.ts'

/** One who can answer for a bay, by the name that stood in the book of accounts at that time. */
export interface Person {
  readonly id: UserId
  readonly name: string
}

/** How somebody came to answer for a bay. */
export type Coming =
  | { readonly kind: 'taken' }
  /** Taken from somebody who had not handed it over: they had gone home, say. */
  | { readonly kind: 'takenOver'; readonly from: Person }
  | { readonly kind: 'accepted'; readonly from: Person; readonly handover: HandoverId }

/** Who answers for a bay: one person, by name. A bay without such an entry has nobody. */
export interface Responsibility {
  readonly bay: BayId
  readonly person: Person
  readonly since: Instant
  readonly coming: Coming
}

/** How an offer came to its end: when, by whom, and why, where they said so. */
export interface HandoverEnd {
  readonly as: 'accepted' | 'declined' | 'withdrawn'
  readonly at: Instant
  readonly by: Person
  readonly reason: string | null
}

/** Bays offered to one person, who answers for them only once they have accepted. Until then the giver does. */
export interface Handover {
  readonly id: HandoverId
  readonly from: Person
  readonly to: Person
  readonly bays: readonly BayId[]
  /** What the giver wants the other to know, in plain words. */
  readonly note: string | null
  readonly offeredAt: Instant
  /** null: it is open. */
  readonly end: HandoverEnd | null
}

interface Happened {
  readonly at: Instant
  readonly by: Person
}

export type ResponsibilityEvent =
  | (Happened & {
      readonly type: 'baysTaken'
      readonly bays: readonly BayId[]
      /** null: nobody answered for them. */
      readonly from: Person | null
    })
  | (Happened & { readonly type: 'baysReleased'; readonly bays: readonly BayId[] })
  | (Happened & {
      readonly type: 'handoverOffered'
      readonly handover: HandoverId
      readonly to: Person
      readonly bays: readonly BayId[]
      readonly note: string | null
    })
  | (Happened & { readonly type: 'handoverAccepted'; readonly handover: HandoverId })
  | (Happened & { readonly type: 'handoverDeclined'; readonly handover: HandoverId; readonly reason: string | null })
  /** By the giver; or by somebody else, who took a bay of it over. */
  | (Happened & { readonly type: 'handoverWithdrawn'; readonly handover: HandoverId })

/** Who answers for what, and what is offered to whom. */
export interface Responsibilities {
  /** Number of the newest event; 0 before the first. */
  readonly seq: number
  readonly answering: readonly Responsibility[]
  /** Those that are open and the last that ended, in the order in which they were offered. */
  readonly handovers: readonly Handover[]
}

export const NOBODY_ANSWERS: Responsibilities = { seq: 0, answering: [], handovers: [] }

/** So many ended hand-overs stay to be looked at: a busy day of a clinic. All of them stay in the record. */
export const ENDED_KEPT = 40

export const answerOf = ({ answering }: Responsibilities, bay: BayId): Responsibility | null =>
  answering.find((it) => it.bay === bay) ?? null

export const handoverOf = ({ handovers }: Responsibilities, id: HandoverId): Handover | null =>
  handovers.find((it) => it.id === id) ?? null

/** The open hand-over that a bay is part of: there is one at most. */
export const openHandoverOf = ({ handovers }: Responsibilities, bay: BayId): Handover | null =>
  handovers.find(({ end, bays }) => end === null && bays.includes(bay)) ?? null

const without = (state: Responsibilities, bays: readonly BayId[]): readonly Responsibility[] =>
  state.answering.filter(({ bay }) => !bays.includes(bay))

interface Come extends Happened {
  readonly bays: readonly BayId[]
  readonly coming: Coming
}

const come = (state: Responsibilities, { bays, by, at, coming }: Come): readonly Responsibility[] => [
  ...without(state, bays),
  ...bays.map((bay) => ({ bay, person: by, since: at, coming })),
]

const forgetOldest = (handovers: readonly Handover[]): readonly Handover[] => {
  const ended = handovers.filter(({ end }) => end !== null)
  const old = new Set(ended.slice(0, Math.max(0, ended.length - ENDED_KEPT)))
  return handovers.filter((it) => !old.has(it))
}

type Ending = Extract<
  ResponsibilityEvent,
  { readonly type: 'handoverAccepted' | 'handoverDeclined' | 'handoverWithdrawn' }
>

const ENDED_AS = {
  handoverAccepted: 'accepted',
  handoverDeclined: 'declined',
  handoverWithdrawn: 'withdrawn',
} as const satisfies Record<Ending['type'], HandoverEnd['as']>

const finish = ({ handovers }: Responsibilities, event: Ending): readonly Handover[] => {
  const { type, at, by } = event
  const end = { as: ENDED_AS[type], at, by, reason: type === 'handoverDeclined' ? event.reason : null }
  return forgetOldest(handovers.map((it) => (it.id === event.handover ? { ...it, end } : it)))
}

const accept = (
  state: Responsibilities,
  event: Extract<ResponsibilityEvent, { readonly type: 'handoverAccepted' }>,
): readonly Responsibility[] => {
  const handover = handoverOf(state, event.handover)
  if (handover === null) return state.answering
  const { id, from, bays } = handover
  return come(state, { ...event, bays, coming: { kind: 'accepted', from, handover: id } })
}

const change = (state: Responsibilities, event: ResponsibilityEvent): Partial<Responsibilities> => {
  switch (event.type) {
    case 'baysTaken': {
      const coming: Coming = event.from === null ? { kind: 'taken' } : { kind: 'takenOver', from: event.from }
      return { answering: come(state, { ...event, coming }) }
    }
    case 'baysReleased':
      return { answering: without(state, event.bays) }
    case 'handoverOffered': {
      const { handover: id, by: from, at: offeredAt, to, bays, note } = event
      const offered: Handover = { id, from, to, bays, note, offeredAt, end: null }
      return { handovers: [...state.handovers, offered] }
    }
    case 'handoverAccepted':
      return { answering: accept(state, event), handovers: finish(state, event) }
    case 'handoverDeclined':
    case 'handoverWithdrawn':
      return { handovers: finish(state, event) }
  }
}

/** Total: an event that was written happened, whatever state it meets. */
export const evolveResponsibilities = (state: Responsibilities, event: ResponsibilityEvent): Responsibilities => ({
  ...state,
  ...change(state, event),
  seq: state.seq + 1,
})
