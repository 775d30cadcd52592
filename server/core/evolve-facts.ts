import { protocolLimits } from '../../shared/domain/protocol.ts'
import { corrected } from './corrections.ts'
import { onCourse, type Evolver } from './evolver.ts'
import { changesAfter } from './limit-changes.ts'
import type { JournalEntry, SessionState } from './session.ts'

export const limitsChanged: Evolver<'limitsChanged'> = (state, { at, by, data: { limits } }) => {
  const own = protocolLimits(state.protocol, state.course.phase)
  return { ...state, limitChanges: changesAfter(own, state.limitChanges, { limits, by: by?.name ?? '', at }) }
}

export const stayPassed: Evolver<'stayPassed'> = (state) => ({ ...state, isStayPassed: true })

export const bayChanged: Evolver<'bayChanged'> = (state, { data }) => ({ ...state, bay: data.to })

/** A device that is here already is told anew what it is called and how often it measures. */
export const deviceAttached: Evolver<'deviceAttached'> = (state, { at, data }) => {
  const { deviceId: id, name, intervals } = data
  const isHere = state.devices.some((device) => device.id === id)
  const devices = isHere
    ? state.devices.map((device) => (device.id === id ? { ...device, name, intervals } : device))
    : [...state.devices, { id, name, intervals, attachedAt: at }]
  return { ...state, devices }
}

export const deviceDetached: Evolver<'deviceDetached'> = (state, { data }) => ({
  ...state,
  devices: state.devices.filter(({ id }) => id !== data.deviceId),
})

/** Limits and gates hang on the baseline that the visit stands on: a slip in it is set right for them too. */
const withBaseline = (
  state: SessionState,
  entry: Extract<JournalEntry, { type: 'baselineRecorded' }>,
): SessionState => {
  const { course } = state
  if (course.phase === 'scheduled' || course.phase === 'cancelled') return state
  const { preparation } = course
  if (preparation.baseline?.seq !== entry.seq) return state
  const baseline = { ...preparation.baseline, values: entry.data.values, at: entry.at }
  return onCourse(state, { ...course, preparation: { ...preparation, baseline } })
}

/** What follows from the journal follows from the corrected journal; patient and baseline stand in the state beside it. */
export const amended: Evolver<'amended'> = (state, { data }) => {
  const entry = state.journal.find(({ seq }) => seq === data.seq)
  if (entry === undefined) return state
  const now = corrected(entry, data.correction)
  const next = { ...state, journal: state.journal.map((it) => (it === entry ? now : it)) }
  if (now.type === 'sessionScheduled') return { ...next, patient: now.data.patient }
  return now.type === 'baselineRecorded' ? withBaseline(next, now) : next
}

export const signedOff: Evolver<'signedOff'> = (state, { at, by }, seq) =>
  by === undefined ? state : { ...state, signatures: [...state.signatures, { seq, at, by }] }
