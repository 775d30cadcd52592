import type { ReactNode } from 'react'
import { Link } from 'react-router'

/** The way from what is said of a visit to its bedside. */
export const VisitLink = ({ session, children }: { readonly session: string; readonly children: ReactNode }) => (
  <Link to={`/sessions/${session}`}>{children}</Link>
)
