import { describe, expect, test } from 'vitest'
import { at, alarmScene, batchOf, device, limit, noValue, profile, sample, word } from '../../support/alarm-scene.ts'
import { deviceId } from '../../../shared/domain/ids.ts'
import { decideClock } from '../../../server/core/alarm-engine.ts'
import { nextAlarmDeadline } from '../../../server/core/alarm-clock.ts'
import { initialAlarmState } from '../../../server/core/alarm-configure.ts'
import { evolveReadings } from '../../../server/core/alarm-readings.ts'

const NO_DEVICE = { devices: [] }

describe('noData', () => {
  test('before the first reading the clock starts with the phase: after more than staleAfter, spo2 and hr', () => {
    const scene = alarmScene({ phaseSince: at(5), ...NO_DEVICE })
    scene.until(15)
    expect(scene.news()).toEqual([])

    scene.until(20)

    expect(scene.news()).toEqual(['15.001 hr.noData raised medium', '15.001 spo2.noData raised medium'])
  })

  test('ends at the next good or poor reading; invalid and no-value never count', () => {
    const scene = alarmScene(NO_DEVICE)
    scene.until(20)
    scene.news()
    scene.take(21, [
      sample(21, 'spo2', 97, { quality: 'invalid', deviceId: null }),
      noValue(21, 'spo2', 'noSignal', { deviceId: null }),
    ])
    expect(scene.news()).toEqual([])

    scene.take(22, [sample(22, 'spo2', 90, { quality: 'poor' }), sample(22, 'hr', 70)])

    expect(scene.news()).toEqual(['22 spo2.noData cleared medium', '22 hr.noData cleared medium'])
    expect(scene.newest('spo2.noData')).toMatchObject({ value: 90, readingAt: at(22) })
  })

  test('rr, etco2 and temp are expected once they were fed, and are low', () => {
    const scene = alarmScene()
    scene.read(0, { rr: 14, etco2: 38, temp: 36.8, pi: 3, sbp: 120 })
    for (let second = 1; second < 70; second += 1) scene.read(second, { spo2: 97, hr: 70 })

    expect(scene.news()).toEqual([
      '15.001 etco2.noData raised low',
      '15.001 rr.noData raised low',
      '60.001 temp.noData raised low',
    ])
  })

  test('a phase that begins does not end one that stands', () => {
    const scene = alarmScene(NO_DEVICE)
    scene.until(20)
    scene.news()
    scene.configure(30, { phaseSince: at(30) })
    scene.until(60)

    expect(scene.news()).toEqual([])
  })

  test('pulse: hr.noData means that neither hr nor pr comes', () => {
    const scene = alarmScene({ notContinuous: false })
    for (let second = 0; second < 5; second += 1) scene.read(second, { hr: 70, pr: 70, spo2: 97 })
    for (let second = 5; second < 30; second += 1) scene.read(second, { pr: 70, spo2: 97 })
    expect(scene.news()).toEqual([])

    for (let second = 30; second < 45; second += 1) scene.read(second, { spo2: 97 })
    expect(scene.news()).toEqual(['39.001 hr.noData raised medium'])

    scene.read(45, { pr: 70 })
    expect(scene.news()).toEqual(['45 hr.noData cleared medium'])
  })

  test('while preparing, only from the first good reading of a metric on', () => {
    const scene = alarmScene({ technical: 'onceSeen' })
    scene.until(60)
    scene.take(60, [sample(60, 'spo2', 97, { quality: 'poor' })])
    scene.until(100)
    expect(scene.news()).toEqual([])

    scene.read(100, { pr: 70 })
    scene.until(112)

    expect(scene.news()).toEqual(['110.001 hr.noData raised medium'])
  })

  test('technical alarms do not run in a session that is only scheduled', () => {
    const scene = alarmScene({ technical: 'off' })
    scene.take(0, [noValue(0, 'spo2', 'sensorOff')], [word(0, 'left')])
    scene.until(1_000)

    expect(scene.news()).toEqual([])
  })

  test('a value that is stale when it comes (late, by hand) ends nothing', () => {
    const scene = alarmScene({ pressureDue: { dueAt: at(0), mediumFrom: at(600) }, ...NO_DEVICE })
    scene.until(130)
    scene.news()
    const late = { measuredAt: at(-1_000), receivedAt: at(131), origin: 'manual', deviceId: null } as const
    scene.take(131, [sample(131, 'sbp', 120, late)])

    expect(scene.news()).toEqual([])
  })

  test('what a hand enters is no signal: it ends no noData and makes nothing expected', () => {
    const scene = alarmScene(NO_DEVICE)
    scene.until(20)
    scene.news()
    const byHand = { origin: 'manual', deviceId: null } as const
    scene.take(21, [sample(21, 'spo2', 97, byHand), sample(21, 'rr', 14, byHand)])
    scene.until(100)

    expect(scene.news()).toEqual([])
    expect(scene.view(21).vitals.spo2).toMatchObject({ value: 97, source: 'manual' })
  })
})

