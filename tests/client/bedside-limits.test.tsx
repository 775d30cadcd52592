// The editor of limits over a server that a test plays: whatever counts is said by the server, and shown as it was said.
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { BedsideProvider, type Bedside } from '../../client/bedside/bedside-context.ts'
import { LimitsSheet } from '../../client/bedside/limits/limits-sheet.tsx'
import { MeasureAgainSheet } from '../../client/bedside/sheets/measure-again-sheet.tsx'
import { createQueryClient } from '../../client/http/query-client.ts'
import { ClockContext } from '../../client/ui/use-now.ts'
import { nextText } from '../../client/wall/foot-look.ts'
import type { Limit, Threshold } from '../../shared/domain/limit.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { instant, plusSeconds, toIso } from '../../shared/domain/time.ts'
import { drawnScene, withAlarms } from '../support/scene.ts'
import { holdWall } from './wall/render-wall.tsx'

const NOW = instant(Date.UTC(2026, 2, 2, 12))

const limit = (metric: Limit['metric'], direction: Limit['direction'], threshold: Threshold): Limit => ({
  metric,
  direction,
  threshold,
  priority: 'medium',
  onDelay: 15,
  offDelay: 5,
  hysteresis: 2,
})

const SPO2 = limit('spo2', 'low', 90)
const OVER = limit('sbp', 'high', { offsetFromBaseline: 39 })
const PROTOCOL = [SPO2, OVER]

const idOf = ({ metric }: Limit) => metric
const valueOf = ({ threshold }: Limit) => (typeof threshold === 'number' ? threshold : 165)

interface Server {
  /** What people set in place of the protocol's. */
  readonly inForce?: readonly Limit[]
  readonly wider?: (limits: readonly Limit[]) => readonly string[]
  readonly refuses?: string
}

const bodyOf = (init: RequestInit | undefined) =>
  JSON.parse(typeof init?.body === 'string' ? init.body : '{}') as { limits: readonly Limit[] }

const answers = ({ inForce = PROTOCOL, wider = () => [], refuses }: Server) => {
  const drafts: (readonly Limit[])[] = []
  const sheet = {
    phase: 'infusing',
    limits: inForce.map((it, index) => ({
      id: idOf(it),
      limit: it,
      value: valueOf(it),
      protocol: PROTOCOL[index],
      ...(it === PROTOCOL[index] ? {} : { changedBy: 'Nora', changedAt: toIso(NOW) }),
    })),
    protocol: PROTOCOL,
    isProtocol: inForce === PROTOCOL,
    proposal: {
      rule: 'Around the median.',
      basis: [{ metric: 'spo2', median: 97, count: 600 }],
      limits: [{ ...SPO2, threshold: 92 }, OVER],
    },
  }
  const answer = (path: string, init: RequestInit | undefined): [number, unknown] => {
    if (path.includes('/readings')) return [200, { metrics: {} }]
    if (path.endsWith('/limits')) return [200, sheet]
    const { limits } = bodyOf(init)
    if (path.endsWith('/what-if')) {
      drafts.push(limits)
      // A number that no rule of a screen could arrive at.
      const alarms = 700 + valueOf(limits[0] ?? SPO2)
      return [
        200,
        { were: { raised: 3, alarms: 41, transitions: [] }, wouldBe: { raised: 5, alarms, transitions: [] } },
      ]
    }
    if (refuses !== undefined) return [422, { error: { code: 'outOfRange', message: refuses } }]
    return [200, { limits: limits.map((it) => ({ id: idOf(it), value: valueOf(it) })), wider: wider(limits) }]
  }
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    const [status, body] = answer(path, init)
    return Promise.resolve(new Response(JSON.stringify(body), { status }))
  })
  return drafts
}

const [drawn] = drawnScene(NOW)
if (drawn === undefined) throw new Error('no scene')
const VIEW: SessionView = { ...drawn, allowed: ['setLimits'], patient: { initials: 'KT', displayName: 'Kira Trial' } }

const openSheet = (server: Server = {}, view = VIEW) => {
  const drafts = answers(server)
  const given: unknown[] = []
  const { live } = holdWall([view], NOW)
  const bedside = {
    live,
    view,
    trends: {},
    orders: [],
    bay: 'Bay 1',
    mayAct: true,
    outbox: { dismiss: () => undefined },
    give: (command: unknown) => {
      given.push(command)
      return null
    },
  } as unknown as Bedside
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={createQueryClient()}>
        <ClockContext value={live.clock}>
          <BedsideProvider value={bedside}>
            <LimitsSheet onClose={() => undefined} />
          </BedsideProvider>
        </ClockContext>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return { drafts, given }
}

const button = (name: RegExp | string) => screen.findByRole('button', { name })
const press = async (name: RegExp | string) => fireEvent.click(await button(name))
const preview = async (text: RegExp) => {
  await vi.waitFor(() => expect(screen.getByRole('status').textContent).toMatch(text), { timeout: 4_000 })
}
const isDisabled = async (name: string) => (await button(name)).hasAttribute('disabled')

afterEach(() => vi.unstubAllGlobals())

