/** JSON with its keys in order: two bodies that say the same are the same text. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const fields: [string, unknown][] = Object.entries(value)
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, canonical(field)]))
}

/** SHA-256 of a request, in hex: tells a repeated request from another one under the same key. */
export const bodyHash = async (body: unknown): Promise<string> => {
  const text = JSON.stringify(canonical(body))
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
