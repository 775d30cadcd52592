import type { Metric } from '../../../shared/domain/vital.ts'

/** What a code or a name stands for. */
export interface Meaning {
  readonly metric: Metric
  /** Where one message carries several of a metric, the lowest speaks for it. */
  readonly rank: number
  /** A pulse counted by the cuff: minutes old, so it speaks only where there is no other rate. */
  readonly isFromCuff: boolean
}

interface Row {
  readonly metric: Metric
  readonly rank?: number
  readonly isFromCuff?: boolean
  /** Context-free IEEE 11073 codes: 131072 + the 16-bit term that MDIL writes in hex. */
  readonly mdc: readonly number[]
  /** Reference ids without MDC_ or NOM_. */
  readonly ids: readonly string[]
  readonly loinc: readonly string[]
  /** Plain names, as `normaliseLabel` writes them. */
  readonly labels: readonly string[]
}

const mdil = (term: number): number => 131_072 + term

/** feeds.md section 2, and the further names that senders of these codes were seen to use. */
const ROWS: readonly Row[] = [
  {
    metric: 'hr',
    mdc: [147_842],
    ids: ['ECG_HEART_RATE', 'ECG_CARD_BEAT_RATE'],
    loinc: ['8867-4', '76282-3'],
    labels: ['HR', 'ECG HR', 'HR ECG', 'HEART RATE', 'HEARTRATE', 'ECG HEART RATE'],
  },
  {
    metric: 'pr',
    mdc: [149_530, mdil(0x48_22)],
    ids: ['PULS_OXIM_PULS_RATE', 'PLETH_PULS_RATE'],
    loinc: ['8889-8'],
    labels: ['PR', 'PLS', 'PULSE SPO2', 'PULSE SPO2T', 'SPO2 PULSE', 'PR SPO2', 'SPO2 PR', 'PLETH PULSE', 'PLETH HR'],
  },
  {
    metric: 'pr',
    rank: 1,
    mdc: [149_514],
    ids: ['PULS_RATE'],
    loinc: [],
    labels: ['PULSE', 'PULS', 'PULSE RATE', 'PULSERATE'],
  },
  { metric: 'pr', rank: 2, mdc: [149_522], ids: ['BLD_PULS_RATE_INV'], loinc: [], labels: ['PULSE ABP', 'PULSE ART'] },
  {
    metric: 'pr',
    rank: 3,
    isFromCuff: true,
    mdc: [149_546, mdil(0xf0_e5)],
    ids: ['PULS_RATE_NON_INV', 'PRESS_BLD_NONINV_PULS_RATE'],
    loinc: [],
    labels: ['PULSE NBP', 'PULSE NIBP', 'NIBP PULSE', 'NIBP PR', 'NBP PR', 'NIBP HR'],
  },
  {
    metric: 'spo2',
    mdc: [150_456],
    ids: ['PULS_OXIM_SAT_O2'],
    loinc: ['59408-5', '2708-6', '2710-2'],
    labels: ['SPO2', 'SPO2 SPO2', 'OXYGEN SATURATION', 'O2 SATURATION'],
  },
  // A telemetry probe, where there is no other.
  { metric: 'spo2', rank: 1, mdc: [mdil(0xf0_9c)], ids: ['PULS_OXIM_SAT_O2_TELE'], loinc: [], labels: ['SPO2T'] },
  {
    metric: 'sbp',
    mdc: [150_021, 150_301],
    ids: ['PRESS_BLD_NONINV_SYS', 'PRESS_CUFF_SYS'],
    loinc: ['8480-6', '8508-4', '76534-7'],
    labels: ['NBPS', 'NIBPS', 'NIBP SYS', 'NIBP S', 'NIBP SYSTOLIC', 'CUFF SYS', 'SBP', 'SYSTOLIC BP', 'BP SYS'],
  },
  {
    metric: 'dbp',
    mdc: [150_022, 150_302],
    ids: ['PRESS_BLD_NONINV_DIA', 'PRESS_CUFF_DIA'],
    loinc: ['8462-4', '8496-2', '76535-4'],
    labels: [
      'NBPD',
      'NIBPD',
      'NIBP DIA',
      'NIBP DIAS',
      'NIBP D',
      'NIBP DIASTOLIC',
      'CUFF DIA',
      'DBP',
      'DIASTOLIC BP',
      'BP DIA',
    ],
  },
  {
    metric: 'map',
    mdc: [150_023, 150_303],
    ids: ['PRESS_BLD_NONINV_MEAN', 'PRESS_CUFF_MEAN'],
    loinc: ['8478-0', '8502-7', '76536-2'],
    labels: ['NBPM', 'NIBPM', 'NIBP MEAN', 'NIBP M', 'NIBP MAP', 'CUFF MEAN', 'MEAN BP', 'BP MEAN', 'MAP'],
  },
  {
    metric: 'abpSys',
    mdc: [150_033, 150_037],
    ids: ['PRESS_BLD_ART_SYS', 'PRESS_BLD_ART_ABP_SYS'],
    loinc: ['76215-3'],
    labels: ['ABPS', 'ABP S', 'ABP SYS', 'ARTS', 'ART S', 'ART SYS', 'ART SYSTOLIC', 'ABP SYSTOLIC'],
  },
  {
    metric: 'abpDia',
    mdc: [150_034, 150_038],
    ids: ['PRESS_BLD_ART_DIA', 'PRESS_BLD_ART_ABP_DIA'],
    loinc: ['76213-8'],
    labels: ['ABPD', 'ABP D', 'ABP DIA', 'ARTD', 'ART D', 'ART DIA', 'ART DIAS', 'ART DIASTOLIC', 'ABP DIASTOLIC'],
  },
  {
    metric: 'abpMean',
    mdc: [150_035, 150_039],
    ids: ['PRESS_BLD_ART_MEAN', 'PRESS_BLD_ART_ABP_MEAN'],
    loinc: ['76214-6'],
    labels: ['ABPM', 'ABP M', 'ABP MEAN', 'ARTM', 'ART M', 'ART MEAN'],
  },
  {
    metric: 'rr',
    mdc: [151_562, mdil(0x50_00)],
    ids: ['RESP_RATE', 'RESP'],
    loinc: ['9279-1'],
    labels: ['RR', 'RESP', 'RESP RATE', 'RESPRATE', 'RESP RR', 'RESPIRATION', 'RESPIRATION RATE', 'RESPIRATORY RATE'],
  },
  {
    metric: 'rr',
    rank: 1,
    mdc: [151_570, 151_594],
    ids: ['CO2_RESP_RATE', 'AWAY_RESP_RATE'],
    loinc: [],
    labels: ['AWRR', 'CO2 RR', 'RR CO2', 'CO2 AWRR'],
  },
  { metric: 'rr', rank: 2, mdc: [151_578], ids: ['TTHOR_RESP_RATE'], loinc: [], labels: [] },
  { metric: 'rr', rank: 3, mdc: [151_658], ids: ['PULS_OXIM_PLETH_RESP_RATE'], loinc: [], labels: ['RR SPO2'] },
  {
    metric: 'etco2',
    mdc: [151_708],
    ids: ['AWAY_CO2_ET', 'CONC_AWAY_CO2_ET', 'VENT_AWAY_CO2_ET'],
    loinc: ['19891-1', '60808-3'],
    labels: ['ETCO2', 'CO2 ET', 'CO2 ETCO2', 'END TIDAL CO2'],
  },
  {
    metric: 'temp',
    mdc: [150_344, 150_364, mdil(0x4b_60)],
    ids: ['TEMP', 'TEMP_BODY', 'TEMP_CORE'],
    loinc: ['8310-5', '8329-5'],
    labels: [
      'TEMP',
      'TEMPERATURE',
      'BODY TEMP',
      'BODY TEMPERATURE',
      'TCORE',
      'T1',
      'TEMP T1',
      'T1 TEMP',
      'TEMP1',
      'TA',
    ],
  },
  {
    metric: 'temp',
    rank: 1,
    mdc: [150_392, 188_420, 188_424, 188_496],
    ids: ['TEMP_TYMP', 'TEMP_EAR', 'TEMP_RECT', 'TEMP_ORAL', 'TEMP_AXIL', 'TEMP_ESOPH', 'TEMP_NASOPH', 'TEMP_BLD'],
    loinc: ['8331-1', '8332-9', '8328-7', '8333-7'],
    labels: ['T2', 'TEMP T2', 'T2 TEMP', 'TEMP2', 'TB', 'TRECT', 'TTYMP', 'TESOPH', 'TNASO', 'TAXIL'],
  },
  {
    metric: 'pi',
    mdc: [150_488, 150_448],
    ids: ['BLD_PERF_INDEX', 'PULS_OXIM_PERF_REL'],
    loinc: ['61006-3'],
    labels: ['PI', 'PERF', 'PERF INDEX', 'PERFUSION INDEX', 'SPO2 PI'],
  },
]

