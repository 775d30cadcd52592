import { describe, expect, it } from 'vitest'
import { createDisplayWatch, type Cause } from '../../../server/hub/display-watch.ts'
import { alarmId, bayId, sessionId } from '../../../shared/domain/ids.ts'
import type { Phase } from '../../../shared/domain/phase.ts'
import type { DisplayState } from '../../../shared/wire/live-message.ts'

const session = (bay: number, phase: Phase = 'infusing') => ({
  id: sessionId(`s${bay}`),
  bay: bayId(`b${bay}`),
  phase,
})
const state = (bays: readonly number[], more: Partial<DisplayState> = {}): DisplayState => ({
  sound: 'armed',
  visible: true,
  bays: bays.map((bay) => `b${bay}`),
  size: null,
  ...more,
})
const nameOf = (bay: string): string => bay.replace('b', 'Bay ')

/** A watch that began at 0 and is looked at once a second. */
const watching = () => {
  const watch = createDisplayWatch(0)
  const causesAt = (from: number, to: number): readonly Cause[] => {
    let causes: readonly Cause[] = []
    for (let at = from; at <= to; at += 1_000) causes = watch.causes(nameOf, at)
    return causes
  }
  return { watch, causesAt }
}

describe('no display', () => {
  it('is told once it has lasted, with the bays that nobody watches', () => {
    const { watch, causesAt } = watching()
    watch.session(session(1))
    watch.session(session(2, 'recovering'))
    watch.session(session(3, 'scheduled'))
    expect(causesAt(0, 4_000)).toEqual([])
    expect(causesAt(5_000, 5_000)).toEqual([{ channel: 'display.none', text: 'No display is watching Bay 1, Bay 2' }])
    watch.report('wall', state([1]), 6_000)
    expect(causesAt(6_000, 6_000)).toEqual([{ channel: 'display.none', text: 'No display is watching Bay 2' }])
    watch.session(session(2, 'discharged'))
    expect(causesAt(7_000, 7_000)).toEqual([])
  })

  it('is nothing to tell while no session runs', () => {
    const { watch, causesAt } = watching()
    watch.session(session(1, 'discharged'))
    watch.report('wall', state([], { sound: 'notArmed' }), 0)
    expect(causesAt(0, 60_000)).toEqual([])
  })

  it('is nothing to tell before screens had time to come back after a start', () => {
    const watch = createDisplayWatch(15_000)
    watch.session(session(1))
    expect(watch.causes(nameOf, 14_000)).toEqual([])
    expect(watch.causes(nameOf, 15_000)).toEqual([])
    expect(watch.causes(nameOf, 20_000)).toHaveLength(1)
  })

  it('is told of one that is hidden, has left, or has fallen silent', () => {
    for (const lose of [
      (watch: ReturnType<typeof createDisplayWatch>) => watch.report('wall', state([1], { visible: false }), 1_000),
      (watch: ReturnType<typeof createDisplayWatch>) => watch.leave('wall'),
    ]) {
      const { watch, causesAt } = watching()
      watch.session(session(1))
      watch.report('wall', state([1]), 0)
      expect(causesAt(0, 1_000)).toEqual([])
      lose(watch)
      expect(causesAt(2_000, 6_000)).toMatchObject([{ channel: 'display.none' }])
    }
    const { watch, causesAt } = watching()
    watch.session(session(1))
    watch.report('wall', state([1]), 0)
    expect(causesAt(0, 24_000)).toEqual([])
    expect(causesAt(25_000, 31_000)).toMatchObject([{ channel: 'display.none' }])
  })

  it('does not flash when a page is loaded anew', () => {
    const { watch, causesAt } = watching()
    watch.session(session(1))
    watch.report('wall', state([1]), 0)
    expect(causesAt(0, 1_000)).toEqual([])
    watch.leave('wall')
    expect(causesAt(2_000, 4_000)).toEqual([])
    watch.report('wall again', state([1]), 4_500)
    expect(causesAt(5_000, 20_000)).toEqual([])
  })
})

describe('sound that is not armed', () => {
  it('is told for every display that waits for its first click; off is a choice', () => {
    const { watch, causesAt } = watching()
    watch.session(session(1))
    watch.report('a', state([1], { sound: 'notArmed' }), 0)
    watch.report('b', state([1], { sound: 'off' }), 0)
    expect(causesAt(0, 0)).toEqual([
      { channel: 'display.soundNotArmed', text: 'Sound is not armed on 1 of 2 displays' },
    ])
    watch.report('a', state([1]), 1_000)
    expect(causesAt(1_000, 1_000)).toEqual([])
  })
})

describe('an alarm that was not shown', () => {
  const raised = () => {
    const made = watching()
    made.watch.session(session(1))
    made.watch.report('wall', state([1]), 10_000)
    made.watch.alarmRaised(alarmId('s1.a1'), bayId('b1'), 10_000)
    return made
  }

  it('is told after two seconds, until a display confirms it', () => {
    const { watch, causesAt } = raised()
    expect(causesAt(10_000, 11_000)).toEqual([])
    expect(causesAt(12_000, 12_000)).toEqual([
      { channel: 'display.notShown', text: 'No display has shown the newest alarm of Bay 1' },
    ])
    watch.shown(['another', 's1.a1'])
    expect(causesAt(13_000, 13_000)).toEqual([])
  })

  it('is nothing to tell once it is confirmed in time, or over', () => {
    const confirmed = raised()
    confirmed.watch.shown(['s1.a1'])
    expect(confirmed.causesAt(10_000, 20_000)).toEqual([])
    const over = raised()
    over.watch.alarmOver(alarmId('s1.a1'))
    expect(over.causesAt(10_000, 20_000)).toEqual([])
  })
})
