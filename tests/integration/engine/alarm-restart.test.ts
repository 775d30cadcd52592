import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../server/store/memory-store.ts'
import type { NoValue } from '../../../shared/domain/reading.ts'
import type { SessionId } from '../../../shared/domain/ids.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { createCountingIdentify } from '../../support/counting-identify.ts'
import { accepted, newSession, startEngine } from '../../support/engine.ts'
import { createHeldTime } from '../../support/held-time.ts'
import { BASELINE, cuff, MONITOR, nurse, sample } from '../../support/visit.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const START = { type: 'startInfusion', doseMg: 40, durationMin: 40, override: { reason: 'test' } } as const

/** One visit on an engine that may be killed and started again at any moment. */
const beginVisit = async () => {
  const store = createMemoryStore()
  let engine: Engine = await startEngine({ store })
  const told: string[] = []
  const keep = () => {
    for (const { events } of engine.changes)
      for (const { type, at: when, data } of events)
        told.push(`${when} ${type} ${'channel' in data ? data.channel : ''}`.trim())
    engine.changes.length = 0
  }
  const { id } = accepted(await engine.sessions.create(newSession('bay-1'), nurse))
  await engine.sessions.attach(id, { deviceId: MONITOR, name: 'Monitor', intervals: {} })
  accepted(await engine.order(id, BASELINE))
  accepted(await engine.order(id, START))
  keep()
  const view = (): SessionView => {
    const now = engine.sessions.view(id)
    if (now === null) throw new Error('It does not run.')
    return now
  }
  return {
    view,
    told: () => {
      keep()
      return told
    },
    id: (): SessionId => id,
    /** A second at a time: a value, none at all, or the word that the probe is off. */
    spo2: async (seconds: number, value: number | 'off' | 'silent') => {
      for (let second = 0; second < seconds; second += 1) {
        await engine.time.pass(1_000)
        const now = engine.time.clock.now()
        const off: NoValue = { ...sample('spo2', 0, now), kind: 'noValue', status: 'sensorOff' }
        const word = value === 'off' ? off : sample('spo2', value === 'silent' ? 0 : value, now)
        await engine.sessions.take(id, [...(value === 'silent' ? [] : [word]), sample('hr', 72, now)], [])
      }
    },
    pressure: async (sbp: number) => {
      await engine.time.pass(1_000)
      await engine.sessions.take(id, cuff(sbp, 80, engine.time.clock.now()), [])
    },
    temperature: async (value: number) => {
      await engine.time.pass(1_000)
      await engine.sessions.take(id, [sample('temp', value, engine.time.clock.now())], [])
    },
    silence: (seconds: number) => engine.time.pass(seconds * 1_000),
    acknowledge: async () => {
      const alarm = view().alarms.find(({ acknowledged }) => !acknowledged)
      if (alarm === undefined) throw new Error('There is nothing to acknowledge.')
      accepted(await engine.order(id, { type: 'acknowledgeAlarm', alarmId: alarm.id }))
    },
    pauseAudio: async (seconds: number) => accepted(await engine.order(id, { type: 'pauseAudio', seconds })),
    restart: async () => {
      keep()
      const time = createHeldTime(engine.time.clock.now())
      engine = await startEngine({ store, time, identify: createCountingIdentify() })
    },
  }
}

type Visit = Awaited<ReturnType<typeof beginVisit>>

interface Scenario {
  readonly state: string
  readonly arrange: (visit: Visit) => Promise<void>
  /** What the view says of the state, so that the case is the one that it says it is. */
  readonly shows: unknown
  readonly goOn: (visit: Visit) => Promise<void>
  /** What the state leads to. */
  readonly leadsTo: string
}

const low = (visit: Visit) => visit.spo2(10, 97).then(() => visit.spo2(7, 82))

