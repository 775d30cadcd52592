import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { sessionViewSchema } from '../../shared/wire/session-view.ts'
import { deviceAnswerSchema } from '../../shared/wire/site.ts'
import { request } from '../http/request.ts'
import { newIdempotencyKey } from '../live/idempotency-key.ts'
import { bodyOf, type IntakeForm, type Purpose } from './intake-form.ts'

export type IntakeState =
  | { readonly state: 'open' }
  | { readonly state: 'sending'; readonly purpose: Purpose }
  | { readonly state: 'refused'; readonly message: string }

/** The same form sent twice makes one visit: its key stays until the form changes. */
const useKey = () => {
  const kept = useRef<{ readonly body: string; readonly key: string } | null>(null)
  return (body: unknown): string => {
    const text = JSON.stringify(body)
    if (kept.current?.body !== text) kept.current = { body: text, key: newIdempotencyKey(crypto) }
    return kept.current.key
  }
}

const assignMonitor = async (form: IntakeForm, isThere: boolean): Promise<void> => {
  if (form.device === null || isThere) return
  const path = `/devices/${encodeURIComponent(form.device)}`
  const answer = await request(deviceAnswerSchema, { method: 'PATCH', path, body: { bay: form.bay } })
  if (answer.ok) return
  notifications.show({
    title: 'The monitor is not attached',
    message: `${answer.error.message} Attach it at the bedside.`,
    autoClose: false,
  })
}

/** Makes the visit, puts the monitor to it and goes to the bedside. */
export const useIntake = () => {
  const [state, setState] = useState<IntakeState>({ state: 'open' })
  const keyFor = useKey()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const send = async (form: IntakeForm, purpose: Purpose, isMonitorThere: boolean): Promise<void> => {
    const body = bodyOf(form, purpose)
    if (body === null) return
    setState({ state: 'sending', purpose })
    const asked = { method: 'POST', path: '/sessions', body, idempotencyKey: keyFor(body) } as const
    const answer = await request<SessionView>(sessionViewSchema, asked)
    if (!answer.ok) {
      setState({ state: 'refused', message: answer.error.message })
      return
    }
    await assignMonitor(form, isMonitorThere)
    await queries.invalidateQueries({ queryKey: ['bays'] })
    await navigate(purpose === 'admit' ? `/sessions/${answer.value.id}` : '/')
  }
  return { state, send }
}