describe('limits at the bedside', () => {
  it('say how many alarms they would have given, as the server counted, and what there were', async () => {
    openSheet()
    await press('SpO2')
    await preview(/given 790 alarms; there were 41/)
    await press(/^Raise: SpO2 below/)
    await preview(/given 791 alarms/)
  })

  it('are asked about once for several taps', async () => {
    const { drafts } = openSheet()
    await press('SpO2')
    await preview(/790/)
    for (const _ of [1, 2, 3]) await press(/^Raise: SpO2 below/)
    await preview(/793/)
    expect(drafts.map((limits) => limits[0]?.threshold)).toEqual([90, 93])
  })

  it('are set without a reason where the server says that none is wider', async () => {
    const { given } = openSheet()
    await press('SpO2')
    await preview(/790/)
    expect(await isDisabled('Set limits')).toBe(true)
    await press(/^Raise: SpO2 below/)
    await preview(/791/)
    await press('Set limits')
    expect(given).toEqual([{ type: 'setLimits', limits: [{ ...SPO2, threshold: 91 }, OVER], reason: '' }])
  })

  it('ask for a reason where the server says that they are wider, in its words', async () => {
    const { given } = openSheet({ wider: () => ['SpO2 low 90 %, medium, after 15 s'] })
    await press('SpO2')
    await press(/^Lower: SpO2 below/)
    await preview(/789/)
    await press('Set limits')
    expect(given).toEqual([])
    const why = await screen.findByRole('region', { name: 'Wider than the protocol' })
    expect(why.textContent).toContain('low 90 %, medium, after 15 s')
    fireEvent.click(within(why).getByRole('button', { name: 'Usual for this patient' }))
    expect(given).toEqual([
      { type: 'setLimits', limits: [{ ...SPO2, threshold: 89 }, OVER], reason: 'Usual for this patient' },
    ])
  })

  it('are proposed and not set: the rule is shown', async () => {
    const { given } = openSheet()
    await press('Propose')
    await preview(/792/)
    expect(given).toEqual([])
    expect(screen.getByText('Around the median.')).toBeDefined()
  })

  it('go back to the protocol with one tap, and say who had changed them', async () => {
    const { given } = openSheet({ inForce: [{ ...SPO2, threshold: 88 }, OVER] })
    await press('SpO2')
    await screen.findByText(/protocol 90 %; set by Nora/)
    await press('Back to the protocol')
    expect(given).toEqual([{ type: 'setLimits', limits: PROTOCOL, reason: '' }])
  })

  it('that are the protocol’s have no way back', async () => {
    openSheet()
    expect(await isDisabled('Back to the protocol')).toBe(true)
  })

  it('that the server refuses cannot be set, and its sentence is shown', async () => {
    openSheet({ refuses: 'A limit of 101 for SpO2 cannot be.' })
    await preview(/A limit of 101 for SpO2 cannot be/)
    await press('SpO2')
    await press(/^Raise: SpO2 below/)
    await preview(/A limit of 101 for SpO2 cannot be/)
    expect(await isDisabled('Set limits')).toBe(true)
  })

  it('relative to the baseline move by their own figure, and are shown as the server resolves them', async () => {
    const { given } = openSheet()
    await press('Systolic')
    await screen.findByText('baseline + 39')
    expect(screen.getByText('= 165')).toBeDefined()
    await press(/^Lower: Systolic above/)
    await preview(/790/)
    await press('Set limits')
    expect(given).toEqual([
      { type: 'setLimits', limits: [SPO2, { ...OVER, threshold: { offsetFromBaseline: 35 } }], reason: '' },
    ])
  })
})

describe('measure again', () => {
  const repeatUntil = toIso(plusSeconds(NOW, 161))
  const alarm = { channel: 'sbp.high', priority: 'high', text: 'Systolic 184 > 179', ageMs: 19_000 } as const
  const view = withAlarms(VIEW, [{ ...alarm, more: { repeatUntil } }], NOW)

  it('says what a repeat would mean and how long it would, and takes a pressure by hand', () => {
    const { live } = holdWall([view], NOW)
    const given: unknown[] = []
    const bedside = {
      live,
      view,
      bay: 'Bay 1',
      orders: [],
      log: [],
      give: (command: unknown) => {
        given.push(command)
        return null
      },
    } as unknown as Bedside
    render(
      <MantineProvider env="test">
        <ClockContext value={live.clock}>
          <BedsideProvider value={bedside}>
            <MeasureAgainSheet onClose={() => undefined} />
          </BedsideProvider>
        </ClockContext>
      </MantineProvider>,
    )
    expect(screen.getByRole('status').textContent).toMatch(/^2:41 left for a repeat/)
    expect(screen.getByText(/Start the cuff at the monitor/)).toBeDefined()
    fireEvent.change(screen.getByLabelText('Systolic'), { target: { value: '142' } })
    fireEvent.change(screen.getByLabelText('Diastolic'), { target: { value: '84' } })
    fireEvent.click(screen.getByRole('button', { name: 'Record' }))
    expect(given).toEqual([{ type: 'recordVitals', values: { sbp: 142, dbp: 84 } }])
  })

  it('stands on the wall as the next thing to do while a repeat is waited for, and no longer', () => {
    expect(nextText(view, NOW)).toBe('Measure again 2:41')
    expect(nextText(view, plusSeconds(NOW, 161))).not.toContain('Measure again')
  })
})
