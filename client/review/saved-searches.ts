/** A search under a name, kept on this device. */
export interface SavedSearch {
  readonly name: string
  /** As it stands in the address. */
  readonly query: string
}

const KEPT_AS = 'vigil.review.searches'

const isSaved = (value: unknown): value is SavedSearch =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'query' in value &&
  typeof value.query === 'string'

export const readSavedSearches = (storage: Pick<Storage, 'getItem'>): readonly SavedSearch[] => {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEPT_AS) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isSaved) : []
  } catch {
    return []
  }
}

/** The same name again takes the place of the first. */
export const withSearch = (saved: readonly SavedSearch[], search: SavedSearch): readonly SavedSearch[] =>
  [...saved.filter(({ name }) => name !== search.name), search].sort((one, other) => one.name.localeCompare(other.name))

export const keepSearches = (storage: Pick<Storage, 'setItem'>, saved: readonly SavedSearch[]): void =>
  storage.setItem(KEPT_AS, JSON.stringify(saved))
