import type { CodeableConcept, Coding, Quantity } from '@medplum/fhirtypes'
import type { Route } from '../../../shared/domain/protocol.ts'
import type { Scale } from '../../../shared/domain/score.ts'
import { METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'

const LOINC = 'http://loinc.org'
const MDC = 'urn:iso:std:iso:11073:10101'
const SNOMED = 'http://snomed.info/sct'
const ATC = 'http://www.whocc.no/atc'
const UCUM = 'http://unitsofmeasure.org'

const loinc = (code: string, display: string): Coding => ({ system: LOINC, code, display })
const mdc = (code: number, display: string): Coding => ({ system: MDC, code: String(code), display })
const snomed = (code: string, display: string): Coding => ({ system: SNOMED, code, display })

/** What no public code system names is named by us. */
export const own = (system: string, code: string, display: string): Coding => ({
  system: `urn:vigil:${system}`,
  code,
  display,
})

export const concept = (text: string, ...coding: Coding[]): CodeableConcept =>
  coding.length === 0 ? { text } : { coding, text }

export interface MetricCodes {
  /** Of the vital-signs profile that holds for it, without its common beginning. */
  readonly profile: string
  readonly text: string
  /** The one that the profile asks for; null: it asks for none. */
  readonly profileCode: Coding | null
  readonly furtherCodes: readonly Coding[]
}

/** LOINC and IEEE 11073 codes: the table of feeds.md; which LOINC code a profile asks for: FHIR R4, vital signs. */
export const METRIC_CODES: Readonly<Record<Metric, MetricCodes>> = {
  hr: {
    profile: 'heartrate',
    text: 'Heart rate',
    profileCode: loinc('8867-4', 'Heart rate'),
    furtherCodes: [mdc(147842, 'MDC_ECG_HEART_RATE')],
  },
  pr: {
    profile: 'heartrate',
    text: 'Pulse rate by oximetry',
    profileCode: loinc('8867-4', 'Heart rate'),
    furtherCodes: [loinc('8889-8', 'Heart rate by Pulse oximetry'), mdc(149530, 'MDC_PULS_OXIM_PULS_RATE')],
  },
  spo2: {
    profile: 'oxygensat',
    text: 'Oxygen saturation by pulse oximetry',
    profileCode: loinc('2708-6', 'Oxygen saturation in Arterial blood'),
    furtherCodes: [
      loinc('59408-5', 'Oxygen saturation in Arterial blood by Pulse oximetry'),
      mdc(150456, 'MDC_PULS_OXIM_SAT_O2'),
    ],
  },
  sbp: {
    profile: 'vitalsigns',
    text: 'Systolic blood pressure',
    profileCode: loinc('8480-6', 'Systolic blood pressure'),
    furtherCodes: [mdc(150021, 'MDC_PRESS_BLD_NONINV_SYS')],
  },
  dbp: {
    profile: 'vitalsigns',
    text: 'Diastolic blood pressure',
    profileCode: loinc('8462-4', 'Diastolic blood pressure'),
    furtherCodes: [mdc(150022, 'MDC_PRESS_BLD_NONINV_DIA')],
  },
  map: {
    profile: 'vitalsigns',
    text: 'Mean blood pressure',
    profileCode: loinc('8478-0', 'Mean blood pressure'),
    furtherCodes: [mdc(150023, 'MDC_PRESS_BLD_NONINV_MEAN')],
  },
  abpSys: {
    profile: 'vitalsigns',
    text: 'Systolic arterial pressure, invasive',
    profileCode: null,
    furtherCodes: [loinc('76215-3', 'Invasive Systolic blood pressure'), mdc(150033, 'MDC_PRESS_BLD_ART_SYS')],
  },
  abpDia: {
    profile: 'vitalsigns',
    text: 'Diastolic arterial pressure, invasive',
    profileCode: null,
    furtherCodes: [loinc('76213-8', 'Invasive Diastolic blood pressure'), mdc(150034, 'MDC_PRESS_BLD_ART_DIA')],
  },
  abpMean: {
    profile: 'vitalsigns',
    text: 'Mean arterial pressure, invasive',
    profileCode: null,
    furtherCodes: [loinc('76214-6', 'Invasive Mean blood pressure'), mdc(150035, 'MDC_PRESS_BLD_ART_MEAN')],
  },
  rr: {
    profile: 'resprate',
    text: 'Respiratory rate',
    profileCode: loinc('9279-1', 'Respiratory rate'),
    furtherCodes: [mdc(151562, 'MDC_RESP_RATE')],
  },
  etco2: {
    profile: 'vitalsigns',
    text: 'End-tidal carbon dioxide',
    profileCode: null,
    furtherCodes: [
      loinc('19891-1', 'Carbon dioxide [Partial pressure] in Exhaled gas --at end expiration'),
      mdc(151708, 'MDC_AWAY_CO2_ET'),
    ],
  },
  temp: {
    profile: 'bodytemp',
    text: 'Body temperature',
    profileCode: loinc('8310-5', 'Body temperature'),
    furtherCodes: [mdc(150344, 'MDC_TEMP')],
  },
  pi: {
    profile: 'vitalsigns',
    text: 'Perfusion index',
    profileCode: null,
    furtherCodes: [loinc('61006-3', 'Perfusion index Tissue by Pulse oximetry'), mdc(150488, 'MDC_BLD_PERF_INDEX')],
  },
}

export const metricConcept = (metric: Metric): CodeableConcept => {
  const { text, profileCode, furtherCodes } = METRIC_CODES[metric]
  return concept(text, ...(profileCode === null ? [] : [profileCode]), ...furtherCodes)
}

/**
 * A profile closes the value of its code to a single quantity, so a whole series goes under the codes beside it: at least
 * the one of IEEE 11073.
 */
export const seriesConcept = (metric: Metric): CodeableConcept => {
  const { text, furtherCodes } = METRIC_CODES[metric]
  return concept(`${text}, full series`, ...furtherCodes)
}

export const PRESSURE_PANEL = concept(
  'Blood pressure',
  loinc('85354-9', 'Blood pressure panel with all children optional'),
  mdc(150020, 'MDC_PRESS_BLD_NONINV'),
)

export const BODY_WEIGHT = concept('Body weight', loinc('29463-7', 'Body weight'))

export const profileUrl = (name: string): string => `http://hl7.org/fhir/StructureDefinition/${name}`

export const ucum = (value: number, code: string, unit = code): Quantity => ({ value, unit, system: UCUM, code })

/** A value in the metric's own unit, as people and machines write it. */
export const metricQuantity = (metric: Metric, value: number): Quantity => {
  const { unit, unitLabel } = METRIC_INFO[metric]
  return ucum(value, unit, unitLabel)
}

/** Scores that LOINC names; the others go under our own code alone. */
const SCORE_LOINC: Readonly<Partial<Record<Scale, Coding>>> = {
  phq9: loinc('44261-6', 'Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]'),
  gad7: loinc('70274-6', 'Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]'),
  pain: loinc('72514-3', 'Pain severity - 0-10 verbal numeric rating [Score] - Reported'),
}

export const scoreConcept = (scale: Scale, label: string): CodeableConcept => {
  const known = SCORE_LOINC[scale]
  return concept(label, ...(known === undefined ? [] : [known]), own('scale', scale, label))
}

export const ROUTE: Readonly<Record<Route, CodeableConcept>> = {
  iv: concept('Intravenous', snomed('47625008', 'Intravenous route')),
  im: concept('Intramuscular', snomed('78421000', 'Intramuscular route')),
  nasal: concept('Nasal', snomed('46713006', 'Nasal route')),
}

export const KETAMINE = concept('Ketamine', snomed('373464007', 'Ketamine'), {
  system: ATC,
  code: 'N01AX03',
  display: 'ketamine',
})

export const ESKETAMINE = concept('Esketamine', { system: ATC, code: 'N06AX27', display: 'esketamine' })

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem'

export const hl7 = (system: string, code: string, display: string): Coding => ({
  system: `${TERMINOLOGY}/${system}`,
  code,
  display,
})

export const category = (code: 'vital-signs' | 'survey' | 'exam', display: string): CodeableConcept[] => [
  { coding: [hl7('observation-category', code, display)] },
]

/** Why there is no value: `unknown`: nothing came; `error`: what came cannot be used. */
export const absent = (code: 'unknown' | 'error', text: string): CodeableConcept =>
  concept(text, hl7('data-absent-reason', code, code === 'unknown' ? 'Unknown' : 'Error'))