describe('poorSignal', () => {
  const poor = (second: number, metric: 'spo2' | 'temp' | 'sbp', quality: 'poor' | 'invalid' = 'poor') =>
    sample(second, metric, 90, { quality })

  test('low after 30 s without a good reading, medium from 120 s for spo2; ends at the next good one', () => {
    const scene = alarmScene()
    scene.read(0, { spo2: 97, hr: 70 })
    for (let second = 1; second < 130; second += 1) scene.take(second, [poor(second, 'spo2'), sample(second, 'hr', 70)])
    scene.read(130, { spo2: 96 })

    expect(scene.news()).toEqual([
      '30 spo2.poorSignal raised low',
      '120 spo2.poorSignal escalated medium',
      '130 spo2.poorSignal cleared medium',
    ])
  })

  test('invalid readings are readings too; noData stands beside them', () => {
    const scene = alarmScene(NO_DEVICE)
    for (let second = 0; second < 31; second += 1) {
      scene.take(second, [poor(second, 'spo2', 'invalid'), sample(second, 'hr', 70)])
    }

    expect(scene.news()).toEqual(['10.001 spo2.noData raised medium', '30 spo2.poorSignal raised low'])
  })

  test('a metric that is not vital stays low', () => {
    const scene = alarmScene()
    scene.read(0, { temp: 37, spo2: 97, hr: 70 })
    for (let second = 1; second < 200; second += 1) {
      scene.take(second, [poor(second, 'temp'), sample(second, 'spo2', 97), sample(second, 'hr', 70)])
    }

    expect(scene.news()).toEqual(['30 temp.poorSignal raised low'])
  })

  test('a good value that is merely followed by nothing is not poor', () => {
    const scene = alarmScene()
    scene.read(0, { temp: 37, spo2: 97, hr: 70 })
    for (let second = 1; second < 59; second += 1) scene.read(second, { spo2: 97, hr: 70 })

    expect(scene.news()).toEqual([])
  })

  test('a poor reading that is stale by then raises nothing, and no timer waits for it', () => {
    const scene = alarmScene(NO_DEVICE)
    scene.take(0, [poor(0, 'spo2')])
    scene.until(200)

    expect(scene.news()).toEqual(['10.001 hr.noData raised medium', '10.001 spo2.noData raised medium'])
    expect(nextAlarmDeadline(scene.state(), at(200))).toBeNull()
  })

  test('the cuff has nibp.overdue instead; a recorded series has it for every metric', () => {
    const live = alarmScene({ pressureIntervalS: 600 })
    live.take(0, [poor(0, 'sbp'), sample(0, 'spo2', 97), sample(0, 'hr', 70)])
    for (let second = 1; second < 60; second += 1) live.read(second, { spo2: 97, hr: 70 })
    expect(live.news()).toEqual([])

    const recorded = initialAlarmState(
      profile({ rules: { kind: 'recorded', expected: [], staleAfterS: {} }, ...NO_DEVICE }),
    )
    const state = evolveReadings(recorded, batchOf(0, [poor(0, 'sbp')]))
    expect(decideClock(state, at(30)).map((event) => event.type)).toEqual(['alarmRaised'])
  })

  test('once it stands it stays at its level when a phase begins', () => {
    const scene = alarmScene()
    for (let second = 0; second < 121; second += 1) scene.take(second, [poor(second, 'spo2'), sample(second, 'hr', 70)])
    scene.news()
    scene.configure(121, { phaseSince: at(121) })
    for (let second = 122; second < 180; second += 1) {
      scene.take(second, [poor(second, 'spo2'), sample(second, 'hr', 70)])
    }

    expect(scene.news()).toEqual([])
  })

  test('found at once where it has stood for long already: raised at its level, not first at a lower one', () => {
    const scene = alarmScene({ technical: 'off' })
    scene.read(0, { spo2: 97, hr: 70 })
    for (let second = 1; second < 130; second += 1) scene.take(second, [poor(second, 'spo2'), sample(second, 'hr', 70)])
    scene.configure(130, { technical: 'on' })

    expect(scene.news()).toEqual(['130 spo2.poorSignal raised medium'])
  })
})

