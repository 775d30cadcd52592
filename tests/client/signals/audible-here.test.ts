import { describe, expect, it } from 'vitest'
import { highestAudibleHere, waitsHere, type Hearer } from '../../../client/signals/audible-here.ts'
import type { Priority } from '../../../shared/domain/limit.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { userId } from '../../../shared/domain/ids.ts'
import { instant, plusSeconds, toIso } from '../../../shared/domain/time.ts'
import { drawnScene } from '../../support/scene.ts'

const T0 = instant(Date.UTC(2026, 2, 1, 9))
const NORA = userId('u1')
const OTHER: Hearer = { person: 'u2', now: T0, isLive: true }
const [QUIET] = drawnScene(T0)
if (QUIET === undefined) throw new Error('the scene is empty')

const view = (audible: Priority | null, meanwhile?: Priority | null): SessionView => {
  const { audible: _, ...silent } = QUIET
  const until = toIso(plusSeconds(T0, 15))
  return {
    ...silent,
    ...(audible === null ? {} : { audible }),
    ...(meanwhile === undefined
      ? {}
      : { heldForOthers: { first: NORA, until, ...(meanwhile === null ? {} : { audible: meanwhile }) } }),
  }
}

const sound = (hearer: Partial<Hearer>, ...views: readonly SessionView[]) =>
  highestAudibleHere(views, { ...OTHER, ...hearer })

describe('what sounds on a screen', () => {
  it('is what the server says, where nothing waits', () => {
    expect(sound({}, view('medium'), view('high'), view(null))).toBe('high')
    expect(sound({}, view(null))).toBeNull()
    expect(sound({})).toBeNull()
  })

  it('is everything at once for the one who answers', () => {
    expect(sound({ person: NORA }, view('high', null))).toBe('high')
  })

  it('is for others only what does not wait', () => {
    expect(sound({}, view('high', null))).toBeNull()
    expect(sound({}, view('high', 'low'))).toBe('low')
    expect(sound({}, view('high', null), view('medium'))).toBe('medium')
  })

  it.each<readonly [string, Partial<Hearer>]>([
    ['a wall', { person: null }],
    ['a screen whose link is not live', { isLive: false }],
    ['a screen that does not know the time', { now: null }],
    ['a screen whose clock makes no sense', { now: NaN }],
    ['a screen on which the time has come', { now: plusSeconds(T0, 15) }],
    ['a screen that was told nothing for long', { now: plusSeconds(T0, 3_600) }],
  ])('is everything on %s', (_what, hearer) => {
    expect(sound(hearer, view('high', null))).toBe('high')
  })

  it('is everything where what waits cannot be read', () => {
    const odd = { ...view('high'), heldForOthers: { first: NORA, until: 'soon' } }
    expect(sound({}, odd)).toBe('high')
  })

  it('lets the last moment wait, and not the next', () => {
    expect(sound({ now: T0 + 14_999 }, view('high', null))).toBeNull()
    expect(sound({ now: T0 + 15_000 }, view('high', null))).toBe('high')
  })
})

describe('a screen says that a sound waits', () => {
  it('while it does, and never of a visit in which nothing sounds', () => {
    expect(waitsHere(view('high', null), OTHER)).toBe(true)
    expect(waitsHere(view('high', 'low'), OTHER)).toBe(true)
    expect(waitsHere(view('high'), OTHER)).toBe(false)
    expect(waitsHere(view(null, null), OTHER)).toBe(false)
    expect(waitsHere(view('high', null), { ...OTHER, person: NORA })).toBe(false)
    expect(waitsHere(view('high', null), { ...OTHER, isLive: false })).toBe(false)
  })
})
