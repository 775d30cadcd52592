import { useCallback, useState } from 'react'
import type { ColourScheme, SchemeChoice } from '../ui/colour-scheme.ts'

/** Bays are watched in dim rooms, records and protocols are read like paper; each has its own choice. */
type Area = 'bays' | 'review'

const USUAL: Readonly<Record<Area, ColourScheme>> = { bays: 'dark', review: 'light' }

const areaOf = (pathname: string): Area =>
  /^\/(review|alarms|notifications|protocols)/.test(pathname) ? 'review' : 'bays'

const storedAs = (area: Area): string => `vigil.scheme.${area}`

const readChoice = (area: Area): ColourScheme => {
  const stored = localStorage.getItem(storedAs(area))
  return stored === 'dark' || stored === 'light' ? stored : USUAL[area]
}

/** The colour scheme of the page at this address, and how to change it for all pages of its kind. */
export const useAreaScheme = (pathname: string): SchemeChoice => {
  const [choices, setChoices] = useState(() => ({ bays: readChoice('bays'), review: readChoice('review') }))
  const area = areaOf(pathname)
  const scheme = choices[area]
  const toggle = useCallback(() => {
    const other = scheme === 'dark' ? 'light' : 'dark'
    localStorage.setItem(storedAs(area), other)
    setChoices((before) => ({ ...before, [area]: other }))
  }, [area, scheme])
  return { scheme, toggle }
}