describe('sensorOff', () => {
  test('the device says so; no noData and no poorSignal beside it; ends when it says otherwise', () => {
    const scene = alarmScene()
    scene.read(0, { spo2: 97, hr: 70 })
    for (let second = 1; second < 60; second += 1) {
      scene.take(second, [noValue(second, 'spo2', 'sensorOff'), sample(second, 'hr', 70)])
    }
    expect(scene.news()).toEqual(['1 spo2.sensorOff raised medium'])
    expect(scene.text(59, 'spo2.sensorOff')).toBe('SpO2 probe off')

    scene.take(60, [noValue(60, 'spo2', 'noSignal'), sample(60, 'hr', 70)])
    expect(scene.news()).toEqual([])

    scene.take(61, [noValue(61, 'spo2', 'sensorOn'), sample(61, 'hr', 70)])

    expect(scene.news()).toEqual(['61 spo2.sensorOff cleared medium', '61 spo2.noData raised medium'])
  })

  test('ends with a good reading, not with a poor one', () => {
    const scene = alarmScene()
    scene.take(0, [noValue(0, 'spo2', 'sensorOff'), sample(0, 'hr', 70)])
    scene.take(1, [sample(1, 'spo2', 97, { quality: 'poor' })])
    scene.read(2, { spo2: 97 })

    expect(scene.news()).toEqual(['0 spo2.sensorOff raised medium', '2 spo2.sensorOff cleared medium'])
  })

  test('leads off explain the silence of the pulse, unless the oximeter had given it', () => {
    const leadsOnly = alarmScene()
    leadsOnly.take(0, [noValue(0, 'hr', 'sensorOff')])
    for (let second = 1; second < 30; second += 1) leadsOnly.read(second, { spo2: 97 })
    expect(leadsOnly.news()).toEqual(['0 hr.sensorOff raised medium'])

    const withOximeter = alarmScene()
    withOximeter.take(0, [noValue(0, 'hr', 'sensorOff'), sample(0, 'pr', 70)])
    for (let second = 1; second < 30; second += 1) withOximeter.read(second, { spo2: 97 })
    expect(withOximeter.news()).toEqual(['0 hr.sensorOff raised medium', '10.001 hr.noData raised medium'])
  })

  test.each([[['spo2', 'pr'] as const], [['pr', 'spo2'] as const]])(
    'a probe that is off is one alarm, though the oximeter says it of SpO2 and pulse: %s',
    (order) => {
      const scene = alarmScene()
      scene.readEverySecond(0, 5, { spo2: 97, pr: 70 })
      for (let second = 5; second < 60; second += 1)
        scene.take(
          second,
          order.map((metric) => noValue(second, metric, 'sensorOff')),
        )
      expect(scene.news()).toEqual(['5 spo2.sensorOff raised medium'])

      scene.take(60, [sample(60, 'spo2', 97), sample(60, 'pr', 71)])

      expect(scene.news()).toEqual(['60 spo2.sensorOff cleared medium'])
    },
  )

  test('a pulse whose sensor stays off alone has an alarm of its own', () => {
    const scene = alarmScene({ devices: [device('monitor'), device('spare')] })
    scene.take(0, [noValue(0, 'spo2', 'sensorOff'), noValue(0, 'pr', 'sensorOff'), sample(0, 'hr', 70)])
    scene.take(1, [sample(1, 'spo2', 97), sample(1, 'hr', 70)])
    expect(scene.news()).toEqual([
      '0 spo2.sensorOff raised medium',
      '1 spo2.sensorOff cleared medium',
      '1 pr.sensorOff raised medium',
    ])

    const apart = alarmScene({ devices: [device('monitor'), device('spare')] })
    const spare = { deviceId: deviceId('spare') }
    apart.take(0, [noValue(0, 'spo2', 'sensorOff'), noValue(0, 'pr', 'sensorOff', spare), sample(0, 'hr', 70)])
    expect(apart.news()).toEqual(['0 pr.sensorOff raised medium', '0 spo2.sensorOff raised medium'])
  })

  test('an oximeter in the drawer does not speak for the one that measures', () => {
    const scene = alarmScene({ devices: [device('monitor'), device('spare')] })
    const spare = { deviceId: deviceId('spare') }
    for (let second = 0; second < 20; second += 1) {
      scene.take(second, [
        sample(second, 'spo2', 97),
        sample(second, 'hr', 70),
        noValue(second, 'spo2', 'sensorOff', spare),
      ])
    }
    expect(scene.news()).toEqual([])

    for (let second = 20; second < 35; second += 1) {
      scene.take(second, [sample(second, 'hr', 70), noValue(second, 'spo2', 'sensorOff', spare)])
    }

    expect(scene.news()).toEqual(['29.001 spo2.noData raised medium', '30 spo2.sensorOff raised medium'])
  })

  test('words for people: leads, probe, sensor', () => {
    const scene = alarmScene()
    scene.take(0, [
      noValue(0, 'hr', 'sensorOff'),
      noValue(0, 'pr', 'sensorOff'),
      noValue(0, 'temp', 'sensorOff'),
      sample(0, 'spo2', 97),
    ])

    expect(scene.view(0).alarms.map((alarm) => alarm.text)).toEqual(['HR leads off', 'PR probe off', 'Temp sensor off'])
  })
})

