import { err, ok, type Result } from '../../shared/domain/result.ts'
import type { Metric } from '../../shared/domain/vital.ts'

/** The units that arrive, by their UCUM code. */
type Unit = '/min' | '%' | '1' | 'mm[Hg]' | 'kPa' | 'Cel' | '[degF]' | 'K'

export type UnitFault = 'unknownUnit' | 'wrongUnit'

/** As sent → UCUM: lower case, without spaces. IEEE 11073 numbers are 262144 + the term that MDIL writes in hex. */
const NAMES: Readonly<Record<Unit, readonly string[]>> = {
  '/min': [
    ...['/min', '1/min', 'min-1', 'bpm', 'rpm', 'brpm', '{beats}/min', '{beat}/min', 'beats/min', 'beat/min'],
    ...['{breaths}/min', '{breath}/min', 'breaths/min', 'breath/min', 'resp/min', 'pulse/min', 'br/min'],
    ...['/minute', '1/minute', 'beats/minute', 'breaths/minute', 'perminute', 'permin', '{h.b.}/min'],
    ...['beatsperminute', 'beatspermin', 'breathsperminute', 'breathspermin'],
    ...['264864', '264928', '264672', 'mdc_dim_beat_per_min', 'mdc_dim_resp_per_min', 'mdc_dim_per_min'],
  ],
  '%': ['%', 'percent', 'pct', '262688', 'mdc_dim_percent'],
  '1': ['1', '{1}', '262656', 'mdc_dim_dimless'],
  'mm[Hg]': ['mm[hg]', 'mmhg', 'mm(hg)', 'torr', '266016', 'mdc_dim_mmhg'],
  kPa: ['kpa', '265987', 'mdc_dim_kilo_pascal'],
  Cel: ['cel', 'degc', '°c', 'oc', 'c', 'celsius', '268192', 'mdc_dim_degc'],
  '[degF]': ['[degf]', 'degf', '°f', 'of', 'f', 'fahrenheit', '268160', 'mdc_dim_fahr'],
  K: ['k', 'kelvin'],
}

const byName: ReadonlyMap<string, Unit> = new Map(
  (Object.keys(NAMES) as readonly Unit[]).flatMap((unit) => NAMES[unit].map((name) => [name, unit] as const)),
)

const MDIL_UNIT = /^0004-([0-9a-f]{4})$/
const MDC_UNIT_BASE = 262_144

const readName = (text: string): Unit | undefined => {
  const name = text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')
  const term = MDIL_UNIT.exec(name)?.[1]
  return byName.get(term === undefined ? name : String(MDC_UNIT_BASE + Number.parseInt(term, 16)))
}

/** @param text one unit, or a coded one with its parts joined by `^`: the first part that is known says it. */
const readUnit = (text: string): Unit | undefined =>
  text
    .split('^')
    .map(readName)
    .find((unit) => unit !== undefined)

const MMHG_PER_KPA = 7.500_62

const same = (value: number): number => value
const pressure = { 'mm[Hg]': same, kPa: (value: number) => value * MMHG_PER_KPA }
const rate = { '/min': same }

type Conversions = Readonly<Partial<Record<Unit, (value: number) => number>>>

/** Into the one unit of each metric. */
const CONVERSIONS: Readonly<Record<Metric, Conversions>> = {
  hr: rate,
  pr: rate,
  rr: rate,
  spo2: { '%': same },
  // Some oximeters call the ratio in percent a number without a unit.
  pi: { '%': same, '1': same },
  sbp: pressure,
  dbp: pressure,
  map: pressure,
  abpSys: pressure,
  abpDia: pressure,
  abpMean: pressure,
  etco2: pressure,
  temp: { Cel: same, '[degF]': (value) => ((value - 32) * 5) / 9, K: (value) => value - 273.15 },
}

/** Conversions make digits that nobody measured. */
const round = (value: number): number => Math.round(value * 100) / 100

/** @param unit absent or empty: the metric's own. */
export const toMetricUnit = (metric: Metric, value: number, unit: string | undefined): Result<number, UnitFault> => {
  if (unit === undefined || unit.replaceAll('^', '').trim() === '') return ok(value)
  const known = readUnit(unit)
  if (known === undefined) return err('unknownUnit')
  const convert = CONVERSIONS[metric][known]
  if (convert === undefined) return err('wrongUnit')
  return ok(convert === same ? value : round(convert(value)))
}
