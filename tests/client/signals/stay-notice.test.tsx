import { act, render, screen } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { SiteNotices } from '../../../client/signals/site-notices.tsx'
import { ClockContext } from '../../../client/ui/use-now.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { instant, toIso } from '../../../shared/domain/time.ts'
import { alarmScene } from '../../support/scene.ts'
import { PlainLink } from '../plain-link.tsx'
import { holdWall } from '../wall/render-wall.tsx'

const T0 = instant(Date.UTC(2026, 2, 2, 9))
const LIST = { name: 'Longest stay passed' }

beforeEach(() => {
  vi.useFakeTimers()
})

const withStay = (view: SessionView, state: 'running' | 'due' | 'overdue'): SessionView => ({
  ...view,
  patient: { ...view.patient, displayName: 'Ada Example' },
  timers: [
    {
      kind: 'stay',
      label: 'Longest stay',
      startedAt: toIso(instant(T0 - 14_460_000)),
      dueAt: toIso(instant(T0 - 60_000)),
      state,
    },
  ],
})

const show = (state: 'running' | 'due' | 'overdue') => {
  const wall = holdWall(
    alarmScene(T0).map((view, index) => (index === 0 ? withStay(view, state) : { ...view, timers: [] })),
    T0,
  )
  render(
    <ClockContext value={wall.live.clock}>
      <SiteNotices live={wall.live} visitLink={PlainLink} />
    </ClockContext>,
  )
  return wall
}

describe('what every screen of staff says of a stay that is too long', () => {
  it('names bay and patient, for how long', () => {
    const wall = show('overdue')
    const list = screen.getByRole('list', LIST)
    expect(list.textContent).toBe('LONGEST STAY PASSED Bay 1 · Ada Example, for 1:00: a clinician decides')
    act(() => wall.at(instant(T0 + 6_000)))
    expect(list.textContent).toContain('for 1:06')
  })

  it('is not there while the stay runs', () => {
    show('running')
    expect(screen.queryByRole('list', LIST)).toBeNull()
  })
})