/** Monitors that name a channel only by number and side: the pair says which. */
const PAIRS: Readonly<Record<string, Metric>> = {
  '170 SYS': 'sbp',
  '171 DIA': 'dbp',
  '172 MEAN': 'map',
  '500 SYS': 'abpSys',
  '501 MEAN': 'abpMean',
  '502 DIA': 'abpDia',
}

const meaningOf = ({ metric, rank = 0, isFromCuff = false }: Row): Meaning => ({ metric, rank, isFromCuff })

const tableOf = <Key>(keysOf: (row: Row) => readonly Key[]): ReadonlyMap<Key, Meaning> =>
  new Map(ROWS.flatMap((row) => keysOf(row).map((key) => [key, meaningOf(row)] as const)))

const byMdc = tableOf(({ mdc }) => mdc)
const byId = tableOf(({ ids }) => ids)
const byLoinc = tableOf(({ loinc }) => loinc)
const byLabel = tableOf(({ labels }) => labels)

/** Upper case, words apart by one space, no marks; NBP and NIBP are one word, the systolic side is one letter or three. */
export const normaliseLabel = (label: string): string =>
  label
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^VITAL /, '')
    .replace(/^NBP /, 'NIBP ')
    .replace(/^(SYSTOLIC|DIASTOLIC|MEAN) BLOOD PRESSURE$/, '$1 BP')

