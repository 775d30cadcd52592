// The page of what leaves the building, over a server that a test plays: every state says what it is.
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, within } from '@testing-library/react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { DeliveriesPage } from '../../../client/deliveries/deliveries-page.tsx'
import { createQueryClient } from '../../../client/http/query-client.ts'
import { StaffContext } from '../../../client/ui/staff-context.ts'
import type { Role } from '../../../shared/domain/actor.ts'
import { userId } from '../../../shared/domain/ids.ts'
import { unattendedNotice } from '../../support/unattended-notice.ts'

const at = (time: string) => `2026-03-02T${time}.000Z`

const IDLE = {
  state: 'untried',
  failingSince: null,
  lastError: null,
  waiting: 0,
  nextAttemptAt: null,
  lastDeliveredAt: null,
} as const

const FAILING = {
  ...IDLE,
  state: 'failing',
  failingSince: at('09:00:01'),
  lastError: 'answered 503',
  waiting: 2,
  nextAttemptAt: at('09:05:00'),
} as const

const NOBODY = { targets: [], notifications: [] }
const NO_RECEIVER = { receiver: null, queue: IDLE, deliveries: [] }

const PAGER = { id: 'webhook-1', kind: 'webhook', label: 'https://pager.example' }
const ANA = { id: 'email-1', kind: 'email', label: 'ana@clinic.example' }

const sending = (target: string, more: object = {}) => ({
  target,
  notice: unattendedNotice(7),
  state: 'delivered',
  attempts: 1,
  lastError: null,
  wantedAt: at('09:00:00'),
  nextAttemptAt: null,
  deliveredAt: at('09:00:02'),
  ...more,
})
const REFUSED = {
  state: 'refused',
  attempts: 3,
  lastError: 'answered 503',
  nextAttemptAt: at('09:05:00'),
  deliveredAt: null,
}