const SCENARIOS: readonly Scenario[] = [
  {
    state: 'a breach that waits for its delay',
    arrange: (visit) => visit.spo2(10, 97).then(() => visit.spo2(10, 89)),
    shows: { alarms: [] },
    goOn: (visit) => visit.spo2(8, 89),
    leadsTo: 'alarmRaised spo2.low',
  },
  {
    state: 'active, and nobody has come',
    arrange: low,
    shows: { audible: 'high', alarms: [{ channel: 'spo2.low', phase: 'active', acknowledged: false }] },
    goOn: (visit) => visit.spo2(65, 82),
    leadsTo: 'alarmUnattended spo2.low',
  },
  {
    state: 'unattended',
    arrange: (visit) => low(visit).then(() => visit.spo2(65, 82)),
    shows: { audible: 'high', alarms: [{ unattended: true }] },
    goOn: (visit) => visit.acknowledge(),
    leadsTo: 'alarmAcknowledged spo2.low',
  },
  {
    state: 'medium, about to be worse',
    arrange: (visit) => visit.spo2(10, 97).then(() => visit.spo2(17, 89)),
    shows: { audible: 'medium', alarms: [{ priority: 'medium' }] },
    goOn: (visit) => visit.spo2(7, 82),
    leadsTo: 'alarmEscalated spo2.low',
  },
  {
    state: 'acknowledged',
    arrange: (visit) => low(visit).then(() => visit.acknowledge()),
    shows: { alarms: [{ acknowledged: true, acknowledgedBy: 'Nora' }] },
    goOn: (visit) => visit.spo2(303, 82),
    leadsTo: 'alarmReminded spo2.low',
  },
  {
    state: 'reminded',
    arrange: (visit) =>
      low(visit)
        .then(() => visit.acknowledge())
        .then(() => visit.spo2(303, 82)),
    shows: { audible: 'high', alarms: [{ acknowledged: false }] },
    goOn: (visit) => visit.spo2(61, 82),
    leadsTo: 'alarmUnattended spo2.low',
  },
  {
    state: 'latched',
    arrange: (visit) => low(visit).then(() => visit.spo2(10, 97)),
    shows: { audible: 'high', alarms: [{ phase: 'latched', text: 'SpO2 was 82 < 85' }] },
    goOn: (visit) => visit.spo2(7, 82),
    leadsTo: 'alarmResumed spo2.low',
  },
  {
    state: 'resumed',
    arrange: (visit) =>
      low(visit)
        .then(() => visit.spo2(10, 97))
        .then(() => visit.spo2(7, 81)),
    shows: { audible: 'high', alarms: [{ phase: 'active', text: 'SpO2 81 < 85' }] },
    goOn: (visit) => visit.spo2(10, 97),
    leadsTo: 'alarmLatched spo2.low',
  },
  {
    state: 'audio paused',
    arrange: (visit) => low(visit).then(() => visit.pauseAudio(60).then(() => undefined)),
    shows: { audioPausedUntil: expect.any(String) as string, alarms: [{ acknowledged: false }] },
    goOn: async (visit) => {
      expect(visit.view().audible).toBeUndefined()
      await visit.spo2(62, 82)
      expect(visit.view().audible).toBe('high')
    },
    leadsTo: 'audioPauseEnded',
  },
  {
    state: 'settling: raised, and its sound waits',
    arrange: (visit) => visit.spo2(12, 97).then(() => visit.temperature(38.5)),
    shows: { alarms: [{ channel: 'temp.high', soundFrom: expect.any(String) as string }] },
    goOn: async (visit) => {
      expect(visit.view().audible).toBeUndefined()
      await visit.spo2(11, 97)
      expect(visit.view().audible).toBe('low')
    },
    leadsTo: '',
  },
  {
    state: 'no data',
    arrange: (visit) => visit.spo2(10, 97).then(() => visit.spo2(12, 'silent')),
    shows: { alarms: [{ channel: 'spo2.noData', kind: 'technical' }] },
    goOn: (visit) => visit.spo2(2, 97),
    leadsTo: 'alarmCleared spo2.noData',
  },
  {
    state: 'probe off during a desaturation',
    arrange: (visit) => low(visit).then(() => visit.spo2(3, 'off')),
    shows: { audible: 'high', alarms: [{ channel: 'spo2.low' }, { channel: 'spo2.sensorOff' }] },
    goOn: (visit) => visit.spo2(8, 97),
    leadsTo: 'alarmLatched spo2.low',
  },
  {
    state: 'monitor gone',
    arrange: (visit) => visit.spo2(10, 97).then(() => visit.silence(17)),
    shows: { alarms: [{ channel: 'device.disconnected' }] },
    goOn: (visit) => visit.spo2(2, 97),
    leadsTo: 'alarmCleared device.disconnected',
  },
  {
    state: 'a blood pressure that its repeat may not confirm',
    arrange: (visit) => visit.spo2(5, 97).then(() => visit.pressure(184)),
    shows: { audible: 'high', alarms: [{ channel: 'sbp.high', worst: 184 }] },
    goOn: (visit) => visit.spo2(60, 97).then(() => visit.pressure(142)),
    leadsTo: 'alarmLatched sbp.high',
  },
]

describe.each(SCENARIOS)('a restart while an alarm is: $state', ({ arrange, shows, goOn, leadsTo }) => {
  it('loses nothing, says nothing anew, and leads to what would have come without it', async () => {
    const [killed, spared] = [await beginVisit(), await beginVisit()]
    await arrange(killed)
    await arrange(spared)
    const before = killed.view()
    expect(before).toMatchObject(shows as object)
    const heard = killed.told().length

    await killed.restart()

    expect(killed.view()).toEqual(before)
    expect(killed.told()).toHaveLength(heard)
    await goOn(killed)
    await goOn(spared)
    expect(killed.told()).toEqual(spared.told())
    expect(killed.view()).toEqual(spared.view())
    expect(killed.told().slice(heard).join('\n')).toContain(leadsTo)
  })
})
