/** The vital signs that Vigil knows by name. `sbp dbp map` are the cuff, `abp…` the arterial line: never mixed. */
export const METRICS = [
  'hr',
  'pr',
  'spo2',
  'sbp',
  'dbp',
  'map',
  'abpSys',
  'abpDia',
  'abpMean',
  'rr',
  'etco2',
  'temp',
  'pi',
] as const

export type Metric = (typeof METRICS)[number]

export type Quality = 'good' | 'poor' | 'invalid'

/** Where a value comes from; it goes with the value from the feed to the wall, chart and every export. */
export type Origin = 'device' | 'manual' | 'simulated' | 'replay'

export interface MetricInfo {
  readonly label: string
  /** UCUM code of the one unit that is kept; ingest converts into it. */
  readonly unit: string
  /** How the unit is written for people. */
  readonly unitLabel: string
  /** What the metric can possibly be; a value outside is kept as invalid and never alarms. */
  readonly possible: readonly [low: number, high: number]
  /** Seconds after which a value is stale; null where it depends on the interval of measurement. */
  readonly staleAfterS: number | null
  readonly decimals: number
}

/** Possible ranges: feeds.md section 1. `staleAfterS`: alarms.md section 1, *Live*. */
export const METRIC_INFO: Readonly<Record<Metric, MetricInfo>> = {
  hr: { label: 'HR', unit: '/min', unitLabel: '/min', possible: [0, 350], staleAfterS: 10, decimals: 0 },
  pr: { label: 'PR', unit: '/min', unitLabel: '/min', possible: [0, 350], staleAfterS: 10, decimals: 0 },
  spo2: { label: 'SpO2', unit: '%', unitLabel: '%', possible: [0, 100], staleAfterS: 10, decimals: 0 },
  sbp: { label: 'Systolic', unit: 'mm[Hg]', unitLabel: 'mmHg', possible: [20, 300], staleAfterS: null, decimals: 0 },
  dbp: { label: 'Diastolic', unit: 'mm[Hg]', unitLabel: 'mmHg', possible: [10, 250], staleAfterS: null, decimals: 0 },
  map: { label: 'Mean', unit: 'mm[Hg]', unitLabel: 'mmHg', possible: [10, 280], staleAfterS: null, decimals: 0 },
  abpSys: { label: 'ART sys', unit: 'mm[Hg]', unitLabel: 'mmHg', possible: [20, 300], staleAfterS: 10, decimals: 0 },
  abpDia: { label: 'ART dia', unit: 'mm[Hg]', unitLabel: 'mmHg', possible: [10, 250], staleAfterS: 10, decimals: 0 },
  abpMean: { label: 'ART mean', unit: 'mm[Hg]', unitLabel: 'mmHg', possible: [10, 280], staleAfterS: 10, decimals: 0 },
  rr: { label: 'RR', unit: '/min', unitLabel: '/min', possible: [0, 120], staleAfterS: 15, decimals: 0 },
  etco2: { label: 'EtCO2', unit: 'mm[Hg]', unitLabel: 'mmHg', possible: [0, 150], staleAfterS: 15, decimals: 0 },
  temp: { label: 'Temp', unit: 'Cel', unitLabel: '°C', possible: [20, 45], staleAfterS: 60, decimals: 1 },
  pi: { label: 'PI', unit: '%', unitLabel: '%', possible: [0, 20], staleAfterS: 10, decimals: 1 },
}

/** The cuff's three values: one measurement, one time. */
export const CUFF_METRICS = ['sbp', 'dbp', 'map'] as const satisfies readonly Metric[]

export const isMetric = (text: string): text is Metric => (METRICS as readonly string[]).includes(text)
export const isCuffMetric = (metric: Metric): boolean => metric === 'sbp' || metric === 'dbp' || metric === 'map'

/** One value for each metric. */
export const forEachMetric = <T>(valueOf: (metric: Metric) => T): Readonly<Record<Metric, T>> =>
  Object.fromEntries(METRICS.map((metric) => [metric, valueOf(metric)])) as Record<Metric, T>