describe('nibp.overdue', () => {
  const due = { dueAt: at(0), mediumFrom: at(600) }

  test('low past due + 120 s, medium past due + one interval; ends at the next blood pressure', () => {
    const scene = alarmScene({ pressureDue: due, ...NO_DEVICE, technical: 'onceSeen' })
    scene.take(0, [sample(0, 'sbp', 120, { measuredAt: at(-600), deviceId: null })])
    scene.until(700)
    expect(scene.news()).toEqual(['120.001 nibp.overdue raised low', '600.001 nibp.overdue escalated medium'])
    expect(scene.text(700, 'nibp.overdue')).toBe('Blood pressure overdue')

    scene.take(701, [sample(701, 'dbp', 80, { deviceId: null })])

    expect(scene.news()).toEqual(['701 nibp.overdue cleared medium'])
    expect(scene.newest('nibp.overdue').value).toBe(80)
  })

  test('a pressure taken by hand ends it as well', () => {
    const scene = alarmScene({ pressureDue: due, ...NO_DEVICE })
    scene.until(130)
    scene.news()
    scene.take(131, [sample(131, 'sbp', 118, { origin: 'manual', deviceId: null })])

    expect(scene.news()).toEqual(['131 nibp.overdue cleared low'])
  })

  test('another due time does not end it, none at all does', () => {
    const scene = alarmScene({ pressureDue: due, ...NO_DEVICE })
    scene.until(130)
    scene.news()
    scene.configure(140, { pressureDue: { dueAt: at(700), mediumFrom: at(1_300) } })
    expect(scene.news()).toEqual([])

    scene.configure(150, { pressureDue: null })
    expect(scene.news()).toEqual(['150 nibp.overdue cleared low'])
  })
})

