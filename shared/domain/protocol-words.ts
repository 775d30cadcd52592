import { limitIdentity, type Limit } from './limit.ts'
import { MONITORED_PHASES } from './phase.ts'
import type {
  ChecklistItem,
  Criterion,
  DoseRule,
  FigureGroup,
  ProtocolDraft,
  Recurrence,
  Recurrences,
  TimedPhase,
} from './protocol.ts'
import { METRIC_INFO } from './vital.ts'

/** One thing that a protocol sets, for people to read. */
export interface Figure {
  /** What it is called in every version: `dose`, `maximum.mgTotal`, `limits.spo2.low.medium.absolute`. */
  readonly path: string
  /** The group whose source stands for it; null: a name, which has none. */
  readonly about: FigureGroup | null
  readonly label: string
  readonly text: string
}

export const ROUTE_WORD = { iv: 'into a vein (iv)', im: 'into a muscle (im)', nasal: 'nasal' } as const

const PHASE_WORD: Readonly<Record<TimedPhase, string>> = {
  preparing: 'preparing',
  infusing: 'infusing',
  recovering: 'recovering',
}

const TIMED_PHASES: readonly TimedPhase[] = ['preparing', 'infusing', 'recovering']

/** `0.5`, or `0.5 to 1` where the usual goes further. */
const range = (from: number, to: number): string => (from === to ? String(from) : `${from} to ${to}`)

const lengthWords = (durationMin: number, upToDurationMin: number): string =>
  upToDurationMin === 0 ? 'once' : `over ${range(durationMin, upToDurationMin)} min`

export const doseWords = (dose: DoseRule): string => {
  switch (dose.kind) {
    case 'perKg':
      return `${range(dose.mgPerKg, dose.upToMgPerKg)} mg/kg ${lengthWords(dose.durationMin, dose.upToDurationMin)}`
    case 'perKgPerHour':
      return `${range(dose.mgPerKgPerHour, dose.upToMgPerKgPerHour)} mg/kg/h ${lengthWords(dose.durationMin, dose.upToDurationMin)}`
    case 'fixed':
      return `${dose.choicesMg.join(' or ')} mg once`
  }
}

const recurrenceWords = (rule: Recurrence): string => {
  if (rule.kind === 'marks') {
    const marks = `at ${rule.atMin.join(', ')} min`
    return rule.thenEveryMin === null ? marks : `${marks}, then every ${rule.thenEveryMin} min`
  }
  return rule.steps
    .map(({ everyMin, untilMin }) => `every ${everyMin} min${untilMin === undefined ? '' : ` until ${untilMin} min`}`)
    .join(', then ')
}

const thresholdWords = ({ metric, direction, threshold }: Limit): string => {
  const side = direction === 'low' ? 'below' : 'above'
  const { unitLabel } = METRIC_INFO[metric]
  if (typeof threshold === 'number') return `${side} ${threshold} ${unitLabel}`
  if ('percentOfBaseline' in threshold) return `${side} ${threshold.percentOfBaseline} % of the baseline`
  const { offsetFromBaseline: offset } = threshold
  return `${side} the baseline ${offset < 0 ? '−' : '+'} ${Math.abs(offset)} ${unitLabel}`
}

export const limitWords = (limit: Limit): string => {
  const { onDelay, offDelay, hysteresis, metric } = limit
  const begins = onDelay === 0 ? 'at once' : `after ${onDelay} s`
  const inside = `${hysteresis} ${METRIC_INFO[metric].unitLabel} inside`
  return `${thresholdWords(limit)}, ${begins}; over ${offDelay === 0 ? `at ${inside}` : `after ${offDelay} s at ${inside}`}`
}

const limitLabel = ({ metric, direction, priority }: Limit): string =>
  `${METRIC_INFO[metric].label} ${direction}, ${priority} priority`

const limitFigures = ({ limits, limitsByPhase }: ProtocolDraft): readonly Figure[] => {
  const figuresOfSet = (set: readonly Limit[], place: string, when: string): readonly Figure[] =>
    set.map((limit) => ({
      path: `${place}.${limitIdentity(limit)}`,
      about: `limits.${limit.metric}.${limit.direction}`,
      label: `${limitLabel(limit)}${when}`,
      text: limitWords(limit),
    }))
  const ofPhases = MONITORED_PHASES.flatMap((phase) =>
    figuresOfSet(limitsByPhase?.[phase] ?? [], `limitsByPhase.${phase}`, `, ${phase}`),
  )
  return [...figuresOfSet(limits, 'limits', ''), ...ofPhases]
}

const recurrenceFigures = (
  about: 'bloodPressure' | 'check',
  label: string,
  recurrences: Recurrences,
): readonly Figure[] =>
  TIMED_PHASES.flatMap((phase) => {
    const rule = recurrences[phase]
    if (rule === undefined) return []
    return [{ path: `${about}.${phase}`, about, label: `${label}, ${PHASE_WORD[phase]}`, text: recurrenceWords(rule) }]
  })

const optionFigures = ({ bloodPressureOptions: options = {} }: ProtocolDraft): readonly Figure[] =>
  TIMED_PHASES.flatMap((phase) => {
    const offered = options[phase]
    if (offered === undefined) return []
    const label = `Blood pressure as a choice, ${PHASE_WORD[phase]}`
    const text = `every ${offered.join(' or ')} min`
    return [{ path: `bloodPressureOptions.${phase}`, about: 'bloodPressure', label, text }]
  })

