import type { HandoverAnswer, ResponsibilitiesAnswer, ResponsibilityAnswer } from '../../shared/wire/responsibility.ts'

/** Who answers, as the server told; null: it has not told, which is not the same as nobody. */
export type Told = ResponsibilitiesAnswer | null

export const answererOf = (told: Told, bay: string): ResponsibilityAnswer | null =>
  told?.answering.find((it) => it.bay === bay) ?? null

/** In the order of `bays`. */
export const answeredBy = <B extends { readonly id: string }>(
  told: Told,
  bays: readonly B[],
  person: string,
): readonly B[] => bays.filter(({ id }) => answererOf(told, id)?.person.id === person)

export const openHandovers = (told: Told): readonly HandoverAnswer[] =>
  told?.handovers.filter(({ state }) => state === 'offered') ?? []

/** The hand-over that a person's offer of a bay came to last, where that left the bay with them because of a no. */
export const declinedOf = (told: Told, bay: string, giver: string): HandoverAnswer | null => {
  const last = told?.handovers.findLast((it) => it.from.id === giver && (it.bays as readonly string[]).includes(bay))
  return last?.state === 'declined' && answererOf(told, bay)?.person.id === giver ? last : null
}
