import { createContext, useContext } from 'react'
import type { Staff } from '../../shared/domain/actor.ts'

/** Who is signed in; null outside of the pages that ask for it. */
export const StaffContext = createContext<Staff | null>(null)

/** @throws outside of the staff pages, where nobody is signed in */
export const useStaff = (): Staff => {
  const staff = useContext(StaffContext)
  if (staff === null) throw new Error('This page is shown to nobody who is not signed in.')
  return staff
}
