/** Levels of fields that are looked into: a list of plain things is the deepest that a screen selects. */
const DEPTH = 2

const isSameTo = (depth: number, one: unknown, other: unknown): boolean => {
  if (Object.is(one, other)) return true
  if (depth === 0 || typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return false
  const entries = Object.entries(one)
  if (entries.length !== Object.keys(other).length) return false
  return entries.every(([key, value]) => isSameTo(depth - 1, value, (other as Readonly<Record<string, unknown>>)[key]))
}

/** The same primitive, or plain things with the same fields: then nothing needs to be drawn anew. */
export const isSame = (one: unknown, other: unknown): boolean => isSameTo(DEPTH, one, other)
