import { describe, expect, test } from 'vitest'
import {
  applyReading,
  applyValue,
  EMPTY_GROUP,
  groupLevel,
  IDLE,
  limitThatStands,
  withMachines,
  type LimitGroup,
  type LimitMachine,
  type LimitPhase,
} from '../../../server/core/alarm-limits.ts'
import { at } from '../../support/alarm-scene.ts'

const machine = (over: Partial<LimitMachine> = {}): LimitMachine => ({
  id: 'spo2.low',
  metric: 'spo2',
  direction: 'low',
  priority: 'medium',
  threshold: 90,
  onDelay: 15,
  offDelay: 5,
  hysteresis: 2,
  phase: IDLE,
  ...over,
})

const groupOf = (...machines: readonly LimitMachine[]): LimitGroup => ({ ...EMPTY_GROUP, machines })

const phaseAfter = (start: LimitMachine, value: number, seconds: number): LimitPhase | undefined =>
  applyValue(groupOf(start), { value, at: at(seconds), isBroken: false, isSpot: false }).machines[0]?.phase

const read = (group: LimitGroup, seconds: number, value: number, staleAfterS = 10): LimitGroup =>
  applyReading(
    group,
    { source: 'spo2', value, measuredAt: at(seconds), freshAt: at(seconds) },
    { staleAfterS, isSpot: false, isRunning: true },
  )

const PENDING: LimitPhase = { at: 'pending', since: at(0) }
const STANDING: LimitPhase = { at: 'standing' }
const CLEARING: LimitPhase = { at: 'clearing', since: at(0) }

describe('the table of a limit, row by row', () => {
  test.each<[string, LimitPhase, number, number, LimitPhase]>([
    ['idle, not beyond: idle', IDLE, 90, 0, IDLE],
    ['idle, beyond: pending since t', IDLE, 89.9, 7, { at: 'pending', since: at(7) }],
    ['pending, beyond, before the delay: stays', PENDING, 80, 14.999, PENDING],
    ['pending, beyond, t − s = onDelay: standing', PENDING, 80, 15, STANDING],
    ['pending, at the threshold: idle', PENDING, 90, 20, IDLE],
    ['standing, inside the threshold but not the hysteresis: stays', STANDING, 91.9, 3, STANDING],
    ['standing, at threshold + hysteresis: clearing since t', STANDING, 92, 3, { at: 'clearing', since: at(3) }],
    ['standing, beyond: stays', STANDING, 50, 3, STANDING],
    ['clearing, inside, before the delay: stays', CLEARING, 95, 4.999, CLEARING],
    ['clearing, inside, t − s = offDelay: idle', CLEARING, 95, 5, IDLE],
    ['clearing, between threshold and hysteresis: standing', CLEARING, 91, 5, STANDING],
  ])('%s', (_, ...[phase, value, seconds, next]) => {
    expect(phaseAfter(machine({ phase }), value, seconds)).toEqual(next)
  })

  test('a high limit mirrors a low one', () => {
    const high = machine({ direction: 'high', threshold: 120, hysteresis: 3, onDelay: 0, offDelay: 0 })

    expect(phaseAfter(high, 120, 0)).toEqual(IDLE)
    expect(phaseAfter(high, 120.1, 0)).toEqual(STANDING)
    expect(phaseAfter({ ...high, phase: STANDING }, 117.1, 0)).toEqual(STANDING)
    expect(phaseAfter({ ...high, phase: STANDING }, 117, 0)).toEqual(IDLE)
  })

  test('without delays it stands and falls at once', () => {
    const now = machine({ onDelay: 0, offDelay: 0 })

    expect(phaseAfter(now, 89, 0)).toEqual(STANDING)
    expect(phaseAfter({ ...now, phase: STANDING }, 92, 0)).toEqual(IDLE)
  })

  test('a spot value acts without the delays', () => {
    const use = { at: at(0), isBroken: false, isSpot: true }

    expect(applyValue(groupOf(machine()), { ...use, value: 80 }).machines[0]?.phase).toEqual(STANDING)
    expect(applyValue(groupOf(machine({ phase: STANDING })), { ...use, value: 95 }).machines[0]?.phase).toEqual(IDLE)
  })

  test('a delay with a fraction is met exactly, though 1.1 × 1,000 is more than 1,100', () => {
    expect(phaseAfter(machine({ onDelay: 1.1, phase: PENDING }), 80, 1.1)).toEqual(STANDING)
  })
})

