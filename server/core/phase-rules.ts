import type { StaffCommand, StaffCommandType } from '../../shared/domain/command.ts'
import { PHASES, isEnded, type Phase } from '../../shared/domain/phase.ts'
import { MS_PER_MINUTE, plusMinutes, type Instant } from '../../shared/domain/time.ts'
import { offeredIntervals } from './blood-pressure.ts'
import type { Course, Infusion, SessionState } from './session.ts'

const RUNNING = ['scheduled', 'preparing', 'infusing', 'paused', 'recovering'] as const satisfies readonly Phase[]
const WITH_PATIENT = ['preparing', 'infusing', 'paused', 'recovering'] as const satisfies readonly Phase[]

/** Which phases each command is for (session.md section 2). */
const PHASES_OF = {
  admit: ['scheduled'],
  checkOff: ['preparing'],
  uncheck: ['preparing'],
  recordBaseline: ['preparing'],
  startInfusion: ['preparing'],
  changeRate: ['infusing'],
  /** In recovering for nasal alone, and not for long. */
  giveBolus: ['infusing', 'recovering'],
  pauseInfusion: ['infusing'],
  resumeInfusion: ['paused'],
  endInfusion: ['infusing', 'paused'],
  recordVitals: RUNNING,
  recordAssessment: RUNNING,
  recordSymptom: RUNNING,
  recordIntervention: RUNNING,
  addNote: PHASES,
  setLimits: RUNNING,
  acknowledgeAlarm: WITH_PATIENT,
  markAlarm: PHASES,
  pauseAudio: WITH_PATIENT,
  setPressureInterval: WITH_PATIENT,
  completeCheck: ['infusing', 'paused', 'recovering'],
  extendRecovery: ['recovering'],
  assessCriterion: ['recovering'],
  discharge: ['recovering'],
  transfer: ['infusing', 'paused', 'recovering'],
  cancel: ['scheduled', 'preparing'],
  moveBay: RUNNING,
  attachDevice: RUNNING,
  detachDevice: RUNNING,
  takeOverReadings: RUNNING,
  markArtefact: PHASES,
  judgeArtefacts: PHASES,
  amend: PHASES,
  signOff: ['discharged', 'transferred'],
} as const satisfies Readonly<Record<StaffCommandType, readonly Phase[]>>

export type CommandOf<Type extends StaffCommandType> = Extract<StaffCommand, { readonly type: Type }>

/** The courses in which a command can be given. */
export type CourseOf<Type extends StaffCommandType> = Extract<
  Course,
  { readonly phase: (typeof PHASES_OF)[Type][number] }
>

const COMMAND_TYPES = Object.keys(PHASES_OF) as readonly StaffCommandType[]

/** A second nasal device belongs to the first dose if it comes soon after it (session.md section 3). Minutes. */
const SECOND_NASAL_DEVICE_MIN = 10

export const secondNasalDeviceUntil = (infusion: Infusion): Instant | null =>
  infusion.route === 'nasal' ? plusMinutes(infusion.startedAt, SECOND_NASAL_DEVICE_MIN) : null

const isLateForNasal = (course: Course, at: Instant): boolean => {
  if (course.phase !== 'recovering') return false
  const until = secondNasalDeviceUntil(course.infusion)
  return until === null || at > until
}

const phasesOf = (type: StaffCommandType): readonly Phase[] => PHASES_OF[type]

/** @param at when it happens or happened */
export const isAllowed = <Type extends StaffCommandType>(
  type: Type,
  course: Course,
  at: Instant,
): course is CourseOf<Type> =>
  phasesOf(type).includes(course.phase) && !(type === 'giveBolus' && isLateForNasal(course, at))

const isUseful = (state: SessionState, type: StaffCommandType): boolean => {
  if (type === 'setPressureInterval') return offeredIntervals(state).length > 0
  if (type === 'markAlarm') return state.alarms.raisedCount > 0
  if (type === 'acknowledgeAlarm' || type === 'pauseAudio') return state.alarms.alarms.length > 0
  return type !== 'signOff' || state.signatures.length === 0
}

/** What the phase allows and there is something to do it to: what a screen offers. */
export const allowedCommands = (state: SessionState, at: Instant): readonly StaffCommandType[] =>
  COMMAND_TYPES.filter((type) => isAllowed(type, state.course, at) && isUseful(state, type))

const REACHED_BY: Readonly<Record<Phase, string>> = {
  scheduled: 'scheduled',
  preparing: 'preparing (after admit)',
  infusing: 'infusing (after startInfusion or resumeInfusion)',
  paused: 'paused (after pauseInfusion)',
  recovering: 'recovering (after endInfusion)',
  discharged: 'discharged',
  transferred: 'transferred',
  cancelled: 'cancelled',
}

/** Where the session stands and what would be needed. */
export const wrongPhaseSentence = (state: SessionState, type: StaffCommandType, at: Instant): string => {
  const { phase, since } = state.course
  const minutes = Math.max(0, Math.floor((at - since) / MS_PER_MINUTE))
  const where = `The session is ${phase}, since ${minutes} min`
  if (type === 'giveBolus')
    return `${where}: giveBolus needs it to be ${REACHED_BY.infusing}; a second nasal device may follow within ${SECOND_NASAL_DEVICE_MIN} min of the first.`
  const phases = phasesOf(type)
  if (isEnded(phase) && phases === RUNNING)
    return `${where}: ${type} needs a session that has not ended; addNote and amend remain.`
  return `${where}: ${type} needs it to be ${phases.map((it) => REACHED_BY[it]).join(' or ')}.`
}
