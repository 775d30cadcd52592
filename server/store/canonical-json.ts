/**
 * One text for one value (as RFC 8785): keys sorted by UTF-16 code unit, no space, numbers and text as ECMAScript writes them.
 * A member that is undefined is left out.
 * @throws TypeError for what JSON cannot hold: a number that is not finite, a missing element, a function, a class instance.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return numberJson(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && isPlain(value)) return objectJson(value)
  throw new TypeError(`${typeof value} has no JSON`)
}

const numberJson = (value: number): string => {
  if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON`)
  return JSON.stringify(value)
}

const objectJson = (value: object): string => {
  const members: string[] = []
  for (const [key, member] of Object.entries(value).sort(byKey)) {
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`)
  }
  return `{${members.join(',')}}`
}

const byKey = ([first]: readonly [string, unknown], [second]: readonly [string, unknown]): number =>
  first < second ? -1 : 1

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
