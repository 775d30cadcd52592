import { useStore } from 'zustand'
import { answererOf } from '../live/answering.ts'
import type { LiveClient } from '../live/live-client.ts'

/** Whom to call; nothing where the server has not told. */
export const Answerer = ({ live, bay }: { readonly live: LiveClient; readonly bay: string }) => {
  const told = useStore(live.store, ({ responsibilities }) => responsibilities)
  return told === null ? null : <> · {answererOf(told, bay)?.person.name ?? 'nobody'} answers</>
}
