import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Staff } from '../../../shared/domain/actor.ts'
import type { StaffCommand } from '../../../shared/domain/command.ts'
import { alarmId, deviceId, userId, type SessionId } from '../../../shared/domain/ids.ts'
import { PRODUCT_PROTOCOLS } from '../../../shared/domain/protocols/product-protocols.ts'
import { SCALES } from '../../../shared/domain/score.ts'
import { METRICS } from '../../../shared/domain/vital.ts'
import { instant } from '../../../shared/domain/time.ts'
import { accepted, newSession } from '../../support/engine.ts'
import { startLiveEngine } from '../../support/live-engine.ts'
import { until, watch, type LiveClient } from '../../support/live-hub.ts'
import { sample } from '../../support/visit.ts'

// A text that nobody says by chance; its initials are not itself.
const MARKER = 'zQ7marker'
const text = fc.integer({ min: 0, max: 99 }).map((number) => `${MARKER} ${number}`)
const DATE_OF_BIRTH = '1961-07-23'

const NURSE: Staff = { id: userId('u1'), name: `${MARKER} Nurse`, role: 'nurse' }
const CLINICIAN: Staff = { id: userId('u2'), name: `${MARKER} Clinician`, role: 'clinician' }

const figure = fc.integer({ min: 1, max: 60 })
const limit = fc.record({
  id: text,
  metric: fc.constantFrom(...METRICS),
  direction: fc.constantFrom('low' as const, 'high' as const),
  threshold: fc.integer({ min: 30, max: 200 }),
  priority: fc.constantFrom('low' as const, 'medium' as const, 'high' as const),
  onDelay: fc.constant(0),
  offDelay: fc.constant(0),
  hysteresis: fc.constant(0),
})
const override = fc.record({ reason: text })

/** Every command with a free text, and those that lead through the phases. */
const command: fc.Arbitrary<StaffCommand> = fc.oneof(
  fc.record({ type: fc.constant('addNote' as const), text }),
  fc.record({ type: fc.constant('recordSymptom' as const), symptom: text, grade: fc.constant('mild' as const) }),
  fc.record({ type: fc.constant('recordIntervention' as const), intervention: text, detail: text }),
  fc.record({ type: fc.constant('setLimits' as const), limits: fc.array(limit, { maxLength: 3 }), reason: text }),
  fc.record({ type: fc.constant('completeCheck' as const), looked: text }),
  fc.record({ type: fc.constant('checkOff' as const), item: fc.constantFrom('identity', 'consent', 'monitor') }),
  fc.constant({ type: 'recordBaseline' as const, sbp: 120, dbp: 80, hr: 70, spo2: 98 }),
  fc.constant({ type: 'recordVitals' as const, values: { sbp: 190, dbp: 110, hr: 30, spo2: 70 } }),
  fc.record({ type: fc.constant('recordAssessment' as const), scale: fc.constantFrom(...SCALES), score: figure }),
  fc.record({
    type: fc.constant('startInfusion' as const),
    doseMg: figure,
    durationMin: fc.constant(40),
    concentrationMgPerMl: fc.constant(1),
    override,
  }),
  fc.record({ type: fc.constant('changeRate' as const), rateMgPerHour: figure, reason: text, override }),
  fc.record({ type: fc.constant('giveBolus' as const), mg: figure, reason: text, override }),
  fc.record({ type: fc.constant('pauseInfusion' as const), reason: text }),
  fc.record({ type: fc.constant('resumeInfusion' as const), override }),
  fc.record({
    type: fc.constant('endInfusion' as const),
    outcome: fc.constant('stoppedEarly' as const),
    reason: text,
  }),
  fc.record({ type: fc.constant('extendRecovery' as const), minutes: figure, reason: text }),
  fc.record({
    type: fc.constant('assessCriterion' as const),
    criterion: fc.constantFrom('gait', 'aldrete', 'nausea'),
    met: fc.boolean(),
    note: text,
  }),
  fc.record({ type: fc.constant('attachDevice' as const), device: fc.constant(deviceId('m1')) }),
  fc.record({
    type: fc.constant('markArtefact' as const),
    metric: fc.constant('hr' as const),
    from: fc.constant(instant(Date.now() - 60_000)),
    to: fc.constant(instant(Date.now())),
    reason: text,
  }),
  fc.record({
    type: fc.constant('amend' as const),
    seq: fc.integer({ min: 1, max: 20 }),
    correction: fc.record({ text, reason: text }),
    reason: text,
  }),
)

