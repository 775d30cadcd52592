import { act, render, screen } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { SiteNotices } from '../../../client/signals/site-notices.tsx'
import { ClockContext } from '../../../client/ui/use-now.ts'
import type { SessionId } from '../../../shared/domain/ids.ts'
import { instant } from '../../../shared/domain/time.ts'
import { alarmScene } from '../../support/scene.ts'
import { PlainLink } from '../plain-link.tsx'
import { holdWall } from '../wall/render-wall.tsx'

const T0 = instant(Date.UTC(2026, 2, 2, 9))
const LIST = { name: 'Unattended alarms of the site' }

beforeEach(() => {
  vi.useFakeTimers()
})

const show = (own?: SessionId) => {
  const wall = holdWall(alarmScene(T0), T0)
  render(
    <ClockContext value={wall.live.clock}>
      <SiteNotices live={wall.live} visitLink={PlainLink} {...(own === undefined ? {} : { own })} />
    </ClockContext>,
  )
  return wall
}

describe('what every screen of staff says', () => {
  it('names the bay to which nobody has come, what it is, and for how long', () => {
    const wall = show()
    expect(screen.getByRole('list', LIST).textContent).toBe('*** UNATTENDED Bay 1: SpO2 82 < 85, for 1:24')
    act(() => wall.at(instant(T0 + 6_000)))
    expect(screen.getByRole('list', LIST).textContent).toBe('*** UNATTENDED Bay 1: SpO2 82 < 85, for 1:30')
  })

  it('leads to the visit', () => {
    show()
    const unattended = alarmScene(T0).find(({ alarms }) => alarms.some((alarm) => alarm.unattended))
    expect(screen.getByRole('link', { name: 'Bay 1' }).getAttribute('href')).toBe(`/sessions/${unattended?.id ?? ''}`)
  })

  it('is silent about the visit that the screen shows itself', () => {
    const own = alarmScene(T0).find(({ alarms }) => alarms.some(({ unattended }) => unattended))?.id
    show(own)
    expect(screen.queryByRole('list', LIST)).toBeNull()
  })

  it('ends when somebody has come', () => {
    const wall = show()
    act(() => {
      const { sessions } = wall.live.store.getState()
      const calm = Object.fromEntries(
        Object.entries(sessions).map(([id, session]) => [
          id,
          {
            ...session,
            view: {
              ...session.view,
              alarms: session.view.alarms.map((alarm) => ({ ...alarm, acknowledged: true, unattended: false })),
            },
          },
        ]),
      )
      wall.live.store.setState({ sessions: calm })
    })
    expect(screen.queryByRole('list', LIST)).toBeNull()
  })
})
