import { createContext, useContext } from 'react'
import type { Staff } from '../../shared/domain/actor.ts'

export interface SignedInStaff {
  readonly staff: Staff
  readonly signOut: () => void
}

/** Who is signed in; null outside of the pages that ask for it. */
export const StaffContext = createContext<SignedInStaff | null>(null)

/** @throws outside of the staff pages, where nobody is signed in */
export const useSignedIn = (): SignedInStaff => {
  const signedIn = useContext(StaffContext)
  if (signedIn === null) throw new Error('This page is shown to nobody who is not signed in.')
  return signedIn
}

export const useStaff = (): Staff => useSignedIn().staff
