import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { Told } from '../live/answering.ts'
import type { LiveClient } from '../live/live-client.ts'
import { bayFacts, type BayFacts } from './bay-facts.ts'

export interface LiveProps {
  readonly live: LiveClient
}

export const useTold = ({ live }: LiveProps): Told => useStore(live.store, (state) => state.responsibilities)

/** Changes with every number: for a dialog, which stands open for moments. */
export const useBayFacts = ({ live }: LiveProps): readonly BayFacts[] => {
  const bays = useStore(live.store, (state) => state.bays)
  const sessions = useStore(live.store, (state) => state.sessions)
  return useMemo(() => bayFacts({ bays, sessions }), [bays, sessions])
}
