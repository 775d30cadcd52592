import { nextVisit } from '../../../shared/domain/next-visit.ts'
import { instant, MS_PER_MINUTE, toIso } from '../../../shared/domain/time.ts'
import { toNextVisitAnswer } from '../../../shared/wire/next-visit.ts'
import type { PreviousVisit } from '../../../shared/wire/previous-visit.ts'
import type { VisitRecord } from '../visit-record.ts'
import { endOf, eventsOf, happenedAt, highestOf, pressuresOf } from './sheet-parts.ts'

const becauseOf = (record: VisitRecord): string => {
  const [ended] = eventsOf(record, 'infusionEnded')
  const [transferred] = eventsOf(record, 'sessionTransferred')
  const stopped = ended?.data.outcome === 'stoppedEarly' ? [ended.data.reason ?? ''] : []
  const went = transferred === undefined ? [] : [`transferred to ${transferred.data.to}: ${transferred.data.reason}`]
  return [...stopped, ...went].join('; ')
}

const highest = (record: VisitRecord, from: number): PreviousVisit['highest'] => {
  const baseline = record.view.baseline?.sbp
  const found = highestOf(pressuresOf(record).filter(({ at }) => at >= from))
  if (found === null || baseline === undefined) return null
  return { text: found.text, rise: found.sbp - baseline, at: toIso(found.at) }
}

/**
 * @param everyDays what the protocol says of the visit after it
 * @returns null: nothing was given in it
 */
export const previousVisit = (record: VisitRecord, everyDays: number | null): PreviousVisit | null => {
  const { view } = record
  const { infusion } = view
  if (infusion === undefined) return null
  const from = Date.parse(infusion.startedAt)
  const to = infusion.endedAt === undefined ? endOf(record) : Date.parse(infusion.endedAt)
  return {
    sessionId: view.id,
    startedAt: infusion.startedAt,
    protocol: view.protocol.name,
    phase: view.phase,
    deliveredMg: infusion.deliveredMg,
    mgPerKg: infusion.mgPerKg,
    minutes: (to - from) / MS_PER_MINUTE,
    ...(infusion.outcome === undefined ? {} : { outcome: infusion.outcome }),
    because: becauseOf(record),
    highest: highest(record, from),
    symptoms: eventsOf(record, 'symptomRecorded').map((event) => ({
      text: `${event.data.symptom}, ${event.data.grade}`,
      at: toIso(happenedAt(event)),
    })),
    interventions: eventsOf(record, 'interventionRecorded').map((event) => ({
      text: [event.data.intervention, event.data.detail ?? ''].join(' ').trim(),
      at: toIso(happenedAt(event)),
    })),
    nextVisit: toNextVisitAnswer(nextVisit({ phase: view.phase, startedAt: instant(from) }, everyDays, record.now)),
  }
}
