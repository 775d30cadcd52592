import { METRIC_INFO } from '../../shared/domain/vital.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { isLifeEvent } from '../core/alarm-transitions.ts'

/** The one figure that an event is about, with its UCUM unit. */
export interface EventFigure {
  readonly value: number
  readonly unit: string
}

const mg = (value: number): EventFigure => ({ value, unit: 'mg' })
const minutes = (value: number): EventFigure => ({ value, unit: 'min' })

/** @returns null for an event that is about no figure, or about several (its data has them). */
export const eventFigure = (event: StoredEvent): EventFigure | null => {
  if (isLifeEvent(event)) {
    const { value, limit } = event.data
    return value === undefined || limit === undefined ? null : { value, unit: METRIC_INFO[limit.metric].unit }
  }
  if (event.type === 'infusionStarted') return mg(event.data.doseMg)
  if (event.type === 'infusionEnded') return mg(event.data.deliveredMg)
  if (event.type === 'bolusGiven') return mg(event.data.mg)
  if (event.type === 'rateChanged') return { value: event.data.rateMgPerHour, unit: 'mg/h' }
  if (event.type === 'recoveryExtended') return minutes(event.data.minutes)
  return event.type === 'assessmentRecorded' ? { value: event.data.score, unit: '{score}' } : null
}
