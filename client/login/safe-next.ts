const HERE = 'http://here'

/** Where to go after signing in: a page of this site and nothing else, whatever the address says. */
export const safeNext = (wanted: string | null): string => {
  if (wanted?.startsWith('/') !== true) return '/'
  const url = URL.canParse(wanted, HERE) ? new URL(wanted, HERE) : null
  if (url?.origin !== HERE || url.pathname === '/login') return '/'
  return url.pathname + url.search
}
