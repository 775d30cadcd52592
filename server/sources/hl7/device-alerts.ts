import type { Metric } from '../../../shared/domain/vital.ts'

/** What the words of a monitor's technical alarm (Philips: INOP) say about what it measures. */
export type AlertMeaning =
  | { readonly kind: 'signal'; readonly metrics: readonly Metric[]; readonly status: 'sensorOff' | 'noSignal' }
  /** A central says that it hears nothing of the bedside monitor. */
  | { readonly kind: 'deviceGone' }

const GONE = /^NO DATA (?:MONITOR|BED|TELE|FROM BED)\b|^(?:MONITOR|BED) (?:OFFLINE|DISCONNECTED)\b/

/** The measurement that a technical alarm names first. The cuff is not among them: it has its own clock. */
const LABELS: readonly (readonly [RegExp, readonly Metric[]])[] = [
  [/^SPO2T?\b/, ['spo2']],
  [/^(?:ECG|HR)\b|^(?:ALL |RA |LA |LL |RL |[VC]\d? )?LEADS? OFF\b/, ['hr']],
  [/^(?:RESP|RR)\b/, ['rr']],
  [/^(?:ABP|ART)\b/, ['abpSys', 'abpDia', 'abpMean']],
  [/^(?:CO2|ETCO2)\b/, ['etco2']],
  [/^(?:TEMP|TCORE|T1)\b/, ['temp']],
  [/^(?:PULSE|PLETH)\b/, ['pr']],
]

/** Switched-off alarms are not switched-off sensors. */
const ALARM_OFF = /\bALARMS? (?:OFF|PAUSED)\b/

const OFF =
  /\b(?:OFF|UNPLUGGED|DISCONNECT\w*|DETACHED|NOT CONNECTED|NO (?:SENSOR|PROBE|TRANSDUCER|CABLE|FINGER)|CHECK (?:SENSOR|PROBE)|(?:EQUIP|SENSOR|CABLE) MALF\w*)\b/

const NO_SIGNAL =
  /\b(?:NO (?:PULSE|SIGNAL)|SEARCH\w*|NON ?PULSAT\w*|INTERFERENCE|ERRATIC|LOW PERF\w*|(?:POOR|WEAK|NOISY) SIGNAL|NOIS[EY]\w*|ARTI?FACT|CANNOT ANALYZE|EXTD UPDATE)\b/

const normalise = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/^[\s*!]+/, '')
    .replaceAll(/[\s\-_]+/g, ' ')
    .trim()

/** @returns null for words that say nothing about a signal: a breached limit, a switched-off alarm, a low battery. */
export const meaningOfAlert = (words: string): AlertMeaning | null => {
  const text = normalise(words)
  if (GONE.test(text)) return { kind: 'deviceGone' }
  if (ALARM_OFF.test(text)) return null
  const metrics = LABELS.find(([label]) => label.test(text))?.[1]
  if (metrics === undefined) return null
  if (OFF.test(text)) return { kind: 'signal', metrics, status: 'sensorOff' }
  return NO_SIGNAL.test(text) ? { kind: 'signal', metrics, status: 'noSignal' } : null
}
