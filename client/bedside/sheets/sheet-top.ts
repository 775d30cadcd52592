import { createContext } from 'react'

/** Pixels that header, notices and alarm line take: a dialog begins below them. */
export const SheetTop = createContext(0)
