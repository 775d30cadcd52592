import type { StaffCommandType } from '../../shared/domain/command.ts'
import type { SessionEventType } from '../../shared/domain/session-event.ts'
import type { Order } from '../live/outbox-order.ts'
import type { ToldEvent } from '../ui/event-text.ts'

/** What each order will be called once it has happened. */
const BECOMES: Readonly<Record<StaffCommandType, SessionEventType>> = {
  admit: 'sessionAdmitted',
  checkOff: 'checklistChanged',
  uncheck: 'checklistChanged',
  recordBaseline: 'baselineRecorded',
  startInfusion: 'infusionStarted',
  changeRate: 'rateChanged',
  giveBolus: 'bolusGiven',
  pauseInfusion: 'infusionPaused',
  resumeInfusion: 'infusionResumed',
  endInfusion: 'infusionEnded',
  recordVitals: 'vitalsRecorded',
  recordAssessment: 'assessmentRecorded',
  recordSymptom: 'symptomRecorded',
  recordIntervention: 'interventionRecorded',
  addNote: 'noteAdded',
  setLimits: 'limitsChanged',
  acknowledgeAlarm: 'alarmAcknowledged',
  markAlarm: 'alarmMarked',
  pauseAudio: 'audioPaused',
  setPressureInterval: 'pressureIntervalSet',
  completeCheck: 'checkCompleted',
  extendRecovery: 'recoveryExtended',
  assessCriterion: 'criterionAssessed',
  discharge: 'sessionDischarged',
  transfer: 'sessionTransferred',
  cancel: 'sessionCancelled',
  moveBay: 'bayChanged',
  attachDevice: 'deviceAttached',
  detachDevice: 'deviceDetached',
  takeOverReadings: 'readingsTakenOver',
  markArtefact: 'artefactMarked',
  judgeArtefacts: 'artefactMarked',
  amend: 'amended',
  signOff: 'signedOff',
}

type Reword = (body: Order['body']) => ToldEvent['data']

/** Where an event calls things by other names than the order did. */
const REWORDED: Readonly<Partial<Record<StaffCommandType, Reword>>> = {
  checkOff: (body) => ({ ...body, done: true }),
  recordBaseline: (body) => ({ from: body.from ?? 'hand', values: body }),
  startInfusion: (body) => ({ route: 'iv', ...body }),
  moveBay: (body) => ({ ...body, to: body.bay }),
}

const same: Reword = (body) => body

/** An order in the words of the event that it asks for. */
export const orderAsEvent = (order: Order): ToldEvent => ({
  type: BECOMES[order.type],
  data: (REWORDED[order.type] ?? same)(order.body),
})
