import { expect, it } from 'vitest'
import { isReal, visitAlarms, type VisitAlarms } from '../../../server/core/statistics-alarm-visit.ts'
import { eventsOf } from '../../support/visit-record.ts'
import { at, beginVisit, infusing, nurse, sample } from '../../support/visit.ts'

const desaturated = () => {
  const visit = infusing()
  for (let second = 0; second <= 20; second += 1) {
    const when = at(3 + second / 60)
    visit.read([sample('spo2', second < 10 ? 83 : 97, when)], when)
  }
  return visit
}

const onSpo2 = ({ alarms }: VisitAlarms) => alarms.find(({ channel }) => channel === 'spo2.low')

it('keeps of an alarm each of its own transitions, and what was done within 5 min', () => {
  const visit = desaturated()
  visit.order({ type: 'recordIntervention', intervention: 'oxygen' }, at(4))
  const alarm = onSpo2(visitAlarms(eventsOf(visit)))
  expect(alarm).toMatchObject({ channel: 'spo2.low', marked: null, interventionAt: at(4) })
  expect(alarm?.transitions.map(({ type }) => type)).toEqual(['alarmRaised', 'alarmLatched'])
  expect(alarm === undefined ? null : isReal(alarm)).toBe(true)
})

it('lets a mark by hand decide, with its note or without one, whoever is told to have set it', () => {
  const visit = desaturated()
  const id = onSpo2(visitAlarms(eventsOf(visit)))?.id
  if (id === undefined) throw new Error('no alarm')
  visit.order({ type: 'markAlarm', alarmId: id, mark: 'nuisance', note: 'motion' }, at(5))
  const noted = onSpo2(visitAlarms(eventsOf(visit)))
  expect(noted?.marked).toMatchObject({ mark: 'nuisance', note: 'motion', by: nurse })
  expect(noted === undefined ? null : isReal(noted)).toBe(false)

  visit.order({ type: 'markAlarm', alarmId: id, mark: 'real' }, at(6))
  const events = eventsOf(visit).map((event) => {
    if (event.type !== 'alarmMarked') return event
    const { by: _, ...nobody } = event
    return nobody
  })
  const marked = onSpo2(visitAlarms(events))
  expect(marked?.marked).toEqual({ mark: 'real', note: null, by: null, at: at(6) })
  expect(marked === undefined ? null : isReal(marked)).toBe(true)
})

it('counts as watched what was monitored, until the patient has left', () => {
  const visit = infusing()
  visit.order({ type: 'transfer', to: 'ward', reason: 'test' }, at(20))
  expect(visitAlarms(eventsOf(visit)).watched).toEqual([
    { from: at(0), to: at(2) },
    { from: at(2), to: at(20) },
  ])
})

it('counts nothing as watched before the patient has come', () => {
  const visit = beginVisit({ admit: false })
  visit.order({ type: 'admit' }, at(30))
  expect(visitAlarms(eventsOf(visit)).watched).toEqual([{ from: at(30), to: null }])
})
