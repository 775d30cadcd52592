import type { Metrics } from './ports/metrics.ts'
import type { Door } from './ports/source.ts'

/** The door, with everything that goes through it counted. */
export const createCountedDoor = (door: Door, metrics: Metrics): Door => ({
  accept: async (report) => {
    const { feed } = report
    const answer = await door.accept(report)
    metrics.count('vigil_reports_total', { feed, result: answer.kind })
    if (answer.kind !== 'stored') return answer
    metrics.count('vigil_readings_total', { feed, result: 'accepted' }, answer.accepted)
    metrics.count('vigil_readings_total', { feed, result: 'duplicate' }, answer.duplicates)
    metrics.count('vigil_readings_total', { feed, result: 'rejected' }, answer.rejected.length)
    return answer
  },
  refuse: (input) => {
    metrics.count('vigil_reports_total', { feed: input.feed, result: 'unreadable' })
    door.refuse(input)
  },
})
