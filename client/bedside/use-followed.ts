import { useEffect, useState } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { LiveClient } from '../live/live-client.ts'
import type { Outbox } from '../live/outbox.ts'
import { followSession, type Followed } from '../live/session-follower.ts'

const NOTHING: Followed = { log: [], state: 'asking', refusal: null }

const later = (call: () => void, ms: number): (() => void) => {
  const timer = setTimeout(call, ms)
  return () => clearTimeout(timer)
}

/** The log of the session, kept level as long as the page is shown. */
export const useFollowed = (live: LiveClient, outbox: Outbox, id: SessionId): Followed => {
  const [followed, setFollowed] = useState<{ readonly id: SessionId; readonly what: Followed }>({ id, what: NOTHING })
  useEffect(() => {
    const follower = followSession(live, id, later)
    const stopListening = follower.store.subscribe((what) => setFollowed({ id, what }))
    const stopTaking = outbox.onSaved((saved) => {
      if (saved.sessionId === id) follower.take(saved.events)
    })
    return () => {
      stopListening()
      stopTaking()
      follower.stop()
    }
  }, [live, outbox, id])
  return followed.id === id ? followed.what : NOTHING
}
