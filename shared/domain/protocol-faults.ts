import { limitIdentity, priorityRank, type Limit } from './limit.ts'
import type { DoseRule, ProtocolDraft, Recurrence, TimedPhase } from './protocol.ts'
import { groupsOf, groupWord } from './protocol-words.ts'
import { METRIC_INFO } from './vital.ts'

/** What cannot stand in a protocol: where, and what is accepted there. */
export interface Fault {
  readonly path: readonly (string | number)[]
  readonly message: string
}

const fault = (message: string, ...path: readonly (string | number)[]): Fault => ({ path, message })

const MINUTES_PER_HOUR = 60

const lengthFaults = (dose: DoseRule, route: ProtocolDraft['route']): readonly Fault[] => {
  if (dose.kind === 'fixed')
    return route === 'iv' ? [fault('an infusion has a dose by weight: perKg or perKgPerHour', 'dose', 'kind')] : []
  if (route === 'iv') {
    if (dose.durationMin === 0) return [fault('an infusion takes 1 min or more', 'dose', 'durationMin')]
    return dose.upToDurationMin < dose.durationMin
      ? [fault(`not below ${dose.durationMin} min, which is proposed`, 'dose', 'upToDurationMin')]
      : []
  }
  if (dose.kind === 'perKgPerHour') return [fault('a dose that is given at once is perKg or fixed', 'dose', 'kind')]
  return dose.durationMin === 0 && dose.upToDurationMin === 0
    ? []
    : [fault(`a dose by route ${route} is given at once: 0 min is accepted`, 'dose', 'durationMin')]
}

const usualFaults = (dose: DoseRule): readonly Fault[] => {
  if (dose.kind === 'perKg' && dose.upToMgPerKg < dose.mgPerKg)
    return [fault(`not below ${dose.mgPerKg} mg/kg, which is proposed`, 'dose', 'upToMgPerKg')]
  if (dose.kind === 'perKgPerHour' && dose.upToMgPerKgPerHour < dose.mgPerKgPerHour)
    return [fault(`not below ${dose.mgPerKgPerHour} mg/kg/h, which is proposed`, 'dose', 'upToMgPerKgPerHour')]
  return []
}

const over = (usual: number, most: number | undefined, unit: string, name: string): readonly Fault[] =>
  most !== undefined && usual > most + 1e-9
    ? [fault(`not below the usual ${Math.round(usual * 1_000) / 1_000} ${unit}`, 'maximum', name)]
    : []

/** The usual dose must need no override. */
const maximumFaults = ({ dose, maximum }: ProtocolDraft): readonly Fault[] => {
  if (Object.values(maximum).every((figure) => figure === undefined))
    return [fault('set at least one of mgPerKg, mgTotal, mgPerKgPerHour', 'maximum')]
  switch (dose.kind) {
    case 'perKg':
      return over(dose.upToMgPerKg, maximum.mgPerKg, 'mg/kg', 'mgPerKg')
    case 'perKgPerHour':
      return [
        ...over(dose.upToMgPerKgPerHour, maximum.mgPerKgPerHour, 'mg/kg/h', 'mgPerKgPerHour'),
        ...over(
          (dose.upToMgPerKgPerHour * dose.upToDurationMin) / MINUTES_PER_HOUR,
          maximum.mgPerKg,
          'mg/kg',
          'mgPerKg',
        ),
      ]
    case 'fixed':
      return over(Math.max(...dose.choicesMg), maximum.mgTotal, 'mg', 'mgTotal')
  }
}

const rampFaults = ({ dose, ramp, route }: ProtocolDraft): readonly Fault[] => {
  if (ramp.length === 0) return []
  if (route !== 'iv' || dose.kind === 'fixed') return [fault('a dose that is given at once has no ramp', 'ramp')]
  const minutes = ramp.reduce((sum, part) => sum + part.minutes, 0)
  return minutes < dose.durationMin
    ? []
    : [fault(`its ${minutes} min must leave some of the ${dose.durationMin} min for the full rate`, 'ramp')]
}

const stepFaults = (rule: Extract<Recurrence, { kind: 'interval' }>): readonly Fault[] =>
  rule.steps.flatMap(({ untilMin }, index) => {
    const isLast = index === rule.steps.length - 1
    if (isLast) return untilMin === undefined ? [] : [fault('the last step has no end', 'steps', index, 'untilMin')]
    if (untilMin === undefined) return [fault('every step but the last ends somewhere', 'steps', index, 'untilMin')]
    const before = rule.steps[index - 1]?.untilMin ?? 0
    return untilMin > before ? [] : [fault(`after minute ${before}`, 'steps', index, 'untilMin')]
  })

const markFaults = ({ atMin }: Extract<Recurrence, { kind: 'marks' }>): readonly Fault[] =>
  atMin.flatMap((mark, index) => {
    const before = atMin[index - 1] ?? 0
    return mark > before ? [] : [fault(`after minute ${before}`, 'atMin', index)]
  })

