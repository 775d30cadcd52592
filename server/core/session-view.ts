import type { LimitView, SessionView, TimerView } from '../../shared/domain/session-view.ts'
import { toIso, type Instant } from '../../shared/domain/time.ts'
import { viewAlarms } from './alarm-view.ts'
import { offeredIntervals, pressureChoice, protocolInterval } from './blood-pressure.ts'
import { proposeDose } from './dose-plan.ts'
import { infusionView, recoveryView } from './infusion-view.ts'
import { changersOf } from './limit-changes.ts'
import { nextStepOf } from './next-step.ts'
import { allowedCommands } from './phase-rules.ts'
import type { Course, Preparation, SessionState } from './session.ts'
import { nextTimer, timersOf, type Timer } from './timers.ts'

const preparationOf = (course: Course): Preparation | null => (course.phase === 'scheduled' ? null : course.preparation)

const checklistView = (state: SessionState): SessionView['checklist'] => {
  const done = preparationOf(state.course)?.checklist ?? {}
  return state.protocol.checklist.map(({ id, label, required }) => {
    const by = Object.hasOwn(done, id) ? done[id] : undefined
    return { id, label, required, done: by !== undefined, ...(by === undefined ? {} : { by }) }
  })
}

const timerView = ({ kind, label, startedAt, dueAt, state }: Timer): TimerView => ({
  kind,
  label,
  startedAt: toIso(startedAt),
  dueAt: toIso(dueAt),
  state,
})

/** A field that is not there is not written, rather than written as nothing. */
const optional = <Name extends string, Value>(
  name: Name,
  value: Value | null | undefined,
): Partial<Record<Name, Value>> =>
  value === null || value === undefined ? {} : ({ [name]: value } as Record<Name, Value>)

const nextDueView = (timers: readonly Timer[]): SessionView['nextDue'] => {
  const next = nextTimer(timers)
  return next === undefined ? undefined : { kind: next.kind, label: next.label, dueAt: toIso(next.dueAt) }
}

const pressureIntervalView = (state: SessionState): SessionView['pressureInterval'] => {
  const offeredMin = offeredIntervals(state)
  const protocolMin = protocolInterval(state)
  return offeredMin.length === 0
    ? undefined
    : { everyMin: pressureChoice(state)?.everyMin ?? null, protocolMin, offeredMin }
}

const planViews = (state: SessionState): Pick<SessionView, 'plannedStart' | 'baseline' | 'proposal'> => {
  const { course, plannedStart, protocol, patient } = state
  const isBefore = course.phase === 'scheduled' || course.phase === 'preparing'
  return {
    ...optional('plannedStart', plannedStart === null ? null : toIso(plannedStart)),
    ...optional('baseline', preparationOf(course)?.baseline?.values),
    ...optional('proposal', isBefore ? proposeDose(protocol, patient.weightKg) : null),
  }
}

/** Says of each limit that a person set who it was; an arterial line has the cuff's, under its own name. */
const withChangers = (state: SessionState, limits: readonly LimitView[]): readonly LimitView[] => {
  if (state.limitChanges.length === 0) return limits
  const changers = changersOf(state.protocol, state.course.phase, state.limitChanges)
  return limits.map((limit) => {
    const change = changers.get(limit.id) ?? changers.get(limit.id.slice(limit.metric.length + 1))
    return change === undefined ? limit : { ...limit, changedBy: change.by, changedAt: toIso(change.at) }
  })
}

const alarmViews = (state: SessionState, now: Instant) => {
  const { audible, audioPausedUntil, limits, ...shown } = viewAlarms(state.alarms, now)
  return {
    ...shown,
    limits: withChangers(state, limits),
    ...optional('audible', audible),
    ...optional('audioPausedUntil', audioPausedUntil === null ? null : toIso(audioPausedUntil)),
  }
}

const identityView = (state: SessionState): Pick<SessionView, 'id' | 'site' | 'bay' | 'patient' | 'protocol'> => {
  const { id, site, bay, patient, protocol } = state
  return {
    id,
    site,
    bay,
    patient,
    protocol: {
      id: protocol.id,
      name: protocol.name,
      version: protocol.version,
      approved: protocol.approval !== null,
    },
  }
}

/** All that a screen may show of the session at `now`; what a screen may not see, the hub takes out. */
export const projectView = (state: SessionState, now: Instant): SessionView => {
  const { course } = state
  const timers = timersOf(state, now)
  return {
    ...identityView(state),
    seq: state.seq,
    phase: course.phase,
    phaseSince: toIso(course.since),
    simulated: state.simulated,
    replayed: state.replayed,
    ...planViews(state),
    checklist: checklistView(state),
    ...alarmViews(state, now),
    ...optional('infusion', infusionView(state, now)),
    ...optional('recovery', recoveryView(state, now)),
    timers: timers.map(timerView),
    ...optional('pressureInterval', pressureIntervalView(state)),
    ...optional('nextDue', nextDueView(timers)),
    ...optional('nextStep', nextStepOf(state, now)),
    allowed: allowedCommands(state, now),
    signed: state.signatures.length > 0,
  }
}
