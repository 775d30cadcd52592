import { deviceId } from '../../shared/domain/ids.ts'
import type { AlarmView, RecoveryView, SessionView } from '../../shared/domain/session-view.ts'

/** `Nora Example` → `N.E.`: a display tells who acknowledged without telling the name to the corridor. */
const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .filter((part) => part !== '')
    .slice(0, 3)
    .map((part) => `${part.charAt(0).toUpperCase()}.`)
    .join('')

/** A monitor is named by people, and people name it after whom it is for; its id may be that name. */
const DEVICE = 'Monitor'

const displayAlarm = (alarm: AlarmView): AlarmView => ({
  id: alarm.id,
  channel: alarm.channel,
  kind: alarm.kind,
  priority: alarm.priority,
  highest: alarm.highest,
  phase: alarm.phase,
  acknowledged: alarm.acknowledged,
  ...(alarm.acknowledgedBy === undefined ? {} : { acknowledgedBy: initialsOf(alarm.acknowledgedBy) }),
  ...(alarm.acknowledgedAt === undefined ? {} : { acknowledgedAt: alarm.acknowledgedAt }),
  unattended: alarm.unattended,
  value: alarm.value,
  worst: alarm.worst,
  limit: alarm.limit,
  since: alarm.since,
  ...(alarm.soundFrom === undefined ? {} : { soundFrom: alarm.soundFrom }),
  ...(alarm.notConfirmedByRepeat === undefined ? {} : { notConfirmedByRepeat: alarm.notConfirmedByRepeat }),
  ...(alarm.repeatUntil === undefined ? {} : { repeatUntil: alarm.repeatUntil }),
  text: alarm.channel === 'device.disconnected' ? `${DEVICE} disconnected` : alarm.text,
})

/** How far the patient is; what was given and looked at stays at the bedside. */
const displayRecovery = ({ endedAt, minimumUntil, criteria, status }: RecoveryView): RecoveryView => ({
  endedAt,
  minimumUntil,
  criteria: criteria.map(({ id, label, stage, met, source }) => ({ id, label, stage, met, source })),
  status,
  openGates: [],
  knownItems: {},
})

/** What a wall in a corridor may show, field by field: a field that is added to the view next year stays away until someone lists it here. */
export const displayCopy = (view: SessionView): SessionView => ({
  id: view.id,
  site: view.site,
  bay: view.bay,
  seq: view.seq,
  phase: view.phase,
  phaseSince: view.phaseSince,
  simulated: view.simulated,
  replayed: view.replayed,
  patient: { initials: view.patient.initials },
  protocol: view.protocol,
  ...(view.plannedStart === undefined ? {} : { plannedStart: view.plannedStart }),
  ...(view.baseline === undefined ? {} : { baseline: view.baseline }),
  checklist: view.checklist.map(({ id, label, required, done }) => ({ id, label, required, done })),
  devices: view.devices.map(({ state }, index) => ({ id: deviceId(`monitor${index + 1}`), name: DEVICE, state })),
  // An id may be given by hand; a display only tells limits apart.
  limits: view.limits.map(({ metric, direction, priority, value }, index) => ({
    id: `limit${index + 1}`,
    metric,
    direction,
    priority,
    value,
  })),
  vitals: view.vitals,
  alarms: view.alarms.map(displayAlarm),
  ...(view.audible === undefined ? {} : { audible: view.audible }),
  ...(view.audioPausedUntil === undefined ? {} : { audioPausedUntil: view.audioPausedUntil }),
  ...(view.infusion === undefined ? {} : { infusion: view.infusion }),
  ...(view.recovery === undefined ? {} : { recovery: displayRecovery(view.recovery) }),
  timers: view.timers,
  ...(view.nextDue === undefined ? {} : { nextDue: view.nextDue }),
  // A display gives no command.
  allowed: [],
  signed: view.signed,
})