describe('the run of readings', () => {
  const breached = read(groupOf(machine()), 0, 85)

  test('a gap as long as staleAfter does not break it', () => {
    expect(read(read(breached, 5, 85), 15, 85).machines[0]?.phase).toEqual(STANDING)
  })

  test('a longer gap does: pending begins again', () => {
    expect(read(breached, 10.001, 85).machines[0]?.phase).toEqual({ at: 'pending', since: at(10.001) })
    expect(read(breached, 10.001, 95).machines[0]?.phase).toEqual(IDLE)
  })

  test('a longer gap puts clearing back to standing, and standing stays standing', () => {
    const clearing = read(groupOf(machine({ phase: STANDING })), 0, 95)

    expect(clearing.machines[0]?.phase).toEqual(CLEARING)
    expect(read(clearing, 60, 95).machines[0]?.phase).toEqual({ at: 'clearing', since: at(60) })
    expect(read(clearing, 60, 91).machines[0]?.phase).toEqual(STANDING)
    expect(read(read(groupOf(machine({ phase: STANDING })), 0, 91), 600, 91).machines[0]?.phase).toEqual(STANDING)
  })

  test('another source breaks it as a gap does', () => {
    const other = applyReading(
      breached,
      { source: 'pr', value: 85, measuredAt: at(1), freshAt: at(1) },
      { staleAfterS: 10, isSpot: false, isRunning: true },
    )

    expect(other.machines[0]?.phase).toEqual({ at: 'pending', since: at(1) })
  })

  test('a reading not later than the newest one used moves nothing', () => {
    const later = read(breached, 5, 95)

    expect(read(later, 5, 70)).toBe(later)
    expect(read(later, 4, 70)).toBe(later)
  })

  test('where alarms do not run it is remembered and moves nothing', () => {
    const group = applyReading(
      groupOf(machine({ onDelay: 0 })),
      { source: 'spo2', value: 70, measuredAt: at(0), freshAt: at(0) },
      { staleAfterS: 10, isSpot: false, isRunning: false },
    )

    expect(group.machines[0]?.phase).toEqual(IDLE)
    expect(group.used?.value).toBe(70)
  })

  test('a reading that moves nothing makes no new machines', () => {
    const group = groupOf(machine())

    expect(read(group, 0, 95).machines).toBe(group.machines)
  })
})

describe('level, limit and worst value', () => {
  const medium = machine({ id: 'm', phase: STANDING })
  const high = machine({ id: 'h', priority: 'high', threshold: 85, phase: CLEARING })
  const other = machine({ id: 'x', direction: 'high', priority: 'low', threshold: 99, phase: PENDING })

  test('the level is the highest priority that stands or is clearing, by direction', () => {
    expect(groupLevel(groupOf(medium, high, other), 'low')).toBe('high')
    expect(groupLevel(groupOf(medium, other), 'low')).toBe('medium')
    expect(groupLevel(groupOf(medium, other), 'high')).toBeNull()
  })

  test('the limit told is, among those at the level, the one furthest out', () => {
    const nearer = machine({ id: 'near', threshold: 92, phase: STANDING })
    const ofHigh = (id: string, threshold: number) => machine({ id, threshold, direction: 'high', phase: STANDING })

    expect(limitThatStands(groupOf(nearer, medium, high), 'low', 'medium')).toEqual({
      id: 'm',
      metric: 'spo2',
      direction: 'low',
      priority: 'medium',
      value: 90,
    })
    expect(limitThatStands(groupOf(medium, nearer), 'low', 'medium')?.id).toBe('m')
    expect(limitThatStands(groupOf(ofHigh('a', 160), ofHigh('b', 164)), 'high', 'medium')?.id).toBe('b')
    expect(limitThatStands(groupOf(medium), 'high', 'medium')).toBeNull()
  })

  test('the worst value is remembered from the first breach on, also while it is pending', () => {
    const run = read(read(read(groupOf(machine()), 0, 80), 5, 70), 10, 84)

    expect(run.worst).toEqual({ low: 70, high: null })
    expect(read(run, 12, 95).worst).toEqual({ low: null, high: null })
  })

  test('and of a high limit, the highest', () => {
    const high = machine({ direction: 'high', threshold: 120 })

    expect(read(read(groupOf(high), 0, 140), 1, 130).worst).toEqual({ low: null, high: 140 })
  })

  test('with other limits the worst is kept only where one has left idle', () => {
    const run: LimitGroup = { ...groupOf(machine()), worst: { low: 70, high: 150 } }

    expect(withMachines(run, [machine({ phase: STANDING })]).worst).toEqual({ low: 70, high: null })
    expect(withMachines(run, [machine({ direction: 'high', phase: STANDING })]).worst).toEqual({ low: null, high: 150 })
  })
})
