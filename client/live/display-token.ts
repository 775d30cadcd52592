const STORED_AS = 'vigil.displayToken'
const NAME = 'token'

/** The few things of a window that this needs. */
export interface TokenPlace {
  readonly location: { readonly hash: string; readonly pathname: string; readonly search: string }
  readonly history: { replaceState(data: unknown, unused: string, url: string): void }
  readonly localStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

/**
 * The display token of `/wall#token=…`: read once, kept in this browser and taken out of the address bar.
 * The part behind # never leaves the browser, so the token comes into no query and no log.
 * @returns null where this browser has none: then a sign-in counts
 */
export const takeDisplayToken = ({ location, history, localStorage }: TokenPlace): string | null => {
  const given = new URLSearchParams(location.hash.slice(1)).get(NAME)
  if (given === null || given === '') return localStorage.getItem(STORED_AS)
  localStorage.setItem(STORED_AS, given)
  history.replaceState(null, '', location.pathname + location.search)
  return given
}

export const forgetDisplayToken = ({ localStorage }: Pick<TokenPlace, 'localStorage'>): void =>
  localStorage.removeItem(STORED_AS)
