import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useNavigate } from 'react-router'
import { notifications } from '@mantine/notifications'
import { z } from 'zod'
import { request } from '../http/request.ts'

const NOT_SIGNED_IN = 401

/** Ends the sign-in at the server, then forgets all that was shown under it. */
export const useSignOut = (): (() => void) => {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useCallback(() => {
    const end = async () => {
      const answer = await request(z.undefined(), { method: 'POST', path: '/auth/logout' })
      if (!answer.ok && answer.error.status !== NOT_SIGNED_IN) {
        notifications.show({ title: 'You are still signed in', message: answer.error.message })
        return
      }
      queries.clear()
      await navigate('/login', { replace: true })
    }
    void end()
  }, [queries, navigate])
}
