import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { sayNow, type UrgentCommand } from '../live/say-now.ts'
import { useBedside } from './bedside-context.ts'

export interface Urgent {
  readonly isAsking: boolean
  readonly say: (command: UrgentCommand, failure: string) => void
}

/** Says what counts at this moment alone; where it did not reach the server, that is said at once. */
export const useUrgent = (): Urgent => {
  const { live, view, bay } = useBedside()
  const [isAsking, setIsAsking] = useState(false)
  const say = async (command: UrgentCommand, failure: string) => {
    setIsAsking(true)
    const answer = await sayNow(live, view.id, command)
    setIsAsking(false)
    if (!answer.ok) notifications.show({ title: `${bay}: ${failure}`, message: answer.message, autoClose: 10_000 })
  }
  return { isAsking, say: (command, failure) => void say(command, failure) }
}
