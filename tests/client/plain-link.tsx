import type { ReactNode } from 'react'

/** Where no router is at hand. */
export const PlainLink = ({ session, children }: { readonly session: string; readonly children: ReactNode }) => (
  <a href={`/sessions/${session}`}>{children}</a>
)