describe('notContinuous', () => {
  test('a spot metric while infusing; ends when the phase or the spacing does', () => {
    const scene = alarmScene({ devices: [device('monitor', { intervals: { spo2: 60 } })] })
    scene.read(0, { spo2: 97, hr: 70 })
    expect(scene.news()).toEqual(['0 spo2.notContinuous raised low'])
    expect(scene.text(0, 'spo2.notContinuous')).toBe('SpO2 spot values only')
    expect(scene.view(0).vitals.spo2).toMatchObject({ isSpot: true, usualSpacingS: 60, staleAfterS: 150 })

    scene.configure(2, { notContinuous: false })
    expect(scene.news()).toEqual(['2 spo2.notContinuous cleared low'])

    scene.configure(3, { notContinuous: true })
    expect(scene.news()).toEqual(['3 spo2.notContinuous raised low'])

    scene.configure(4, { devices: [device('monitor')] })
    expect(scene.news()).toEqual(['4 spo2.notContinuous cleared low'])
  })

  test('ends by itself when the values come often enough', () => {
    const scene = alarmScene()
    scene.read(0, { spo2: 97, hr: 70 })
    scene.read(60, { spo2: 97, hr: 70 })
    scene.news()
    scene.read(61, { spo2: 97, hr: 70 })
    scene.read(62, { spo2: 97, hr: 70 })

    expect(scene.news()).toEqual(['62 spo2.notContinuous cleared low', '62 hr.notContinuous cleared low'])
  })
})

describe('device.disconnected', () => {
  test('silent for more than 15 s: what its metrics said is cleared into it, and none is raised beside it', () => {
    const scene = alarmScene()
    for (let second = 0; second < 5; second += 1) scene.read(second, { spo2: 97, hr: 70, rr: 14 })
    scene.until(14.5)
    scene.acknowledge(14.5, 'spo2.noData')
    scene.until(200)

    expect(scene.news()).toEqual([
      '14.001 hr.noData raised medium',
      '14.001 spo2.noData raised medium',
      '14.5 spo2.noData acknowledged medium',
      '19.001 device.disconnected raised medium',
      '19.001 hr.noData cleared medium',
      '19.001 spo2.noData cleared medium',
    ])
    expect(scene.newest('spo2.noData').absorbedBy).toBe(scene.newest('device.disconnected').alarmId)
    expect(scene.text(200, 'device.disconnected')).toBe('Monitor disconnected')
    expect(scene.view(200).devices).toEqual([{ id: 'monitor', name: 'Monitor', state: 'silent' }])
    expect(scene.view(200).alarms[0]?.acknowledged).toBe(false)
  })

  test('when it speaks, what still holds is raised at once', () => {
    const scene = alarmScene({ notContinuous: false })
    scene.take(0, [sample(0, 'spo2', 97), sample(0, 'hr', 70), noValue(0, 'pr', 'sensorOff')])
    scene.until(60)
    scene.news()
    scene.read(60, { hr: 71 })

    expect(scene.news()).toEqual([
      '60 device.disconnected cleared medium',
      '60 pr.sensorOff raised medium',
      '60 spo2.noData raised medium',
    ])
  })

  test('a word is enough to be there; one that it leaves is enough to be gone', () => {
    const scene = alarmScene()
    scene.take(0, [], [word(0, 'left')])
    expect(scene.news()).toEqual(['0 device.disconnected raised medium'])
    expect(scene.view(0).devices[0]?.state).toBe('left')

    scene.take(5, [], [word(5, 'heard')])
    expect(scene.news()).toEqual(['5 device.disconnected cleared medium'])
    expect(scene.view(5).devices[0]?.state).toBe('connected')

    scene.take(6, [sample(6, 'spo2', 97)], [word(6, 'left')])
    expect(scene.news()).toEqual(['6 device.disconnected raised medium'])
    expect(nextAlarmDeadline(scene.state(), at(6))).toBeNull()
  })

  test('a device that speaks rarely is silent only after 2.5 of its usual spacings', () => {
    const scene = alarmScene({
      devices: [device('monitor', { intervals: { spo2: 60, hr: 90 } })],
      notContinuous: false,
    })
    scene.read(0, { spo2: 97, hr: 70 })
    scene.until(400)

    expect(scene.news()[0]).toBe('150.001 device.disconnected raised medium')
  })

  test('while preparing, only for a device that has given a good reading', () => {
    const scene = alarmScene({ technical: 'onceSeen', devices: [device('monitor'), device('other')] })
    scene.until(60)
    expect(scene.news()).toEqual([])

    scene.take(60, [sample(60, 'pi', 3)])
    scene.until(80)
    expect(scene.news()).toEqual(['75.001 device.disconnected raised medium'])
    expect(scene.text(80, 'device.disconnected')).toBe('Device monitor disconnected')
  })

  test('two devices gone: one alarm at a time, and the second as soon as the first is back', () => {
    const scene = alarmScene({ devices: [device('a'), device('b')], notContinuous: false })
    const of = (id: string) => ({ deviceId: deviceId(id) })
    scene.take(0, [sample(0, 'spo2', 97, of('a')), sample(0, 'hr', 70, of('b'))])
    scene.take(5, [sample(5, 'hr', 70, of('b'))])
    scene.until(30)
    expect(scene.news()).toEqual([
      '10.001 spo2.noData raised medium',
      '15.001 device.disconnected raised medium',
      '15.001 spo2.noData cleared medium',
      '17.501 hr.noData raised medium',
    ])
    const first = scene.newest('device.disconnected')

    scene.take(31, [sample(31, 'spo2', 97, of('a'))])

    expect(scene.news()).toEqual([
      '31 device.disconnected cleared medium',
      '31 device.disconnected raised medium',
      '31 hr.noData cleared medium',
    ])
    expect(scene.newest('device.disconnected')).toMatchObject({ deviceId: 'b' })
    expect(scene.newest('device.disconnected').alarmId).not.toBe(first.alarmId)
  })

  test('an attached device that never spoke is missed from its attachment on', () => {
    const scene = alarmScene({ devices: [device('monitor', { attachedAt: at(40) })] })
    scene.until(60)

    expect(scene.news()).toEqual([
      '10.001 hr.noData raised medium',
      '10.001 spo2.noData raised medium',
      '55.001 device.disconnected raised medium',
      '55.001 hr.noData cleared medium',
      '55.001 spo2.noData cleared medium',
    ])
  })
})