const MAXIMUM_UNIT = { mgPerKg: 'mg/kg', mgTotal: 'mg', mgPerKgPerHour: 'mg/kg/h' } as const
const MAXIMUM_LABEL = {
  mgPerKg: 'Maximum by weight',
  mgTotal: 'Maximum in all',
  mgPerKgPerHour: 'Maximum rate',
} as const

const maximumFigures = ({ maximum }: ProtocolDraft): readonly Figure[] =>
  (['mgPerKg', 'mgTotal', 'mgPerKgPerHour'] as const).flatMap((name) => {
    const figure = maximum[name]
    if (figure === undefined) return []
    const text = `${figure} ${MAXIMUM_UNIT[name]} without an override`
    return [{ path: `maximum.${name}`, about: 'maximum', label: MAXIMUM_LABEL[name], text }]
  })

const rampFigures = ({ ramp }: ProtocolDraft): readonly Figure[] => {
  if (ramp.length === 0) return []
  const text = ramp
    .map(({ minutes, shareOfRate }) => `${minutes} min at ${Math.round(shareOfRate * 1_000) / 10} % of the full rate`)
    .join(', then ')
  return [{ path: 'ramp', about: 'ramp', label: 'Ramp', text: `first ${text}` }]
}

const itemFigure = ({ id, label, required }: ChecklistItem): Figure => ({
  path: `checklist.${id}`,
  about: 'checklist',
  label: `Checklist, ${id}`,
  text: `${label} (${required ? 'required' : 'not required'})`,
})

const criterionFigure = ({ id, label, stage }: Criterion): Figure => ({
  path: `criteria.${id}`,
  about: 'criteria',
  label: `Criterion, ${id}`,
  text: `${label} (${stage === 'ready' ? 'to be ready' : 'at departure'})`,
})

const figure = (path: string, about: FigureGroup | null, label: string, text: string): Figure => ({
  path,
  about,
  label,
  text,
})

const maintenanceFigures = ({ maintenanceDays: days }: ProtocolDraft): readonly Figure[] =>
  days === undefined
    ? []
    : [figure('maintenanceDays', 'maintenance', 'Maintenance interval', `${days} ${days === 1 ? 'day' : 'days'}`)]

/** Everything that a protocol sets, in the order in which a visit meets it. */
export const figuresOf = (draft: ProtocolDraft): readonly Figure[] => {
  const { baselineGate: gate, route } = draft
  const from = route === 'iv' ? 'the end of the infusion' : 'the dose'
  return [
    figure('name', null, 'Name', draft.name),
    figure('indication', null, 'Indication', draft.indication),
    figure('route', null, 'Route', ROUTE_WORD[route]),
    figure('dose', 'dose', 'Dose', doseWords(draft.dose)),
    ...rampFigures(draft),
    ...maximumFigures(draft),
    ...draft.checklist.map(itemFigure),
    figure(
      'baselineGate',
      'baselineGate',
      'Baseline pressure',
      `above ${gate.sbp}/${gate.dbp} mmHg the start needs a decision by name`,
    ),
    ...recurrenceFigures('bloodPressure', 'Blood pressure', draft.bloodPressure),
    ...optionFigures(draft),
    ...recurrenceFigures('check', 'Check', draft.check),
    ...limitFigures(draft),
    figure('longestPauseMin', 'longestPause', 'Longest pause', `${draft.longestPauseMin} min`),
    figure('recoveryMinimumMin', 'recoveryMinimum', 'Recovery minimum', `${draft.recoveryMinimumMin} min from ${from}`),
    figure(
      'recoveryBandPercent',
      'recoveryBand',
      'Recovery pressure',
      `within ±${draft.recoveryBandPercent} % of the baseline`,
    ),
    ...draft.criteria.map(criterionFigure),
    figure('longestStayMin', 'longestStay', 'Longest stay', `${draft.longestStayMin} min from ${from}`),
    ...maintenanceFigures(draft),
  ]
}

/** Every group of which the protocol sets something: each needs a source. */
export const groupsOf = (draft: ProtocolDraft): readonly FigureGroup[] => [
  ...new Set(figuresOf(draft).flatMap(({ about }) => about ?? [])),
]

const GROUP_WORD: Readonly<Record<Exclude<FigureGroup, `limits.${string}`>, string>> = {
  dose: 'Dose',
  ramp: 'Ramp',
  maximum: 'Maximum',
  bloodPressure: 'Blood pressure',
  check: 'Check',
  baselineGate: 'Baseline pressure',
  checklist: 'Checklist',
  recoveryMinimum: 'Recovery minimum',
  recoveryBand: 'Recovery pressure',
  criteria: 'Criteria',
  longestPause: 'Longest pause',
  longestStay: 'Longest stay',
  maintenance: 'Maintenance interval',
}

export const groupWord = (group: FigureGroup): string => {
  if (Object.hasOwn(GROUP_WORD, group)) return GROUP_WORD[group as keyof typeof GROUP_WORD]
  const [, metric, direction] = group.split('.') as [string, Limit['metric'], Limit['direction']]
  return `${METRIC_INFO[metric].label} ${direction}`
}