const show = (answers: Readonly<Record<string, () => Promise<Response>>>, role: Role = 'admin') => {
  vi.stubGlobal('fetch', (url: string, { method = 'GET' }: RequestInit = {}) => {
    const path = url.replace('/api/v1', '').replace(/\?.*/, '')
    const answer = answers[method === 'GET' ? path : `${method} ${path}`] ?? answers[path]
    if (answer === undefined) throw new Error(`nobody asks for ${url} here`)
    return answer()
  })
  const router = createMemoryRouter([{ path: '/', element: <DeliveriesPage /> }])
  const signedIn = { staff: { id: userId('u1'), name: 'Nora', role }, signOut: () => undefined }
  render(
    <MantineProvider>
      <QueryClientProvider client={createQueryClient()}>
        <StaffContext value={signedIn}>
          <RouterProvider router={router} />
        </StaffContext>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

const says =
  (body: object, status = 200) =>
  () =>
    Promise.resolve(Response.json(body, { status }))
const never = () => new Promise<Response>(() => undefined)

const told = (targets: readonly object[], notifications: readonly object[]) => ({
  '/notifications': says({ targets, notifications }),
  '/deliveries': says(NO_RECEIVER),
})

afterEach(() => vi.unstubAllGlobals())

describe('the page of what leaves the building', () => {
  test('says that it is loading', () => {
    show({ '/notifications': never, '/deliveries': never })
    expect(screen.getAllByRole('status').map((it) => it.textContent)).toEqual([
      'Loading the notifications …',
      'Loading the deliveries …',
    ])
  })

  test('says that nobody is told, and how that is changed', async () => {
    show({ '/notifications': says(NOBODY), '/deliveries': says(NO_RECEIVER) })
    expect(await screen.findByText(/VIGIL_WEBHOOK_URLS or a mailbox in VIGIL_MAIL_TO/)).toBeDefined()
    expect(await screen.findByText(/VIGIL_HL7_SEND/)).toBeDefined()
  })

  test('says what the server said where it failed, and that there is no link where nothing came', async () => {
    const error = { code: 'notAllowed', message: 'Staff may see this.' }
    show({ '/notifications': says({ error }, 403), '/deliveries': () => Promise.reject(new TypeError('offline')) })
    const failed = await screen.findByText('The list of notifications could not be loaded')
    expect(failed.parentElement?.textContent).toContain('Staff may see this.')
    expect(await screen.findByText('No link: The list of deliveries cannot be loaded now')).toBeDefined()
  })

  test('tells of each receiver whether it works, since when it does not, what it said and what waits', async () => {
    const working = { ...IDLE, state: 'working', lastDeliveredAt: at('09:00:02') }
    show(
      told(
        [
          { ...PAGER, queue: FAILING },
          { ...ANA, queue: working },
        ],
        [sending(PAGER.id, REFUSED), sending(ANA.id), sending('webhook-gone')],
      ),
    )
    const pager = await screen.findByRole('region', { name: 'Webhook https://pager.example' })
    expect(pager.textContent).toMatch(
      /Failing since 2 Mar 2026, \d\d:00:01.*answered 503.*never.*Waiting2.*Next attempt/,
    )
    expect(screen.getByRole('region', { name: 'E-mail ana@clinic.example' }).textContent).toMatch(
      /Working.*taken.*Waitingnothing$/,
    )
    const rows = within(screen.getByRole('table', { name: 'Last notifications' })).getAllByRole('row')
    expect(rows[1]?.textContent).toMatch(
      /UNATTENDED Bay 3: SpO2 low, 82 \(limit 85\)not delivered after 3 attempts: answered 503; next attempt/,
    )
    expect(rows[2]?.textContent).toMatch(/delivered 2 Mar 2026, \d\d:00:02, one attempt/)
    expect(rows[3]?.textContent).toContain('a receiver that is set no more')
    expect(screen.getAllByRole('link', { name: 'Open the visit' })[0]?.getAttribute('href')).toBe('/review/s_1')
  })

  test('tells how the records stand with the HL7 receiver', async () => {
    const delivery = {
      session: 's_9',
      ...REFUSED,
      state: 'waiting',
      lastError: 'no connection (ECONNREFUSED)',
      wantedAt: null,
      controlId: 'c9',
    }
    show({
      '/notifications': says(NOBODY),
      '/deliveries': says({
        receiver: 'his.clinic:2575',
        queue: { ...FAILING, failingSince: null },
        deliveries: [delivery],
      }),
    })
    const card = await screen.findByRole('region', { name: 'HL7 receiver his.clinic:2575' })
    expect(card.textContent).toMatch(/Failing(?! since)/)
    expect((await screen.findByRole('row', { name: /ECONNREFUSED/ })).textContent).toContain('not kept')
  })
})

describe('a test', () => {
  const test1 = { id: 't_1', type: 'test', at: at('09:10:00') }
  const targets = [
    { ...PAGER, queue: IDLE },
    { ...ANA, queue: IDLE },
  ]

  test('is sent by an administrator, and what became of it stands beside the button', async () => {
    const notifications: object[] = []
    show({
      '/notifications': () => says({ targets, notifications })(),
      '/deliveries': says(NO_RECEIVER),
      '/notifications/test': () => {
        notifications.push(
          sending(PAGER.id, { notice: test1 }),
          sending(ANA.id, { notice: test1, ...REFUSED, attempts: 1 }),
        )
        return says({ id: 't_1', targets: [PAGER.id, ANA.id] }, 202)()
      },
    })
    fireEvent.click(await screen.findByRole('button', { name: 'Send a test' }))
    const result = await screen.findByRole('list', { name: 'Result of the test' })
    expect(await within(result).findByText(/delivered 2 Mar 2026/)).toBeDefined()
    expect(result.textContent).toMatch(/ana@clinic\.example: not delivered after one attempt: answered 503/)
  })

  test('that was not sent says so', async () => {
    show({ ...told(targets, []), '/notifications/test': () => Promise.reject(new TypeError('offline')) })
    fireEvent.click(await screen.findByRole('button', { name: 'Send a test' }))
    expect((await screen.findByRole('alert')).textContent).toMatch(/^No link: the test was not sent\./)
  })

  test('is not offered to anybody else', async () => {
    show(told(targets, []), 'nurse')
    expect(await screen.findByText('An administrator can send a test from here.')).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Send a test' })).toBeNull()
  })
})

describe('older visits', () => {
  const known = { '/notifications': says(NOBODY), '/deliveries': says({ ...NO_RECEIVER, receiver: 'his:2575' }) }
  const ask = async (day: string) => {
    const field = await screen.findByLabelText('Ended since')
    fireEvent.change(field, { target: { value: day } })
    fireEvent.blur(field)
    fireEvent.click(await screen.findByRole('button', { name: 'Count them' }))
  }

  test('are counted first, and go when somebody agreed to as many', async () => {
    show({
      ...known,
      '/deliveries/older': says({ visits: 12 }),
      'POST /deliveries/older': says({ visits: 12 }, 202),
    })
    await ask('2026-01-05')
    expect(await screen.findByText(/^12 visits that ended since 5 Jan 2026 were never sent\..*his:2575/)).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Send 12 visits' }))
    expect(await screen.findByText(/^12 visits put among what is to go/)).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Send 12 visits' })).toBeNull()
  })

  test('that are none cannot be sent', async () => {
    show({ ...known, '/deliveries/older': says({ visits: 0 }) })
    await ask('2026-01-05')
    expect(await screen.findByText(/none would go/)).toBeDefined()
    expect(screen.queryByRole('button', { name: /^Send \d/ })).toBeNull()
  })

  test('that are others by now are not sent, and the page says why', async () => {
    const error = { code: 'conflict', message: '12 older visits were agreed to, 13 would go now: none was sent.' }
    show({ ...known, '/deliveries/older': says({ visits: 12 }), 'POST /deliveries/older': says({ error }, 409) })
    await ask('2026-01-05')
    fireEvent.click(await screen.findByRole('button', { name: 'Send 12 visits' }))
    expect((await screen.findByRole('alert')).textContent).toContain('13 would go now')
  })

  test('are an administrator’s to send', async () => {
    show(known, 'clinician')
    expect(await screen.findByText(/An administrator can send visits from before/)).toBeDefined()
    expect(screen.queryByLabelText('Ended since')).toBeNull()
  })
})