describe('a device that is detached', () => {
  test('its technical alarms end with `ended`, its metrics start their noData clock again', () => {
    const scene = alarmScene()
    scene.take(0, [sample(0, 'spo2', 97), sample(0, 'hr', 70), noValue(0, 'temp', 'sensorOff')])
    scene.until(12)
    expect(scene.news()).toEqual([
      '0 temp.sensorOff raised medium',
      '10.001 hr.noData raised medium',
      '10.001 spo2.noData raised medium',
    ])

    scene.configure(13, { devices: [] })
    scene.until(30)

    expect(scene.news()).toEqual([
      '13 temp.sensorOff ended medium',
      '13 hr.noData ended medium',
      '13 spo2.noData ended medium',
      '23.001 hr.noData raised medium',
      '23.001 spo2.noData raised medium',
    ])
    expect(scene.view(30).devices).toEqual([])
  })

  test('a disconnected one takes its alarm along; physiological alarms stay', () => {
    const scene = alarmScene({ limits: [limit('spo2', 'low', 90, 'medium')] })
    scene.read(0, { spo2: 80, hr: 70 })
    scene.until(20)
    scene.news()
    scene.configure(21, { devices: [device('new', { attachedAt: at(21) })] })

    expect(scene.news()).toEqual(['21 device.disconnected ended medium'])
    expect(scene.view(21).alarms.map((alarm) => alarm.channel)).toEqual(['spo2.low'])
  })

  test('another device keeps its metrics and what is known of it', () => {
    const scene = alarmScene({ devices: [device('a'), device('b')] })
    for (let second = 0; second < 3; second += 1) {
      scene.take(second, [
        sample(second, 'spo2', 97, { deviceId: deviceId('a') }),
        sample(second, 'hr', 70, { deviceId: deviceId('b') }),
        sample(second, 'rr', 14, { deviceId: deviceId(second === 0 ? 'a' : 'b') }),
      ])
    }
    scene.configure(5, { devices: [device('b')] })
    scene.until(30)

    expect(scene.news()).toEqual([
      '12.001 hr.noData raised medium',
      '15.001 spo2.noData raised medium',
      '17.001 device.disconnected raised medium',
      '17.001 hr.noData cleared medium',
      '17.001 spo2.noData cleared medium',
    ])
  })
})
