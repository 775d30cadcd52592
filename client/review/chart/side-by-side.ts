import type { VisitChart } from '../../../shared/wire/chart.ts'

/** Pixels. */
export const ENTRY_RADIUS = 9
const APART = ENTRY_RADIUS * 2 + 1

export interface PlacedEntry {
  readonly number: number
  /** Pixels. */
  readonly at: number
}

/**
 * Entries of one moment would hide each other: the later one moves aside, and where the end is reached those before it
 * make room.
 */
export const sideBySide = (
  entries: VisitChart['entries'],
  x: (at: number) => number,
  end: number,
): readonly PlacedEntry[] => {
  const placed: PlacedEntry[] = []
  for (const { at, number } of entries)
    placed.push({ number, at: Math.max(x(at), (placed.at(-1)?.at ?? -Infinity) + APART) })
  let limit = end
  return placed.toReversed().map(({ number, at }) => {
    const fitted = Math.min(at, limit)
    limit = fitted - APART
    return { number, at: fitted }
  })
}
