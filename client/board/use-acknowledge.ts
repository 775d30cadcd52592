import { notifications } from '@mantine/notifications'
import { useCallback, useState } from 'react'
import type { AlarmId, SessionId } from '../../shared/domain/ids.ts'
import type { LiveClient } from '../live/live-client.ts'
import { sayNow } from '../live/say-now.ts'

export interface Acknowledging {
  readonly alarmId: AlarmId | null
  readonly acknowledge: (sessionId: SessionId, alarmId: AlarmId, where: string) => void
}

/** Acknowledges with one tap; says in words where that did not reach the server. */
export const useAcknowledge = (live: LiveClient): Acknowledging => {
  const [asked, setAsked] = useState<AlarmId | null>(null)
  const acknowledge = useCallback(
    (sessionId: SessionId, alarmId: AlarmId, where: string) => {
      const say = async () => {
        setAsked(alarmId)
        const answer = await sayNow(live, sessionId, { type: 'acknowledgeAlarm', alarmId })
        setAsked(null)
        if (!answer.ok) notifications.show({ title: `${where}: not acknowledged`, message: answer.message })
      }
      void say()
    },
    [live],
  )
  return { alarmId: asked, acknowledge }
}
