import { useEffect, useState } from 'react'

const TURN_EVERY_MS = 12_000
/** After a person has turned a page, it stays for so long. */
const HOLD_MS = 60_000

export interface Pages {
  readonly page: number
  readonly turnTo: (page: number) => void
}

/** Which page of bays is shown: they follow each other, and a person may turn them. */
export const usePages = (pages: number): Pages => {
  const [page, setPage] = useState(0)
  const [holds, setHolds] = useState(0)
  useEffect(() => {
    if (pages < 2) return
    const timer = setTimeout(
      () => {
        setHolds(0)
        setPage((before) => (before + 1) % pages)
      },
      holds > 0 ? HOLD_MS : TURN_EVERY_MS,
    )
    return () => clearTimeout(timer)
  }, [pages, page, holds])
  const turnTo = (next: number) => {
    setHolds((before) => before + 1)
    setPage(((next % pages) + pages) % pages)
  }
  return { page: Math.min(page, pages - 1), turnTo }
}
