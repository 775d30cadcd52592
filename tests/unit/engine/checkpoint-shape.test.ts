import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SESSION_STATE_VERSION } from '../../../server/core/session.ts'
import { alarmId } from '../../../shared/domain/ids.ts'
import { at, BASELINE, beginVisit, MONITOR, sample } from '../../support/visit.ts'

/**
 * What a checkpoint of each version looks like. A state of another shape must not be read as one of this: where this test
 * fails, give SESSION_STATE_VERSION a new number and put the new shape beside it.
 */
const SHAPES: Readonly<Record<string, string>> = {
  '1': '170ce5dc7e470f31',
  '2': '77b62669cb72c8c2',
  '3': 'b318b392a6f88fe2',
  '4': 'e578417cd51cfcf9',
  '5': 'be64d21347daad83',
  '6': '0af53585f75aed28',
}

/** Every path of keys in the state; places in a list, metrics and ids are all one. */
const pathsOf = (value: unknown, path: string, found: Set<string>): Set<string> => {
  found.add(path)
  if (typeof value !== 'object' || value === null) return found
  for (const [key, field] of Object.entries(value)) {
    pathsOf(field, `${path}.${Array.isArray(value) ? '' : key}`, found)
  }
  return found
}

/** A visit in which most of what a state can hold is there. */
const eventfulState = () => {
  const visit = beginVisit()
  visit.run({ type: 'attachDevice', device: { deviceId: MONITOR, name: 'Monitor', intervals: { hr: 1 } } }, at(0))
  visit.order({ type: 'checkOff', item: 'identity' }, at(1))
  visit.order(BASELINE, at(1), { key: { key: 'k', bodyHash: 'h' } })
  visit.order({ type: 'startInfusion', doseMg: 40, durationMin: 40, override: { reason: 'test' } }, at(2))
  for (let minute = 3; minute < 6; minute += 0.05) {
    const values = [sample('spo2', 70, at(minute)), sample('hr', 72, at(minute)), sample('sbp', 190, at(minute))]
    visit.read(values, at(minute))
  }
  const [lowest, ...others] = visit.state.protocol.limits
  if (lowest !== undefined)
    visit.order({ type: 'setLimits', limits: [{ ...lowest, onDelay: 1 }, ...others], reason: '' }, at(6))
  const [alarm] = visit.view(at(6)).alarms
  visit.order({ type: 'acknowledgeAlarm', alarmId: alarm?.id ?? alarmId('none') }, at(6))
  return visit.state
}

describe('the shape of a checkpoint', () => {
  it('is the one that its version names', () => {
    const paths = [...pathsOf(eventfulState(), 'state', new Set())].sort()
    const shape = createHash('sha256').update(paths.join('\n')).digest('hex').slice(0, 16)
    expect({ [SESSION_STATE_VERSION]: shape }).toEqual({ [SESSION_STATE_VERSION]: SHAPES[SESSION_STATE_VERSION] })
  })
})
