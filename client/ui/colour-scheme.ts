import { createContext, useContext } from 'react'

export type ColourScheme = 'dark' | 'light'

export interface SchemeChoice {
  readonly scheme: ColourScheme
  readonly toggle: () => void
}

export const SchemeContext = createContext<SchemeChoice>({ scheme: 'dark', toggle: () => undefined })

export const useScheme = (): SchemeChoice => useContext(SchemeContext)
