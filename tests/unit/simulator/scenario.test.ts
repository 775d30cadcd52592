import { describe, expect, it } from 'vitest'
import { bayId, deviceId, sessionId, siteId, userId } from '../../../shared/domain/ids.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import type { AlarmEvent, SessionEvent } from '../../../shared/domain/session-event.ts'
import { instant, plusMinutes } from '../../../shared/domain/time.ts'
import { playHistory } from '../../../server/demo-history.ts'
import { createMonitor } from '../../../server/sources/simulator/monitor.ts'
import type { ScenarioName } from '../../../server/sources/simulator/scenarios.ts'

const T0 = instant(Date.UTC(2026, 2, 1, 9))
const START_MIN = 13
const EPISODE_MIN = 20

type AlarmLine = readonly [secondOfEpisode: number, transition: string, channel: string, priority: string]

const isAlarm = (event: SessionEvent): event is Exclude<AlarmEvent, { type: 'audioPaused' | 'audioPauseEnded' }> =>
  event.type.startsWith('alarm')

/** The alarms of a visit in which the scenario begins 20 min into the infusion, in seconds since it began. */
const alarmsOf = (scenario: ScenarioName, minutesOfEpisode: number): readonly AlarmLine[] => {
  const episodeAt = plusMinutes(T0, START_MIN + EPISODE_MIN)
  const { entries } = playHistory({
    visit: {
      seed: scenario,
      admittedAt: T0,
      patient: { displayName: 'Sim Patient', initials: 'S.P.', recordNumber: 'SIM-1', weightKg: 80 },
      protocol: IV_DEPRESSION,
      course: {
        doseMgPerKg: 0.5,
        startMin: START_MIN,
        infusionMin: 40,
        pause: null,
        recoveryMin: 70,
        isSigned: false,
        episodeAtMin: EPISODE_MIN,
      },
      monitor: createMonitor({ seed: scenario, scenario, cuffEveryS: 600, isProbeOnCuffedArm: false }),
    },
    sessionId: sessionId('s1'),
    site: siteId('main'),
    bay: bayId('1'),
    device: { deviceId: deviceId('d1'), name: 'Simulated monitor 1' },
    nurse: { id: userId('u1'), name: 'Nurse', role: 'nurse' },
    clinician: { id: userId('u2'), name: 'Clinician', role: 'clinician' },
    until: plusMinutes(episodeAt, minutesOfEpisode),
  })
  return entries
    .filter((entry) => entry.type !== 'readingsStored')
    .filter(isAlarm)
    .map(({ at, type, data }) => [(at - episodeAt) / 1_000, type, data.channel, data.priority])
}

const first = (lines: readonly AlarmLine[], type: string, channel: string): AlarmLine | undefined =>
  lines.find((line) => line[1] === type && line[2] === channel)

describe('what each scenario must raise', () => {
  it('calm: nothing, over a whole infusion', () => {
    expect(alarmsOf('calm', 14)).toEqual([])
  })

  it('hypertensive: a systolic alarm with the first cuff pressure over the limit, and nothing of the oximeter', () => {
    const lines = alarmsOf('hypertensive', 14)
    expect(first(lines, 'alarmRaised', 'sbp.high')?.[3]).toMatch(/medium|high/)
    expect(lines.filter(([, , channel]) => channel.startsWith('spo2'))).toEqual([])
  })

  it('desaturation: one alarm that goes up to high within 80 s and ends after the saturation is back', () => {
    const lines = alarmsOf('desaturation', 8)
    expect(first(lines, 'alarmRaised', 'spo2.low')?.[0]).toBeLessThan(80)
    const toHigh = lines.find(([, type, , priority]) => type === 'alarmEscalated' && priority === 'high')
    expect(toHigh?.[0]).toBeLessThan(90)
    expect(lines.filter(([, type]) => type === 'alarmRaised')).toHaveLength(1)
    expect(first(lines, 'alarmCleared', 'spo2.low')?.[0]).toBeGreaterThan(195)
  })

  it('probe off during a desaturation: the technical alarm comes beside the desaturation and never ends it', () => {
    const lines = alarmsOf('probe-off', 8)
    const off = first(lines, 'alarmRaised', 'spo2.sensorOff')
    expect(off?.[0]).toBe(120)
    expect(off?.[3]).toBe('medium')
    const whileOff = lines.filter(
      ([at, type, channel]) => at >= 120 && at < 180 && channel === 'spo2.low' && type !== 'alarmAcknowledged',
    )
    expect(whileOff).toEqual([])
    expect(first(lines, 'alarmCleared', 'spo2.sensorOff')?.[0]).toBeGreaterThanOrEqual(180)
    expect(first(lines, 'alarmCleared', 'spo2.low')?.[0]).toBeGreaterThan(195)
  })

  it('unplugged: the monitor is missed after 15 s of silence, as one alarm', () => {
    const lines = alarmsOf('unplugged', 3)
    const missed = first(lines, 'alarmRaised', 'device.disconnected')
    expect(missed?.[0]).toBeGreaterThanOrEqual(34)
    expect(missed?.[0]).toBeLessThanOrEqual(36)
    expect(missed?.[3]).toBe('medium')
    const standing = lines.filter(([at, type]) => at > 36 && type === 'alarmRaised')
    expect(standing).toEqual([])
  })
})
