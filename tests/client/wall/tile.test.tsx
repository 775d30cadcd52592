import { act, screen, within } from '@testing-library/react'
import { Profiler } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Tile } from '../../../client/wall/tile.tsx'
import type { TileForm } from '../../../client/wall/tile-layout.ts'
import type { LiveMessage } from '../../../client/live/apply-message.ts'
import { sessionId } from '../../../shared/domain/ids.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { instant, type Instant } from '../../../shared/domain/time.ts'
import { alarmScene, drawnScene, vitalView, withAlarms, type SceneAlarm } from '../../support/scene.ts'
import { holdWall, renderOnWall } from './render-wall.tsx'

const T0 = instant(Date.parse('2026-03-01T09:00:00.000Z'))
const at = (seconds: number): Instant => instant(T0 + seconds * 1_000)
const view = (bay: number, views = drawnScene(T0)): SessionView => {
  const found = views.find(({ id }) => id === `s-${bay}`)
  if (found === undefined) throw new Error(`no bay ${bay} in the scene`)
  return found
}

const HIGH: SceneAlarm = { channel: 'spo2.low', priority: 'high', text: 'SpO2 84 < 85', ageMs: 12_000 }

const showTile = (shown: SessionView, form: TileForm = 'full') => {
  const wall = holdWall([shown], T0)
  const { container } = renderOnWall(wall, <Tile bayName="Bay 1" sessionId={shown.id} form={form} />)
  const part = (name: string): HTMLElement => {
    const found = container.querySelector<HTMLElement>(`[data-part="${name}"]`)
    if (found === null) throw new Error(`the tile has no ${name}`)
    return found
  }
  const frame = () => container.querySelector('[data-flashes]')
  return { wall, container, part, frame }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('a calm tile', () => {
  it('shows bay, initials, phase, numbers, dose and what is next', () => {
    const { part } = showTile(view(1))
    const tile = within(screen.getByRole('article', { name: 'Bay 1' }))
    expect(tile.getByText('A.M.')).toBeDefined()
    expect(tile.getByText('SIMULATED')).toBeDefined()
    expect(part('phase').textContent).toBe('Infusing18:24 left')
    expect(part('pulse').textContent).toBe('HR84')
    expect(part('spo2').textContent).toBe('SpO2 %97')
    expect(part('pressure').textContent).toContain('138/86(103)')
    expect(part('foot').textContent).toBe('21.7 of 40 mg · 60 mg/h BP in 5:36')
  })

  it('holds the limits in force in its top line, and has no alarm, no flash, no priority', () => {
    const { part, container, frame } = showTile(view(1))
    expect(part('limits').textContent).toBe('SpO2 ≥ 90HR 50–120BP ≤ 164')
    expect(container.querySelector('[data-part="alarm"]')).toBeNull()
    expect(frame()).toBeNull()
    expect(
      container.querySelectorAll('[data-priority="high"], [data-priority="medium"], [data-priority="low"]'),
    ).toHaveLength(0)
  })

  it('shows a rate of breathing only where one is fed', () => {
    expect(showTile(view(3)).part('rr').textContent).toBe('RR14')
  })

  it('shows none where none is fed', () => {
    expect(showTile(view(1)).container.querySelector('[data-part="rr"]')).toBeNull()
  })

  it('counts on with the server’s clock', () => {
    const { wall, part } = showTile(view(1))
    act(() => wall.at(at(1)))
    expect(part('phase').textContent).toBe('Infusing18:23 left')
    expect(part('foot').textContent).toContain('BP in 5:35')
  })

  it('says REPLAY where it is one', () => {
    showTile({ ...view(1), simulated: false, replayed: true })
    expect(screen.getByText('REPLAY')).toBeDefined()
    expect(screen.queryByText('SIMULATED')).toBeNull()
  })

  it.each(['full', 'wide', 'compact', 'dense', 'minimal'] as const)('keeps the origin mark in its %s form', (form) => {
    const { container } = showTile(withAlarms(view(1), [HIGH], T0), form)
    expect(container.querySelector('span[title="SIMULATED"]')?.textContent).toMatch(/^SIM(ULATED)?$/)
  })
})

describe('a tile in alarm', () => {
  it('tells it by mark, word, colour, flash and time, and colours the label, not the digits', () => {
    const { part, frame } = showTile(withAlarms(view(2), [HIGH], T0))
    const line = part('alarm')
    expect(within(line).getByRole('img', { name: 'high priority' }).textContent).toBe('***')
    expect(line.textContent).toContain('SpO2 84 < 85')
    expect(line.textContent).toContain('HIGH')
    expect(line.textContent).toContain('0:12')
    expect(line.dataset.priority).toBe('high')
    expect(frame()?.getAttribute('data-flashes')).toBe('true')
    const [label, digits] = part('spo2').querySelectorAll<HTMLElement>('[data-priority], [data-state]')
    expect(label?.dataset.priority).toBe('high')
    expect(digits?.dataset).not.toHaveProperty('priority')
    expect(part('pulse').querySelector<HTMLElement>('[data-priority]')?.dataset.priority).toBe('none')
  })

  it('rises in the box that held the limits', () => {
    const shown = view(1)
    const { wall, part, container } = showTile(shown)
    const before = part('limits').parentElement
    act(() =>
      wall.apply({
        kind: 'events',
        message: {
          epoch: 'e1',
          from: 1,
          to: 1,
          events: [{ seq: 1, sessionId: shown.id, events: [], view: withAlarms(shown, [HIGH], T0) }],
        },
      }),
    )
    expect(part('alarm').parentElement).toBe(before)
    expect(before?.firstElementChild).toBe(part('alarm'))
    expect(container.querySelector('[data-part="limits"]')).toBeNull()
  })

  it('is steady once acknowledged, with a tick and who', () => {
    const { part, frame } = showTile(view(2, alarmScene(T0)))
    expect(within(part('alarm')).getByRole('img', { name: 'ACKNOWLEDGED by' })).toBeDefined()
    expect(part('alarm').textContent).toContain('N.E.')
    expect(part('alarm').dataset.acknowledged).toBe('true')
    expect(frame()?.getAttribute('data-flashes')).toBe('false')
  })

  it('says "was" while it is latched, and goes on calling', () => {
    const { part, frame } = showTile(view(3, alarmScene(T0)))
    expect(part('alarm').textContent).toContain('was 84')
    expect(frame()?.getAttribute('data-flashes')).toBe('true')
  })

  it('says that nobody has come', () => {
    expect(showTile(view(1, alarmScene(T0))).part('alarm').textContent).toContain('UNATTENDED')
  })

  it('shows a paused sound by a crossed bell and what is left of it', () => {
    const { wall, part } = showTile(view(4, alarmScene(T0)))
    expect(within(part('alarm')).getByRole('img', { name: 'AUDIO PAUSED, 1:41 left' })).toBeDefined()
    act(() => wall.at(at(11)))
    expect(within(part('alarm')).getByRole('img', { name: 'AUDIO PAUSED, 1:30 left' })).toBeDefined()
  })

  it('shows several alarms in turns of 2 s, highest first, with a count', () => {
    const { part } = showTile(view(1, alarmScene(T0)))
    expect(part('alarm').textContent).toContain('SpO2 82 < 85')
    expect(part('alarm').textContent).toContain('1/3')
    act(() => void vi.advanceTimersByTime(2_000))
    expect(part('alarm').textContent).toContain('HR 128 > 120')
    expect(part('alarm').textContent).toContain('2/3')
    act(() => void vi.advanceTimersByTime(2_000))
    expect(part('alarm').textContent).toContain('SpO2 82 < 85')
  })

  it.each(['full', 'compact', 'dense', 'minimal'] as const)(
    'never lets a technical alarm hide a physiological one (%s)',
    (form) => {
      const { part } = showTile(view(6, alarmScene(T0)), form)
      for (let turn = 0; turn < 4; turn += 1) {
        expect(part('alarm').textContent).toContain('SpO2 81 < 85')
        expect(part('beside').textContent).toContain('SpO2 probe off')
        act(() => void vi.advanceTimersByTime(2_000))
      }
    },
  )

  it('gives a technical alarm its own shape, its priority, and no value', () => {
    const { part } = showTile(view(6))
    const mark = within(part('alarm')).getByRole('img', { name: 'technical medium priority' })
    expect(mark.querySelector('svg')).not.toBeNull()
    expect(mark.textContent).toBe('**')
    expect(part('alarm').textContent).toContain('SpO2 probe off')
    expect(part('alarm').textContent).not.toMatch(/[<>]/)
  })
})

describe('honest numbers on a tile', () => {
  const frameOf = (shown: SessionView, now: Instant, spo2: number | null): LiveMessage => ({
    kind: 'vitals',
    frame: { at: now, sessions: { [shown.id]: { spo2: [spo2, now, spo2 === null ? 'none' : 'good'] } } },
  })
  const state = (part: HTMLElement) => part.querySelector<HTMLElement>('[data-state]')?.dataset.state

  it('fade, then turn to --, when nothing comes any more', () => {
    const { wall, part } = showTile(view(1))
    expect(state(part('spo2'))).toBe('fresh')
    act(() => wall.at(at(2)))
    expect([state(part('spo2')), part('spo2').textContent]).toEqual(['aged', 'SpO2 %972 s'])
    act(() => wall.at(at(10)))
    expect([state(part('spo2')), part('spo2').textContent]).toEqual(['gone', 'SpO2 %--97 · 10 s'])
  })

  it('come back with the next value', () => {
    const shown = view(1)
    const { wall, part } = showTile(shown)
    act(() => wall.at(at(20)))
    act(() => wall.apply(frameOf(shown, at(20), 95)))
    expect([state(part('spo2')), part('spo2').textContent]).toEqual(['fresh', 'SpO2 %95'])
  })

  it('are -- at once where the device has none', () => {
    const shown = view(1)
    const { wall, part } = showTile(shown)
    act(() => {
      wall.at(at(1))
      wall.apply(frameOf(shown, at(1), null))
    })
    expect(part('spo2').textContent).toBe('SpO2 %--97 · 1 s')
  })

  it('show the pulse of the oximeter where there is no heart rate, by its own name', () => {
    const { hr: _none, ...vitals } = view(1).vitals
    const { part } = showTile({ ...view(1), vitals: { ...vitals, pr: vitalView('pr', 77, T0) } })
    expect(part('pulse').textContent).toBe('PR77')
  })

  it('keep a pressure’s time and age beside it', () => {
    const { wall, part } = showTile(view(1))
    const before = part('pressure').textContent
    act(() => wall.at(at(60)))
    expect(before).toContain('4 min')
    expect(part('pressure').textContent).toContain('5 min')
  })
})

describe('what a tile costs', () => {
  it('writes anew only what changed in its own bay, and renders nothing for a number', () => {
    const [one, two] = [view(1), view(2)]
    const wall = holdWall([one, two], T0)
    const rendered: string[] = []
    const tile = (shown: SessionView) => (
      <Profiler id={shown.id} onRender={(id) => rendered.push(id)}>
        <Tile bayName={shown.bay} sessionId={shown.id} form="full" />
      </Profiler>
    )
    const { container } = renderOnWall(
      wall,
      <>
        {tile(one)}
        {tile(two)}
      </>,
    )
    const written = new MutationObserver(() => undefined)
    written.observe(container, { subtree: true, childList: true, characterData: true, attributes: true })
    const places = () =>
      written.takeRecords().map(({ target }) => {
        const element = target instanceof Element ? target : target.parentElement
        const part = element?.closest<HTMLElement>('[data-part]')?.dataset.part
        return `${element?.closest('article')?.dataset.bay ?? ''} ${part ?? ''}`
      })
    const say = () =>
      wall.apply({ kind: 'vitals', frame: { at: at(1), sessions: { [one.id]: { hr: [99, at(1), 'good'] } } } })
    rendered.length = 0
    act(say)
    expect(new Set(places())).toEqual(new Set([`${one.bay} pulse`]))
    expect(container.querySelector('[data-part="pulse"]')?.textContent).toBe('HR99')
    // The same value again: nothing that anybody could see has changed.
    act(say)
    expect(places()).toEqual([])
    expect(rendered).toEqual([])
  })
})

describe('a free bay', () => {
  it('says so', () => {
    renderOnWall(holdWall([], T0), <Tile bayName="Bay 8" sessionId={null} form="full" />)
    expect(screen.getByRole('article', { name: 'Bay 8, free' }).textContent).toBe('8free')
  })

  it('is what a tile becomes whose session is just leaving, without a fall', () => {
    const gone = sessionId('s-gone')
    renderOnWall(holdWall([], T0), <Tile bayName="Bay 8" sessionId={gone} form="full" />)
    expect(screen.getByRole('article', { name: 'Bay 8' }).textContent).toContain('--')
  })
})
