import type { Patient } from '../../../shared/domain/session-event.ts'
import type { Protocol } from '../../../shared/domain/protocol.ts'
import { instant, MS_PER_HOUR, plusMinutes, type Instant } from '../../../shared/domain/time.ts'
import { createMonitor, type MonitorOptions } from './monitor.ts'
import { createRandom, type Random } from './random.ts'
import type { ScenarioName } from './scenarios.ts'
import type { PlannedVisit, VisitCourse } from './visit-plan.ts'

/** One bay of the demo at its first start: who lies there and what the monitor will show next. */
export interface DemoPlace {
  readonly minutesAgo: number
  readonly course: VisitCourse
  readonly scenario: ScenarioName | null
}

const COURSE: VisitCourse = {
  doseMgPerKg: 0.5,
  startMin: 13,
  infusionMin: 40,
  pause: null,
  recoveryMin: 75,
  isSigned: false,
  episodeAtMin: null,
}

/** Bays 1 to 7 of the first start; bay 8 stays free. More bays go through the same list again, a few minutes apart. */
const PLACES: readonly DemoPlace[] = [
  { minutesAgo: 13 + 21, course: COURSE, scenario: null },
  { minutesAgo: 13 + 33, course: COURSE, scenario: 'desaturation' },
  { minutesAgo: 13 + 40 + 28, course: COURSE, scenario: null },
  { minutesAgo: 13 + 25, course: COURSE, scenario: 'hypertensive' },
  { minutesAgo: 13 + 40 + 64, course: COURSE, scenario: null },
  { minutesAgo: 13 + 16, course: { ...COURSE, pause: { atMin: 13, forMin: Infinity } }, scenario: null },
  { minutesAgo: 9, course: COURSE, scenario: null },
]

const GIVEN = [
  'Ada',
  'Ben',
  'Clara',
  'Dario',
  'Elif',
  'Finn',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Kira',
  'Leo',
  'Mona',
  'Nils',
]
const FAMILY = ['Sample', 'Probe', 'Muster', 'Ejemplo', 'Exemple', 'Esempio', 'Model', 'Trial', 'Example', 'Demo']

const pick = <T>(random: Random, list: readonly T[], otherwise: T): T =>
  list[Math.floor(random.next() * list.length)] ?? otherwise

const drawName = (random: Random): { readonly displayName: string; readonly initials: string } => {
  const given = pick(random, GIVEN, 'Ada')
  const family = pick(random, FAMILY, 'Sample')
  return { displayName: `${given} ${family}`, initials: `${given.charAt(0)}.${family.charAt(0)}.` }
}

/** A made-up person: no name, number or date of anybody. */
const drawSimulatedPatient = (random: Random, recordNumber: string): Patient => ({
  ...drawName(random),
  recordNumber,
  dateOfBirth: `${Math.round(random.between(1952, 2004))}-0${Math.round(random.between(1, 9))}-1${Math.round(random.between(0, 9))}`,
  weightKg: Math.round(random.between(54, 98)),
})

/** Every fourth patient has the probe on the arm that the cuff squeezes. */
const monitorOptions = (seed: string, index: number, scenario: ScenarioName | null): MonitorOptions => ({
  seed,
  scenario,
  cuffEveryS: 600,
  isProbeOnCuffedArm: index % 4 === 2,
})

export interface DemoRequest {
  readonly seed: string
  readonly bays: number
  readonly now: Instant
  readonly protocol: Protocol
  /** Played by every monitor instead of the usual mix. */
  readonly scenario: ScenarioName | null
}

export interface DemoVisit extends PlannedVisit {
  /** Counted from 0. */
  readonly bayIndex: number
}

/** The patients who are there at the first start, bay by bay; the last bay is free. */
export const planPresentVisits = (request: DemoRequest): readonly DemoVisit[] =>
  Array.from({ length: Math.max(0, request.bays - 1) }, (_, bayIndex): DemoVisit | null => {
    const place = PLACES[bayIndex % PLACES.length]
    if (place === undefined) return null
    const round = Math.floor(bayIndex / PLACES.length)
    const seed = `${request.seed}/bay/${bayIndex + 1}`
    const scenario = request.scenario ?? (round === 0 ? place.scenario : null)
    return {
      seed,
      bayIndex,
      admittedAt: plusMinutes(request.now, -place.minutesAgo - (round % 5)),
      patient: drawSimulatedPatient(createRandom(`${seed}/patient`), `SIM-${1_001 + bayIndex}`),
      protocol: request.protocol,
      course: place.course,
      monitor: createMonitor(monitorOptions(seed, bayIndex, scenario)),
    }
  }).filter((visit) => visit !== null)

/** The finished visits: one on each of the last seven days, a second one on three of them. */
const PAST_VISITS = 10
const DAYS = 7

const EPISODES: readonly (ScenarioName | null)[] = [null, 'desaturation', null, 'hypertensive', null]

const pastCourse = (random: Random, scenario: ScenarioName | null): VisitCourse => ({
  ...COURSE,
  startMin: Math.round(random.between(10, 18)),
  pause: random.next() < 0.2 ? { atMin: Math.round(random.between(12, 30)), forMin: 4 } : null,
  recoveryMin: Math.round(random.between(66, 88)),
  isSigned: random.next() < 0.6,
  episodeAtMin: scenario === null ? null : Math.round(random.between(14, 22)),
})

/** The visits of the week before the first start, all of them over by now. */
export const planPastVisits = (request: DemoRequest): readonly DemoVisit[] =>
  Array.from({ length: PAST_VISITS }, (_, index): DemoVisit => {
    const seed = `${request.seed}/past/${index + 1}`
    const random = createRandom(`${seed}/visit`)
    const hoursAgo = (1 + (index % DAYS)) * 24 - Math.floor(index / DAYS) * 4 + random.between(0, 1)
    // Five people came more than once: a series needs more than one visit.
    const person = (index % 5) + 1
    const scenario = EPISODES[index % EPISODES.length] ?? null
    return {
      seed,
      bayIndex: index % Math.max(1, request.bays),
      admittedAt: instant(request.now - hoursAgo * MS_PER_HOUR),
      patient: drawSimulatedPatient(createRandom(`${request.seed}/bay/${person}/patient`), `SIM-${1_000 + person}`),
      protocol: request.protocol,
      course: pastCourse(random, scenario),
      monitor: createMonitor(monitorOptions(seed, index, scenario)),
    }
  })

/** A monitor that hangs on nobody: for the patient whom somebody admits to the free bay. */
export const spareMonitor = (seed: string, scenario: ScenarioName | null): ReturnType<typeof createMonitor> =>
  createMonitor(monitorOptions(`${seed}/spare`, 0, scenario ?? 'desaturation'))
