import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import type { Baseline } from '../../shared/domain/session-event.ts'
import { elapsedS, type Instant } from '../../shared/domain/time.ts'
import { newestCuff, recentMedian } from './alarm-questions.ts'
import { noMonitorValues } from './refusals.ts'
import type { SessionState } from './session.ts'

/** A blood pressure older than this is nobody's baseline; recorded series call it stale then (api.md). Seconds. */
const PRESSURE_VALID_S = 900

/** Median of the last 60 s, newest blood pressure; refused with what is missing. */
export const monitorBaseline = (
  state: SessionState,
  now: Instant,
): Result<{ readonly values: Baseline; readonly from: 'monitor' }, Refusal> => {
  const hr = recentMedian(state.alarms, 'hr', now)
  const spo2 = recentMedian(state.alarms, 'spo2', now)
  const rr = recentMedian(state.alarms, 'rr', now)
  const cuff = newestCuff(state.alarms)
  const { sbp, dbp } = cuff !== null && elapsedS(cuff.measuredAt, now) <= PRESSURE_VALID_S ? cuff.values : {}
  if (hr !== null && spo2 !== null && sbp !== undefined && dbp !== undefined)
    return ok({ values: { sbp, dbp, hr, spo2, ...(rr === null ? {} : { rr }) }, from: 'monitor' })
  const missing = [
    sbp === undefined || dbp === undefined ? `a blood pressure in the last ${PRESSURE_VALID_S / 60} min` : '',
    hr === null ? 'a heart rate in the last minute' : '',
    spo2 === null ? 'an SpO2 in the last minute' : '',
  ].filter((text) => text !== '')
  return err(
    noMonitorValues(`The monitor has not given ${missing.join(', ')}: measure it, or record the baseline by hand.`),
  )
}
