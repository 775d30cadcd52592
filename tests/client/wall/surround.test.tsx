import { act, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { LinkAlarm } from '../../../client/wall/link-alarm.tsx'
import { NewestAlarm } from '../../../client/wall/newest-alarm.tsx'
import { SettingsDialog } from '../../../client/wall/settings-dialog.tsx'
import { SiteStrip } from '../../../client/wall/site-strip.tsx'
import type { SoundOutput, SoundState } from '../../../client/signals/sound-output.ts'
import { WallFoot } from '../../../client/wall/wall-foot.tsx'
import { wallBays } from '../../../client/wall/wall-bays.ts'
import { DEFAULT_SETTINGS, type WallSettings } from '../../../client/wall/wall-settings.ts'
import { formatClock } from '../../../client/ui/format.ts'
import { instant, toIso } from '../../../shared/domain/time.ts'
import { alarmScene, drawnScene } from '../../support/scene.ts'
import { holdWall, renderOnWall } from './render-wall.tsx'

const T0 = instant(Date.parse('2026-03-01T09:00:00.000Z'))

const holdSound = (sound: SoundState) => {
  const armed: string[] = []
  const output: SoundOutput = {
    store: createStore(() => ({ sound })),
    arm: () => void armed.push('armed'),
    setOn: () => undefined,
    sound: () => undefined,
    testTone: () => undefined,
    open: () => () => undefined,
  }
  return { output, armed }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('the strip of the site', () => {
  it('counts visits by phase and alarms by priority', () => {
    renderOnWall(holdWall(drawnScene(T0), T0), <SiteStrip output={holdSound('armed').output} />)
    expect(screen.getByRole('heading', { name: 'Infusion suite' })).toBeDefined()
    expect(screen.getByText('infusing', { exact: false }).textContent).toBe('4 infusing')
    expect(screen.getByText('ready', { exact: false }).textContent).toBe('1 ready')
    const chips = within(screen.getByRole('list', { name: 'Alarms by priority' }))
    expect(chips.getAllByRole('listitem').map((chip) => chip.textContent)).toEqual(['*** 1', '** 2'])
  })

  it('tells what is due next, and an unattended alarm before it', () => {
    renderOnWall(holdWall(drawnScene(T0), T0), <SiteStrip output={holdSound('armed').output} />)
    expect(screen.getByText('Bay 2 BP in 2:50')).toBeDefined()
  })

  it('puts an unattended alarm before what is only due', () => {
    renderOnWall(holdWall(alarmScene(T0), T0), <SiteStrip output={holdSound('armed').output} />)
    expect(screen.getByText('UNATTENDED Bay 1 1:24', { exact: false })).toBeDefined()
    expect(screen.queryByText('Next', { exact: false })).toBeNull()
  })

  it('draws its clock from the server’s time, and says how fast that runs', () => {
    const wall = holdWall(drawnScene(T0), T0)
    renderOnWall(wall, <SiteStrip output={holdSound('armed').output} />)
    expect(screen.getByRole('time').textContent).toBe(formatClock(T0))
    expect(screen.queryByText('×60')).toBeNull()
    act(() => {
      wall.at(instant(T0 + 1_000))
      wall.apply({ kind: 'beat', beat: { serverTime: T0 + 1_000, speed: 60, seq: 0 } })
    })
    expect(screen.getByRole('time').textContent).toBe(formatClock(T0 + 1_000))
    expect(screen.getByText('×60')).toBeDefined()
  })

  it('shows SOUND NOT ARMED as a technical alarm that one click arms', () => {
    const { output, armed } = holdSound('notArmed')
    renderOnWall(holdWall([], T0), <SiteStrip output={output} />)
    fireEvent.click(screen.getByRole('button', { name: /SOUND NOT ARMED/ }))
    expect(armed).toEqual(['armed'])
  })

  it.each([
    ['armed', 'Sound armed'],
    ['off', 'AUDIO OFF'],
  ] as const)('says when the sound is %s', (sound, words) => {
    renderOnWall(holdWall([], T0), <SiteStrip output={holdSound(sound).output} />)
    expect(screen.getByText(words)).toBeDefined()
  })

  it('says for how long no beat came', () => {
    const wall = holdWall([], T0)
    renderOnWall(wall, <SiteStrip output={holdSound('armed').output} />)
    expect(screen.getByText('live')).toBeDefined()
    act(() => wall.link({ health: 'stale', silentS: 3 }))
    expect(screen.getByText('no beat 3 s')).toBeDefined()
  })
})

describe('the screen’s own alarm', () => {
  it('is silent while the link lives or is only late', () => {
    const wall = holdWall(drawnScene(T0), T0)
    renderOnWall(wall, <LinkAlarm />)
    act(() => wall.link({ health: 'stale', silentS: 3 }))
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })

  it('covers everything when the link is lost, says since when and where to look', () => {
    const wall = holdWall(drawnScene(T0), T0)
    renderOnWall(wall, <LinkAlarm />)
    act(() => wall.link({ health: 'lost', silentS: 5 }))
    const alarm = screen.getByRole('alertdialog', { name: 'Link lost' })
    expect(alarm.textContent).toContain('Look at the bedside monitors.')
    expect(alarm.textContent).toContain(`Last heard from the server at ${formatClock(T0 - 5_000)}`)
    expect(within(alarm).getByRole('img', { name: 'technical medium priority' })).toBeDefined()
  })

  it('says why the server lets it not watch, and what to do', () => {
    const wall = holdWall([], T0)
    let forgotten = 0
    renderOnWall(wall, <LinkAlarm onForgetLink={() => (forgotten += 1)} />)
    act(() => wall.link({ health: 'lost', silentS: 5, refusal: 'This display link was withdrawn.' }))
    expect(screen.getByRole('alertdialog').textContent).toContain('This display link was withdrawn.')
    fireEvent.click(screen.getByRole('button', { name: 'Forget this display link' }))
    expect(forgotten).toBe(1)
  })

  it('leads to the sign-in where there is no link', () => {
    const wall = holdWall([], T0)
    renderOnWall(wall, <LinkAlarm />)
    act(() => wall.link({ health: 'lost', silentS: 5, refusal: 'Nobody is signed in.' }))
    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/login')
  })
})

describe('the foot of the wall', () => {
  const layout = { form: 'compact', columns: 2, rows: 2, unit: 1, perPage: 4, pages: 2, gap: 12 } as const
  const showFoot = (wall: ReturnType<typeof holdWall>, page: number, isPaged = true) => {
    const turned: number[] = []
    renderOnWall(
      wall,
      <WallFoot
        layout={isPaged ? { ...layout, turning: { page, turnTo: (to) => void turned.push(to) } } : null}
        bays={wallBays(wall.live.store.getState())}
        isPlaceKnown={false}
        onSettings={() => undefined}
      />,
    )
    return turned
  }

  it('says what the screen is not', () => {
    showFoot(holdWall([], T0), 0, false)
    expect(screen.getByText(/Secondary display/).textContent).toContain('bedside monitors stay the primary source')
  })

  it('asks for the screen’s size while nobody has said it', () => {
    showFoot(holdWall([], T0), 0, false)
    expect(screen.getByRole('button', { name: 'How large is this screen?' })).toBeDefined()
  })

  it('shows the alarms of the site in turns, with a count', () => {
    const wall = holdWall([], T0)
    showFoot(wall, 0, false)
    const since = toIso(T0)
    act(() =>
      wall.apply({
        kind: 'site',
        message: {
          siteAlarms: [
            { channel: 'display.soundNotArmed', priority: 'medium', since, text: 'Sound not armed on Wall 2' },
            { channel: 'store.slow', priority: 'medium', since, text: 'Saving is slow' },
          ],
        },
      }),
    )
    expect(screen.getByText(/Sound not armed on Wall 2/).textContent).toContain('1/2')
    act(() => void vi.advanceTimersByTime(2_000))
    expect(screen.getByText(/Saving is slow/).textContent).toContain('2/2')
  })

  it('shows every alarm of the other pages, and goes there', () => {
    const turned = showFoot(holdWall(drawnScene(T0), T0), 1)
    const away = within(screen.getByRole('list', { name: 'Alarms on other pages' })).getAllByRole('button')
    expect(away.map((button) => button.textContent)).toEqual(['*** Bay 2 SpO2 84 < 85', '** Bay 4 Systolic 172 > 164'])
    fireEvent.click(away[0] ?? document.body)
    expect(turned).toEqual([0])
  })

  it('says when messages were not understood', () => {
    const wall = holdWall([], T0)
    showFoot(wall, 0, false)
    act(() => wall.link({ dropped: 3 }))
    expect(screen.getByText(/3 messages not understood/)).toBeDefined()
  })
})

describe('for whoever hears the page', () => {
  it('the newest of the highest alarms is said in words', () => {
    renderOnWall(holdWall(drawnScene(T0), T0), <NewestAlarm />)
    expect(screen.getByRole('alert').textContent).toBe('high priority, Bay 2: SpO2 84 < 85')
  })
})

describe('the settings of a screen', () => {
  it('are saved as they were given', () => {
    // jsdom has dialogs, but does not open them.
    HTMLDialogElement.prototype.showModal = function open() {
      this.open = true
    }
    let saved: WallSettings | null = null
    renderOnWall(
      holdWall([], T0),
      <SettingsDialog
        settings={DEFAULT_SETTINGS}
        onSave={(settings) => (saved = settings)}
        onClose={() => undefined}
        onTestTone={() => undefined}
      />,
    )
    fireEvent.change(screen.getByLabelText(/Diagonal/), { target: { value: '55' } })
    fireEvent.change(screen.getByLabelText(/Read from/), { target: { value: '4' } })
    fireEvent.click(screen.getByLabelText(/urgency/))
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(saved).toEqual({ place: { diagonalInch: 55, distanceM: 4 }, order: 'urgency', dim: null, isSoundOn: true })
  })
})
