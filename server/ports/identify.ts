/** The source of everything random: ids, tokens, seeds. A test hands in a counter. */
export interface Identify {
  /** @returns an id that no other call gave, URL-safe, at most 24 characters. */
  newId(prefix: string): string
  /** @returns a secret of at least 192 bits, URL-safe. */
  newSecret(): string
}