const REFERENCE_ID = /^(?:MDC|NOM)_(\w+)$/i

/** An id of a nomenclature, known or not: where it stands, it and no number says what is meant. */
export const isReferenceId = (name: string): boolean => REFERENCE_ID.test(name)

export const meaningOfName = (name: string): Meaning | null => {
  const id = REFERENCE_ID.exec(name)?.[1]
  if (id !== undefined) return byId.get(id.toUpperCase()) ?? null
  const label = normaliseLabel(name)
  // `Пульсоксиметрия SpO2`: the word in the monitor's language beside the one that all know.
  const inAscii = label.split(' ').filter((word) => /^[A-Z0-9]+$/.test(word))
  return byLabel.get(label) ?? byLabel.get(inAscii.join(' ')) ?? null
}

export const meaningOfPair = (code: string, name: string): Meaning | null => {
  const metric = PAIRS[`${code} ${normaliseLabel(name)}`]
  return metric === undefined ? null : { metric, rank: 0, isFromCuff: false }
}

const MDIL_CODE = /^0002-([0-9a-f]{4})$/i
const LOINC_CODE = /^\d{1,5}-\d$/
const MDC_SYSTEM = /MDC|11073|^ISO$/i
const OWN_SYSTEM = /^(?:99|L$|LOCAL)/i

/** @param system as the message names it; empty: told by the code's shape, where it has one. */
export const meaningOfCode = (code: string, system: string): Meaning | null => {
  if (OWN_SYSTEM.test(system)) return null
  const term = MDIL_CODE.exec(code)?.[1]
  if (term !== undefined) return byMdc.get(mdil(Number.parseInt(term, 16))) ?? null
  if (LOINC_CODE.test(code)) return byLoinc.get(code) ?? null
  return MDC_SYSTEM.test(system) && /^\d+$/.test(code) ? (byMdc.get(Number(code)) ?? null) : null
}
