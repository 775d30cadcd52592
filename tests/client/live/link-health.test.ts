import { describe, expect, it } from 'vitest'
import {
  hearAnswer,
  hearBeat,
  linkHealth,
  look,
  openPulse,
  saidSleepMs,
  silentFor,
  sleepsOf,
  type LinkPulse,
} from '../../../client/live/link-health.ts'

const T0 = Date.parse('2026-03-01T09:00:00.000Z')
/** This device's wall clock is an hour off: nothing may depend on it. */
const WALL = T0 + 3_600_000

const opened = openPulse({ monotonic: 0, wall: WALL })

const beat = (pulse: LinkPulse, monotonic: number, serverMs = monotonic): LinkPulse =>
  hearBeat(pulse, { serverTime: T0 + serverMs, speed: 1, monotonic })

describe('the health of the link', () => {
  it('opens without an alarm, and raises one where nothing is heard for 4 s', () => {
    expect(linkHealth(opened, 3_999)).toBe('opening')
    expect(linkHealth(opened, 4_000)).toBe('lost')
  })

  it('is live for less than 2 s after a beat', () => {
    const pulse = beat(opened, 1_000)
    expect(linkHealth(pulse, 2_999)).toBe('live')
  })

  it('is stale from 2 s, and lost from 4 s without a beat', () => {
    const pulse = beat(opened, 1_000)
    expect(linkHealth(pulse, 3_000)).toBe('stale')
    expect(linkHealth(pulse, 4_999)).toBe('stale')
    expect(linkHealth(pulse, 5_000)).toBe('lost')
    expect(silentFor(pulse, 5_000)).toBe(4_000)
  })

  it('is live again with the next beat', () => {
    const pulse = beat(beat(opened, 1_000), 9_000)
    expect(linkHealth(pulse, 9_001)).toBe('live')
  })

  it('counts a beat from when it was sent: a frozen tab that reads old ones is not live', () => {
    // given beats at 1 s and 2 s; the tab then freezes for 30 s while three more wait, and the server is gone
    const before = beat(beat(opened, 1_000), 2_000)
    // when it wakes and reads them one after another
    const awake = [3_000, 4_000, 5_000].reduce(
      (pulse, serverMs, index) => beat(pulse, 32_000 + index, serverMs),
      before,
    )
    // then it knows that the newest of them is 27 s old
    expect(linkHealth(awake, 32_003)).toBe('lost')
    expect(silentFor(awake, 32_003)).toBe(27_003)
  })

  it('notices that a throttled tab slept through its own looks', () => {
    const pulse = beat(opened, 1_000)
    expect(linkHealth(look(pulse, { monotonic: 61_000, wall: WALL + 61_000 }), 61_000)).toBe('lost')
  })

  it('doubts every number after the device slept with its clock standing, until the server has answered anew', () => {
    // given a beat, and a device that sleeps for 30 s while performance.now stands still
    const pulse = look(beat(opened, 1_000), { monotonic: 1_300, wall: WALL + 31_300 })
    expect(linkHealth(pulse, 1_300)).toBe('stale')
    // when a beat comes that had waited: it seems to be on time
    const beaten = beat(pulse, 1_400, 2_000)
    expect(linkHealth(beaten, 1_400)).toBe('stale')
    // when the server answers what was asked before the sleep, then what was asked after it
    expect(linkHealth(hearAnswer(beaten, 0), 1_400)).toBe('stale')
    expect(linkHealth(hearAnswer(beaten, 1), 1_400)).toBe('live')
  })

  it('doubts every number after it was suspended, though the first beat that it reads is fresh', () => {
    const slept = look(beat(opened, 1_000), { monotonic: 43_000, wall: WALL + 43_000 })
    const awake = beat(slept, 43_010)
    expect(linkHealth(awake, 43_020)).toBe('stale')
    expect(linkHealth(hearAnswer(awake, 1), 43_020)).toBe('live')
  })

  it('says for how long it slept, for 8 s at least and until it was answered', () => {
    const slept = look(beat(opened, 1_000), { monotonic: 43_000, wall: WALL + 43_000 })
    expect(saidSleepMs(opened, 43_000)).toBeNull()
    expect(saidSleepMs(slept, 60_000)).toBe(43_000)
    expect(saidSleepMs(hearAnswer(slept, 1), 50_999)).toBe(43_000)
    expect(saidSleepMs(hearAnswer(slept, 1), 51_000)).toBeNull()
  })

  it('does not take a hidden tab’s slow timers for a sleep', () => {
    const looks = [2_000, 3_000, 4_000].reduce(
      (pulse, monotonic) => look(pulse, { monotonic, wall: WALL + monotonic }),
      beat(look(opened, { monotonic: 1_000, wall: WALL + 1_000 }), 1_000),
    )
    expect(sleepsOf(looks)).toBe(0)
  })

  it('asks once where the device’s clock is set forwards, and shows the server’s time all along', () => {
    const set = look(beat(opened, 1_000), { monotonic: 1_250, wall: WALL + 7_200_000 })
    expect(linkHealth(set, 1_250)).toBe('stale')
    expect(set.clock).toEqual(beat(opened, 1_000).clock)
    const again = look(hearAnswer(set, 1), { monotonic: 1_500, wall: WALL + 7_200_250 })
    expect([linkHealth(again, 1_500), sleepsOf(again)]).toEqual(['live', 1])
  })

  it('does not care that the device’s clock is set back, and still notices a sleep after it', () => {
    const back = look(beat(opened, 1_000), { monotonic: 1_250, wall: WALL - 7_200_000 })
    expect(linkHealth(back, 1_250)).toBe('live')
    const slept = look(back, { monotonic: 1_500, wall: WALL - 7_200_000 + 60_250 })
    expect(linkHealth(slept, 1_500)).toBe('stale')
  })
})