const recurrenceFaults = (draft: ProtocolDraft, name: 'bloodPressure' | 'check'): readonly Fault[] =>
  (Object.entries(draft[name]) as readonly (readonly [TimedPhase, Recurrence])[]).flatMap(([phase, rule]) => {
    if (phase === 'infusing' && draft.route !== 'iv')
      return [fault('a dose that is given at once has no phase infusing: set it for recovering', name, phase)]
    const found = rule.kind === 'interval' ? stepFaults(rule) : markFaults(rule)
    return inside(found, name, phase)
  })

const isOnlyInterval = (rule: Recurrence, everyMin: number): boolean =>
  rule.kind === 'interval' && rule.steps.every((step) => step.everyMin === everyMin)

/** An option stands beside a rule, and says something else. */
const optionFaults = ({ bloodPressure, bloodPressureOptions: options = {} }: ProtocolDraft): readonly Fault[] => {
  const name = 'bloodPressureOptions'
  return (Object.entries(options) as readonly (readonly [TimedPhase, readonly number[]])[]).flatMap(
    ([phase, offered]) => {
      const rule = bloodPressure[phase]
      if (rule === undefined)
        return [fault('a choice needs a rule to go back to: say how often it is due, or offer nothing', name, phase)]
      const idle = offered.flatMap((everyMin, index) =>
        isOnlyInterval(rule, everyMin) ? [fault(`every ${everyMin} min is the rule already`, index)] : [],
      )
      return inside([...idle, ...twice(offered.map(String))], name, phase)
    },
  )
}

const possibleFaults = (limit: Limit, index: number): readonly Fault[] => {
  const { metric, threshold } = limit
  const { possible, label, unitLabel } = METRIC_INFO[metric]
  if (typeof threshold !== 'number' || (threshold >= possible[0] && threshold <= possible[1])) return []
  const [low, high] = possible
  return [fault(`${label} can be ${low} to ${high} ${unitLabel}`, index, 'threshold')]
}

/** A higher priority lies further out, or the lower one would never be seen. */
const orderFaults = (limit: Limit, index: number, limits: readonly Limit[]): readonly Fault[] => {
  const { metric, direction, priority, threshold } = limit
  if (typeof threshold !== 'number') return []
  const nearer = limits.find(
    (other) =>
      other.metric === metric &&
      other.direction === direction &&
      priorityRank(other.priority) < priorityRank(priority) &&
      typeof other.threshold === 'number' &&
      (direction === 'low' ? other.threshold <= threshold : other.threshold >= threshold),
  )
  if (nearer === undefined || typeof nearer.threshold !== 'number') return []
  const side = direction === 'low' ? 'below' : 'above'
  return [fault(`${side} ${nearer.threshold}, the limit of ${nearer.priority} priority`, index, 'threshold')]
}

const twice = (names: readonly string[]): readonly Fault[] =>
  names.flatMap((name, index) =>
    names.indexOf(name) === index ? [] : [fault(`${name} is there already: once is accepted`, index)],
  )

const inside = (faults: readonly Fault[], ...place: readonly (string | number)[]): readonly Fault[] =>
  faults.map(({ path, message }) => ({ path: [...place, ...path], message }))

const limitSetFaults = (limits: readonly Limit[]): readonly Fault[] => [
  ...limits.flatMap(possibleFaults),
  ...limits.flatMap(orderFaults),
  ...twice(limits.map(limitIdentity)),
]

/** A dose that is given at once is followed by the recovery. */
const ONLY_OF_INFUSIONS: readonly string[] = ['infusing', 'paused']

const limitFaults = ({ limits, limitsByPhase = {}, route }: ProtocolDraft): readonly Fault[] => [
  ...inside(limitSetFaults(limits), 'limits'),
  ...Object.entries(limitsByPhase).flatMap(([phase, own]) =>
    route !== 'iv' && ONLY_OF_INFUSIONS.includes(phase)
      ? [fault(`a dose that is given at once has no phase ${phase}: leave it out`, 'limitsByPhase', phase)]
      : inside(limitSetFaults(own), 'limitsByPhase', phase),
  ),
]

const idsOf = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id)

const sourceFaults = (draft: ProtocolDraft): readonly Fault[] => {
  const groups = groupsOf(draft)
  const missing = groups
    .filter((group) => !draft.sources.some(({ about }) => about === group))
    .map((group) => fault(`${groupWord(group)} (${group}) has no source: say where its figures come from`, 'sources'))
  const idle = draft.sources.flatMap(({ about }, index) =>
    groups.includes(about)
      ? []
      : [fault(`nothing is set for ${about}: leave its source out`, 'sources', index, 'about')],
  )
  return [...missing, ...idle]
}

/** All that cannot stand in a protocol whose parts fit by themselves; none: it can be a version. */
export const protocolFaults = (draft: ProtocolDraft): readonly Fault[] => [
  ...lengthFaults(draft.dose, draft.route),
  ...usualFaults(draft.dose),
  ...maximumFaults(draft),
  ...rampFaults(draft),
  ...recurrenceFaults(draft, 'bloodPressure'),
  ...optionFaults(draft),
  ...recurrenceFaults(draft, 'check'),
  ...limitFaults(draft),
  ...inside(twice(idsOf(draft.checklist)), 'checklist'),
  ...inside(twice(idsOf(draft.criteria)), 'criteria'),
  ...inside(twice(draft.sources.map(({ about }) => about)), 'sources'),
  ...sourceFaults(draft),
]