const LAST: readonly StaffCommand[] = [
  {
    type: 'discharge',
    escort: MARKER,
    ivRemoved: true,
    instructionsGiven: true,
    override: { reason: MARKER },
  },
  { type: 'transfer', to: MARKER, reason: MARKER },
  { type: 'cancel', reason: MARKER },
  { type: 'signOff', statement: MARKER },
]

let live: Awaited<ReturnType<typeof startLiveEngine>> | null = null
afterEach(async () => {
  await live?.close()
  live = null
})

const listen = (client: LiveClient): string[] => {
  const said: string[] = []
  client.onAny((...message: unknown[]) => said.push(JSON.stringify(message)))
  return said
}

/** What was told that should not be, with a little of what stands around it. */
const secrets = (said: readonly string[]): readonly string[] =>
  said.flatMap((message) => message.match(new RegExp(`.{0,40}(${MARKER}|${DATE_OF_BIRTH}).{0,10}`, 'g')) ?? [])

describe('a display', () => {
  it('never learns a name, a birth date, a note or a reason, whatever is written', async () => {
    const engine = await startLiveEngine({ staff: NURSE })
    live = engine
    engine.devices.put('m1', null)
    engine.devices.put(`${MARKER}-2`, 'bay-1')
    const wall = await engine.connect('wall')
    const nurse = await engine.connect('nurse')
    const [toWall, toNurse] = [listen(wall), listen(nurse)]
    const first = await watch(wall)
    await watch(nurse)
    let keys = 0
    const give = async (sessionId: SessionId, given: StaffCommand): Promise<void> => {
      keys += 1
      const staff = keys % 3 === 0 ? CLINICIAN : NURSE
      const answer = await engine.sessions.order({ sessionId, staff, command: given, idempotencyKey: `k${keys}` })
      const [alarm] = engine.sessions.view(sessionId)?.alarms ?? []
      const acknowledge = { type: 'acknowledgeAlarm', alarmId: alarm?.id ?? alarmId('none') } as const
      if (answer.ok && keys % 2 === 0) await give(sessionId, acknowledge)
    }
    const patient = {
      displayName: `${MARKER} Patient`,
      initials: 'X.Y.',
      recordNumber: MARKER,
      dateOfBirth: DATE_OF_BIRTH,
      weightKg: 70,
    }
    const visit = async (commands: readonly StaffCommand[], protocol: (typeof PRODUCT_PROTOCOLS)[number]) => {
      const { id } = accepted(await engine.sessions.create(newSession('bay-1', { patient, protocol }), NURSE))
      for (const given of commands) {
        await give(id, given)
        const now = instant(Date.now())
        await engine.sessions.take(id, [sample('spo2', 60 + (keys % 40), now), sample('hr', 70, now)], [])
      }
      for (const given of LAST) await give(id, given)
    }
    for (const [index, commands] of fc
      .sample(fc.array(command, { minLength: 40, maxLength: 40 }), { numRuns: 10, seed: 7 })
      .entries()) {
      const protocol = PRODUCT_PROTOCOLS[index % PRODUCT_PROTOCOLS.length]
      if (protocol !== undefined) await visit(commands, protocol)
    }

    const { id } = accepted(await engine.sessions.create(newSession('bay-1', { patient }), NURSE))
    await give(id, { type: 'addNote', text: `${MARKER} the last` })
    await until('the last note', () => toNurse.some((message) => message.includes('the last')))
    const last = engine.sessions.view(id)?.seq
    await until('the wall has it', () => toWall.some((message) => message.includes(`"seq":${last ?? 0},"phase"`)))
    // A snapshot, a catch-up, and everything that was sent in between.
    const answers = [first, await watch(wall), await watch(wall, { epoch: 'epoch-1', since: 0 })]
    const refused = await wall.emitWithAck('watchSession', { sessionId: id })
    expect([
      ...new Set(secrets([...toWall, ...[...answers, refused].map((answer) => JSON.stringify(answer))])),
    ]).toEqual([])
    // The same went to staff in full: there was something to keep back.
    expect(secrets(toNurse).length).toBeGreaterThan(100)
    expect(toWall.filter((message) => message.includes('"events"')).length).toBeGreaterThan(100)
  }, 60_000)
})
